// Texts that nobody planned: issues put together from lines of every construct, and plain noise.
import fc from 'fast-check';

export const HEAD = '---\nnumber: 12\ndate: 2026-01-09\n---\n';

/** Lines of every construct; each `§` becomes a word of its own. */
const LINES = [
  '§ § §',
  '# §',
  '## §',
  '## Live: §',
  '## Events',
  '## Of interest to readers',
  '## [§](https://§.example/)',
  '## ![§](images/§.jpg)',
  '### ![§](images/§.jpg)',
  'Reuters ![§](images/§.jpg) report ([2 January](https://§.example/)): §',
  '[Reuters](https://§.example/ "§") report (2 January): §',
  '[25 June 2014](https://§.example/)',
  '### §',
  '### Exclusive: [§](https://§.example/) §',
  '### [§](https://§.example/ "§") and [§](https://§.example/)',
  '### 30 December, 16:40: §',
  '### 16:40',
  '### 2/7: §',
  '#### §',
  '###§',
  'Reuters report (2 January): §',
  '[§](https://§.example/) adds (3 January): §',
  '**Reuters report (§):** §',
  'In The Independent (28 June), § writes: §',
  '§ reports: §',
  '"§" (Press Association, 9th April)',
  'From Reuters: §',
  'Harbour Post',
  '25 June 2014',
  'Reuters - §',
  '§. [§]',
  '§. [AFP]',
  '§. via Reuters',
  'via Reuters',
  'by A. §, edited by P. §',
  'by Ana Lind edited by Pia Sato 6/30/2014 8:36:38 PM',
  'Tags: §, §',
  'Tags: [§](https://§.example/)',
  'Language: ar',
  'Language: §',
  'When: 3 February §',
  'Where: §',
  '[Update, 2/7]: §',
  '[Update, 11 January 2026] §',
  '[Correction, §] §',
  '[Update § 3] §',
  'Disclaimer: §',
  '§. Disclaimer: §',
  '![§](images/§.jpg) § [Credit: §]',
  '![§](images/§.jpg "§") [Credit: [§](https://§.example/)]',
  '- ![§](images/§.jpg) § [Credit: §]',
  '[![§](images/§.jpg)](https://§.example/)',
  '[Video: §](https://§.example/) §',
  'Video: §',
  'Video: [§](https://§.example/ "§")',
  'by § via §. §',
  '> §',
  '> -- §, §',
  '> - §',
  '- §',
  '  - [§](https://§.example/) §',
  '* §',
  '1. §',
  '3. §',
  '2003. §',
  '    §',
  '\t§',
  '---',
  '===',
  '***',
  '```§ §',
  '```',
  '~~~',
  '<div> § </div>',
  '<b>§</b> §',
  '<!-- a note -->',
  '<!-- on purpose: link-missing (a reason) --> §',
  '§ <!-- on purpose: link-missing (a reason) -->',
  '<!-- never closed §',
  '[§]: §',
  '[§]: https://§.example/ "§"',
  '[ref]: https://§.example/ "§"',
  '[§][ref]',
  '![§][ref]',
  '[ref]',
  '[Update, 2/7]',
  '*§ **§** `§` § \\* &amp; &#65;§',
  '§\\',
  '§  ',
  'مرحبا §',
  '| § | § |',
  '<https://§.example/>',
  'https://§.example/',
  '',
  '',
  '',
];

/** Without a head. Every word of the form `w12x` stands in it once. */
export const anyIssue = fc
  .array(fc.tuple(fc.constantFrom(...LINES), fc.constantFrom('', '', '', '', '> ', '- ', '  ', '   ')), {
    maxLength: 30,
  })
  .chain((lines) =>
    fc
      .constantFrom('\n', '\n', '\r\n', '\r')
      .map((end) => lines.map(([line, indent]) => indent + line).join(end)),
  )
  .map((text) => {
    let count = 0;
    return text.replace(/§/gu, () => {
      count += 1;
      return `w${count}x`;
    });
  });

export const anyCharacters = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom(...'[](){}<>*_`#-+=!|\\&;:"\'\n\r\t ., 0123abcAB—–é١א😀\u0000\ufeff'),
    maxLength: 300,
  }),
);
