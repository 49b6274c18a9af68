// Slips of the keyboard and of pasting: in words, between them, and in quotation marks.
import {
  addParagraph,
  addSentence,
  changeLine,
  FIRST_REPORT,
  isOwnProse,
  type Plant,
  type Slip,
} from '../planting.ts';

/** Changes the words of a report, behind its attribution, at some place between two small ones. */
function betweenWords(change: (word: string, next: string) => string): Plant {
  return changeLine(isOwnProse, (line, chance) => {
    const head = FIRST_REPORT.exec(line)?.[0] ?? '';
    const words = line.slice(head.length).split(' ');
    const small = words.flatMap((word, at) =>
      /^\p{Ll}{3,}$/u.test(word) && /^\p{Ll}{3,}$/u.test(words[at + 1] ?? '') ? [at] : [],
    );
    if (small.length === 0) return `${line} The ships ${change('lie', 'idle')} in the bay.`;
    const at = chance.pick(small);
    words.splice(at, 2, change(words[at] ?? '', words[at + 1] ?? ''));
    return head + words.join(' ');
  });
}

const QUOTED = /^["“].*["”] [A-Z].* said\.$/u;

export const TEXT_SLIPS: readonly Slip[] = [
  {
    name: 'word doubled',
    rules: ['text-doubled-word'],
    plant: betweenWords((word, next) => `${word} ${word} ${next}`),
  },
  {
    name: 'word doubled inside a quotation',
    rules: ['text-doubled-word'],
    plant: changeLine(
      (line) => QUOTED.test(line),
      (line) => line.replace(/ (\p{Ll}+) /u, ' $1 $1 '),
    ),
  },
  { name: 'may have have', rules: ['text-doubled-word'], plant: addSentence('They may have have gone.') },
  {
    name: 'sentence twice',
    rules: ['text-repeated'],
    plant: (text, chance, number) => {
      const sentence = 'Not one of the forty ships in the bay could be unloaded before the evening.';
      const once = addParagraph(sentence)(text, chance, number).text;
      const lines = once.split('\n');
      const at = lines.indexOf(sentence);
      const last = lines.findLastIndex((line, nth) => isOwnProse(line) && nth !== at);
      const place = Math.max(last, at);
      lines.splice(place + 1, 0, '', sentence);
      return { text: lines.join('\n'), line: place + 3 };
    },
  },
  {
    name: 'fanfare.Instead',
    rules: ['text-glued-sentence'],
    plant: addSentence('There was no fanfare.Instead the crews went home.'),
  },
  {
    name: 'two sentences without a blank',
    rules: ['text-glued-sentence'],
    plant: changeLine(
      (line) => isOwnProse(line) && /\p{Ll}{3}\. \p{Lu}\p{Ll}{2}/u.test(line),
      (line) => line.replace(/(\p{Ll}{3}\.) (\p{Lu}\p{Ll}{2})/u, '$1$2'),
    ),
  },
  {
    name: 'formerPresident',
    rules: ['text-glued-word'],
    plant: addSentence('The formerPresident of the port was there.'),
  },
  {
    name: 'U.S.backed',
    rules: ['text-glued-word', 'text-glued-sentence'],
    plant: addSentence('It belongs to U.S.backed firms.'),
  },
  {
    name: 'in2025',
    rules: ['text-glued-word', 'text-number'],
    plant: addSentence('The crews came back in2025 at last.'),
  },
  {
    name: 'glued inside a quotation',
    rules: ['text-glued-sentence'],
    plant: changeLine(
      (line) => QUOTED.test(line),
      (line) => line.replace(/^(["“])/u, '$1It is late.Nobody came. '),
    ),
  },
  {
    name: 'backyard.The',
    rules: ['text-glued-sentence'],
    plant: addSentence('It stood in my backyard.The crane, I mean.'),
  },
  { name: 't tribes', rules: ['text-stray-letter'], plant: addSentence('So the t tribes of the port meet.') },
  { name: 'i s', rules: ['text-stray-letter'], plant: addSentence('So the hall i s shut again.') },
  { name: 'second blank', rules: ['text-space'], plant: betweenWords((word, next) => `${word}  ${next}`) },
  {
    name: 'blank before a comma',
    rules: ['text-space'],
    plant: betweenWords((word, next) => `${word} , ${next}`),
  },
  {
    name: 'no blank behind a comma',
    rules: ['text-space', 'text-glued-word'],
    plant: betweenWords((word, next) => `${word},${next}`),
  },
  {
    name: 'blank before the stop',
    rules: ['text-space'],
    plant: changeLine(isOwnProse, (line) => line.replace(/\.$/u, ' .')),
  },
  {
    name: 'comma twice',
    rules: ['text-doubled-mark'],
    plant: betweenWords((word, next) => `${word},, ${next}`),
  },
  {
    name: 'comma twice with a blank',
    rules: ['text-doubled-mark', 'text-space'],
    plant: addSentence('It was late, , and dark.'),
  },
  { name: 'two stops', rules: ['text-doubled-mark'], plant: changeLine(isOwnProse, (line) => `${line}.`) },
  { name: '?.', rules: ['text-doubled-mark'], plant: addSentence('Was it late?. Nobody knows.') },
  {
    name: 'bracket never closed',
    rules: ['text-bracket'],
    plant: betweenWords((word, next) => `${word} (${next}`),
  },
  {
    name: 'bracket never opened',
    rules: ['text-bracket'],
    plant: betweenWords((word, next) => `${word}) ${next}`),
  },
  {
    name: 'bracket stuck to a word',
    rules: ['text-bracket'],
    plant: addSentence('It was late(so they say) and dark.'),
  },
  {
    name: 'common misspelling',
    rules: ['text-spelling'],
    plant: addSentence(
      (chance) =>
        `So the ${chance.pick(['goverment has answered', 'crews recieved nothing', 'quay was innundated', 'ships were seperate'])} in time.`,
    ),
  },
  {
    name: 'Septmber',
    rules: ['text-spelling', 'text-number'],
    plant: addSentence('So it was in Septmber too.'),
  },
  {
    name: 'name in two spellings',
    rules: ['text-name'],
    plant: addSentence('Those from Fallujah left; in Falluja they stayed. Fallujah is far.'),
  },
  {
    name: 'letter among figures',
    rules: ['text-letter-figure'],
    plant: addSentence((chance) =>
      chance.pick(['So it was in 2O15.', 'It cost l2 crowns.', 'So it was in 20l5 too.']),
    ),
  },
  {
    name: '22015',
    rules: ['text-number'],
    plant: addSentence('The hall was shut in October 22015 for good.'),
  },
  { name: 'thirteen 13', rules: ['text-number'], plant: addSentence('They found thirteen 13 crates.') },
  { name: '31 June', rules: ['text-number'], plant: addSentence('So it was on 31 June as well.') },
  { name: '25:10', rules: ['text-number'], plant: addSentence('So it was at 25:10 by the clock.') },
  { name: '22th', rules: ['text-number'], plant: addSentence('So it was for the 22th time.') },
  { name: 'TODO', rules: ['text-placeholder'], plant: addSentence('TODO look up the vote.') },
  { name: '[name]', rules: ['text-placeholder'], plant: addSentence('So [name] has said before.') },
  {
    name: '[date?]',
    rules: ['text-blank'],
    plant: addParagraph('Reuters report ([date?]): So it was found.'),
  },
  { name: 'Lorem ipsum', rules: ['text-placeholder'], plant: addParagraph('Lorem ipsum dolor sit amet.') },
  {
    name: 'no stop at the end',
    rules: ['text-end'],
    plant: (text, chance) => {
      const lines = text.split('\n');
      const at = chance.pick(
        lines.flatMap((line, nth) => (isOwnProse(line) && lines[nth + 2]?.startsWith('Tags:') ? [nth] : [])),
      );
      lines[at] = (lines[at] ?? '').slice(0, -1);
      return { text: lines.join('\n'), line: at + 1 };
    },
  },
  {
    name: 'caf\u00c3\u00a9',
    rules: ['text-encoding'],
    plant: addSentence('So the caf\u00c3\u00a9 is open.'),
  },
  {
    name: 'isn\u00e2\u20ac\u2122t',
    rules: ['text-encoding'],
    plant: addSentence('So it isn\u00e2\u20ac\u2122t open.'),
  },
  { name: 'BaghdadÊarea', rules: ['text-encoding'], plant: addSentence('So it is in the BaghdadÊarea now.') },
  { name: 'ˆ go to', rules: ['text-encoding'], plant: addSentence('So it is ˆ go and see.') },
  { name: 'crewsÕ', rules: ['text-encoding'], plant: addSentence('So the crewsÕ hall is shut.') },
  {
    name: 'replacement character',
    rules: ['text-encoding'],
    plant: addSentence('So it is in Lowport\ufffd now.'),
  },
  {
    name: 'zero-width blank',
    rules: ['text-control'],
    plant: betweenWords((word, next) => `${word}\u200b ${next}`),
  },
  { name: 'soft hyphen', rules: ['text-control'], plant: addSentence('So it is in the har\u00adbour.') },
  { name: 'bidi mark', rules: ['text-control'], plant: addSentence('So it is \u202aquay\u202c work.') },
];

export const QUOTE_SLIPS: readonly Slip[] = [
  {
    name: 'mark never closed',
    rules: ['quote-unbalanced'],
    plant: changeLine(
      (line) => QUOTED.test(line),
      (line) => line.replace(/["”] ([A-Z].* said\.)$/u, ' $1'),
    ),
  },
  {
    name: 'mark never opened',
    rules: ['quote-unbalanced'],
    plant: changeLine(
      (line) => QUOTED.test(line),
      (line) => line.slice(1),
    ),
  },
  {
    name: 'guillemet never closed',
    rules: ['quote-unbalanced'],
    plant: addSentence('So « Le Port has told.'),
  },
  {
    name: 'not opened again',
    rules: ['quote-reopen'],
    plant: addParagraph('“Nobody had the keys.\n\nThey were lost in May,” said the porter.', 2),
  },
  {
    name: 'inner mark never closed',
    rules: ['quote-nested'],
    plant: (text, chance, number) => {
      const isCurly = text.includes('“');
      const words = isCurly
        ? '“He called it ‘a victory, and left,” the tellers said.'
        : '"He called it ‘a victory, and left," the tellers said.';
      return addParagraph(words)(text, chance, number);
    },
  },
  {
    name: 'straight marks among curly ones, or the other way',
    rules: ['quote-mixed'],
    plant: (text, chance, number) =>
      addParagraph(
        text.includes('“') ? '"That is that," the tellers said.' : '“That is that,” the tellers said.',
      )(text, chance, number),
  },
  {
    name: 'blank inside the mark',
    rules: ['quote-space'],
    plant: changeLine(
      (line) => QUOTED.test(line),
      (line) => `${line[0]} ${line.slice(1)}`,
    ),
  },
  {
    name: 'nothing between the marks',
    rules: ['quote-empty'],
    plant: (text, chance, number) =>
      addSentence(text.includes('“') ? 'The tellers said “” and left.' : 'The tellers said "" and left.')(
        text,
        chance,
        number,
      ),
  },
];
