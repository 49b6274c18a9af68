// What the rules about running text leave alone, and what they must catch: one sentence a case, beside the examples of the manual.
import { describe, expect, test } from 'vitest';
import type { RuleContext } from '../../src/check/rule.ts';
import { textGluedWord } from '../../src/check/rules/text-glued-word.ts';
import type { Newsletter } from '../../src/model/newsletter.ts';
import type { Source } from '../../src/model/source.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { diagnosticsOf } from './rule-cases.ts';

/** What a rule that looks for letters alone would report. */
const RIGHT = [
  // Doubled words.
  'All that that meant was that he had had enough.',
  'Sirhan Sirhan met Boutros Boutros-Ghali, and Hassan Hassan in Walla Walla.',
  'He gave her her coat. Her sister said so, so so be it.',
  'She left. Left alone, he moved to New York, New York.',
  'It took twenty twenty minutes; in 2003 2003 crates went out.',
  'They ate mahi mahi, and drank ylang ylang tea.',
  'The sets of `one` `two` and the J J Cale of A A Milne.',
  'They “have [sic] have [sic]” said so, have have [sic] they.',
  // Glue.
  'The U.S.A. and the U.S. of J.R.R. Tolkien, e.g. No.5 and approx. 3.5m of Node.js or ASP.NET.',
  'Read Antiwar.com and ask mail@Lowport.Example.com for it.',
  'It ended ... Then it went on…And on.',
  'Ms McDonald, Mr DeSoto, FitzGerald, iPhone, eBay, macOS, YouTube, WikiLeaks, LinkedIn and openDemocracy.',
  'The Node.JS men and those of Quay.TV.',
  'The covid19 wards, the mp3s, the A380 and the 9am, 3pm and 19th ferries.',
  'The men of uMkhonto weSizwe marched.',
  'Some inMate wrote to inMate.',
  // Stray letters.
  'Take vitamin c, plan b, an x axis, a t shirt, an e mail, 15 m of rope and dock b.',
  'Ortega y Gasset, Pi i Margall, Roe v Wade, rock n roll, 2 x 4, d’Arc, O’Brien and Malcolm X.',
  'Port 68 all out: Lind c Carey b Starc 11, Sato lbw b Boland 0.',
  'The letters a b c; cross the t and dot the i; where n = 5 and p < 3.',
  'a) this, b) that, (c) more, p. 5, c. 1900 and John C. Reilly.',
  // Blanks.
  'A gun of .22 calibre ... and so on. “None , they said .” A tie : 3-2?'.replace(' :', ':'),
  'He wrote 1,000 and 3,5 of them [ ... ] (see 1:2).',
  'One line,\nthe next  \nand a line of its own.',
  'A word <!-- with a note --> behind it.',
  'Un ami : « Oui ! »',
  // Figures.
  'On 29 February 2024, 31 January and the 30th of April some 22,015 of 12000 came, 120% more, at 24:00.',
  'In June 31 soldiers and in April 40 others died; some 60 March protests followed.',
  'They were paid in 20000 and in 19000 parts.',
  'Ten 10-year-olds and thirteen (13) others scored 25:10 in sura 2:255, version 1.2.3, on 12.03.2014.',
  'It cost $1,000,000.50, 10.000,5 crowns, the 1st, 2nd, 3rd, 11th, 12th, 13th, 21st and 112th time.',
  // Spelling and names.
  'Mr Wich of Thiers, the “goverment”, and ‘untill’ were there.',
  'Iraq, Iran, the Iraqis, Iraqi Shia and a Sunni of the Sunnis met Hassan, Hasan, Hussein and Husain.',
  'In Parma and in Palma, in Austria and in Australia, in Basra’s port and Basra-based firms.',
  'He said “Falluja”; we say Fallujah.',
  // Stand-ins.
  'Super Bowl XXX, TK Maxx, a to-do list, whose headline? Here. [A] team and [its] men.',
  '“[name] was there???” he asked.',
  // Characters.
  'Señor Ñandú of São Paulo, DÉJÀ VU, Ångström, Æsir, “Å”, naïve Éloïse, Óscar and AT&T: 20°C, £5.',
  'What? So. Why?',
  'A flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿, a family 👩\u200d👩\u200d👧 and می\u200cخواهم with نص\u200f (a).',
  // Quotations.
  '"We got the rota," she said, "and not the money," of a 6" pipe.',
  '“He called it ‘a victory’ since the ‘90s; tell ‘em so, ‘Abbas,” he said.',
];

const WRONG: readonly (readonly [line: string, rule: string, actual: string])[] = [
  ['They may have have gone.', 'text-doubled-word', 'have have'],
  ['The the crews left.', 'text-doubled-word', 'The the'],
  ['It went to Iraq Iraq.', 'text-doubled-word', 'Iraq Iraq'],
  ['He said "we we left".', 'text-doubled-word', 'we we'],
  ['It came on on Monday.', 'text-doubled-word', 'on on'],
  ['There was no fanfare.Instead they left.', 'text-glued-sentence', 'fanfare.Instead'],
  ['Was it the backyard?The man knew.', 'text-glued-sentence', 'backyard?The'],
  ['It was 2014.The army left.', 'text-glued-sentence', '2014.The'],
  ['He met the formerPresident.', 'text-glued-word', 'formerPresident'],
  ['It lies to the northAP men say.', 'text-glued-word', 'northAP'],
  ['The U.S.backed men left.', 'text-glued-word', 'U.S.backed'],
  ['It was in2014.', 'text-glued-word', 'in2014'],
  ['The t tribes left.', 'text-stray-letter', 't tribes'],
  ['Papers report s that they left.', 'text-stray-letter', 'report s'],
  ['Part of Iraq i s empty.', 'text-stray-letter', 'i s'],
  ['The crews  left.', 'text-space', '  '],
  ['The crews , all of them, left.', 'text-space', ' ,'],
  ['The crews left .', 'text-space', ' .'],
  ['The crews ( all of them) left.', 'text-space', '( '],
  ['The crews,all of them, left.', 'text-space', ','],
  ['Closed in October 22015.', 'text-number', '22015'],
  ['They found thirteen 13 crates.', 'text-number', 'thirteen 13'],
  ['He said "thirteen 13 crates".', 'text-number', 'thirteen 13'],
  ['It was on 31 June.', 'text-number', '31 June'],
  ['It was on 29 February 2015.', 'text-number', '29 February 2015'],
  ['It was at 25:10.', 'text-number', '25:10'],
  ['It cost 1,00 crowns.', 'text-number', '1,00'],
  ['It cost 12,3456 crowns.', 'text-number', '12,3456'],
  ['The years 2004,2005 were bad.', 'text-number', '2004,2005'],
  ['The goverment left.', 'text-spelling', 'goverment'],
  ['SEPTMBER was wet.', 'text-spelling', 'SEPTMBER'],
  ['From Fallujah to Falluja and back to Fallujah.', 'text-name', 'Falluja'],
  ['From Tal Afar to Tel Afar.', 'text-name', 'Tel Afar'],
  ['TODO ask her.', 'text-placeholder', 'TODO'],
  ['He said so [name].', 'text-placeholder', '[name]'],
  ['The BaghdadÊarea is calm.', 'text-encoding', 'Ê'],
  ['The cafÃ© is open.', 'text-encoding', 'Ã©'],
  ['Iraq?s army left.', 'text-encoding', '?'],
  ['It is ˆ go and see.', 'text-encoding', 'ˆ'],
  ['The crews\u200b left.', 'text-control', 'U+200B'],
  ['قال \u202eالحارس.', 'text-control', 'U+202E'],
  ['The crews left on the Monday', 'text-end', 'Monday'],
  ['He said "" and left.', 'quote-empty', '""'],
  ['He said " we go" and left.', 'quote-space', '" '],
  ['“He said ‘we go, and left,” she said.', 'quote-nested', '‘'],
];

describe('leaves alone', () => {
  test.each(RIGHT)('%s', (line) => {
    expect(found(line)).toEqual([]);
  });

  test.each([
    [
      'fr',
      'Il dit : « Nous nous levons ! » Et vous ? Il y a un t à la fin ; et 3,14 aussi. Vous vous levez.',
    ],
    ['es', 'Patria y vida o muerte: que que no. Va a a Madrid, de 1.000,50 y 2,30.'],
    ['de', 'Er sagte, dass die die kennen. Es kostet 12,50 Euro, 31,5 Grad.'],
  ])('what is right in another language (%s)', (language, line) => {
    expect(found(line, `language: ${language}\n`)).toEqual([]);
  });
});

describe('catches', () => {
  test.each(WRONG)('%s', (line, rule, actual) => {
    expect(found(line)).toEqual([`${rule}: ${actual}`]);
  });
});

test('a source may be written in one word', () => {
  const { issue } = parseIssue(issueOf('It stood in theGrio first.'), {
    newsletter: { language: 'en', timeZone: 'UTC', sectionOrder: [] } as unknown as Newsletter,
    sources: [],
    ids: new Map(),
  });
  const foundWith = (sources: readonly Partial<Source>[]) =>
    textGluedWord.check(issue, { sources } as unknown as RuleContext);
  expect(foundWith([])).toHaveLength(1);
  expect(foundWith([{ name: 'theGrio', variants: [] }])).toEqual([]);
});

describe('changes', () => {
  test.each([
    'He said "we have have gone.They left" and "formerPresident".',
    'He said “goverment , all of it” and ‘wich’.',
  ])('nothing in quoted words: %s', (line) => {
    expect(diagnosticsOf([issueOf(line)]).filter(({ fix }) => fix !== undefined)).toEqual([]);
  });

  test.each([
    ['words with markup between them', 'They left the *the* hall.'],
    ['marks inside a quotation', '“He called it "a victory",” she said. "No," he said.'],
  ])('no %s', (_, line) => {
    const said = diagnosticsOf([issueOf(line)]);
    expect(said).toHaveLength(1);
    expect(said[0]?.fix).toBeUndefined();
  });

  test('no title of somebody else’s work', () => {
    const [said, ...more] = diagnosticsOf([
      {
        path: 'issues/0012.md',
        value:
          '---\nnumber: 12\ndate: 2026-01-09\n---\n\n## Of interest to readers\n\n- [A history of the the crane](https://books.example/cranes), free online.\n',
      },
    ]);
    expect([said?.ruleId, said?.fix, more]).toEqual(['text-doubled-word', undefined, []]);
  });

  test('the marks and the characters of a quotation, which are no words', () => {
    const [blank, lost] = diagnosticsOf([issueOf('He said " cafÃ© shut".')]);
    expect([blank?.fix?.edits[0]?.text, lost?.fix?.edits[0]?.text]).toEqual(['"', 'é']);
  });
});

describe('house spellings', () => {
  const SETTINGS = 'spelling:\n  Fallujah: [Falluja, Faluja]\n  Tal Afar: [Tel Afar]\n';

  test('are asked for, with what is joined to a name', () => {
    const said = diagnosticsOf(
      [issueOf("In Falluja's east and in Tel Afar, not in Fallujah, they met; “Falluja,” he said.")],
      SETTINGS,
    );
    expect(said.map(({ ruleId, actual, expected }) => [ruleId, actual, expected?.[0]])).toEqual([
      ['text-spelling', 'Falluja', 'Fallujah'],
      ['text-spelling', 'Tel Afar', 'Tal Afar'],
    ]);
  });

  test('settle which of two spellings is meant', () => {
    expect(diagnosticsOf([issueOf('From Fallujah to Tal Afar.')], SETTINGS)).toEqual([]);
  });
});

function found(line: string, head = ''): readonly string[] {
  return diagnosticsOf([issueOf(line, head)]).map(({ ruleId, actual }) => `${ruleId}: ${actual}`);
}

function issueOf(line: string, head = '') {
  const value = `---\nnumber: 12\ndate: 2026-01-09\n${head}---\n\n### [Dockers vote](https://harbourpost.example/dockers-vote)\n\nHarbour Post reports (30 December): ${line}\n`;
  return { path: 'issues/0012.md', value };
}
