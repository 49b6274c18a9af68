import { describe, expect, test } from 'vitest';
import type { Paragraph } from '../../src/check/words/paragraph-text.ts';
import { loneMarks } from '../../src/check/words/quote-marks.ts';

/** Each string is a paragraph of one text. */
const EVEN: readonly (readonly string[])[] = [
  [''],
  ["No marks at all, but the workers’ union and O'Brien and the ’90s."],
  ['“We got the rota,” she said, “and not the money.”'],
  ['"We got the rota," she said, "and not the money."'],
  // A dash that was read in the wrong encoding.
  ['The cranes â€“ those that stand â€“ are old, and “new”.'],
  // Several paragraphs, each opened again.
  ['“We asked them.', '“They did not answer.', '“They never do.”'],
  ['"We asked them.', '"They did not answer."'],
  ['He said: “We asked them.', '“... They did not answer,” and went.'],
  ['“We asked them.', '[“They did not answer.”]'],
  ['“We asked them.”', '“They did not answer.”'],
  // One inside another.
  ['“He called it ‘freedom’, and left.”'],
  ['"He called it “freedom”, and left."'],
  ['“He called it “freedom” and left.”'],
  ['"He called it "freedom" and left."'],
  // Mixed, or turned the wrong way: a matter of style.
  ['“We got the rota," she said.'],
  ['”We got the rota,“ she said.'],
  // Dots, brackets and dashes next to a mark.
  ['“... the city fell,” it said.'],
  ['"... the city fell ..." it said.'],
  ['The band (“the Tide”) – “a noise”—left.'],
  ['A so-called"zone"was drawn.'],
  ['A “hands-off”-style deal.'],
  ['“ Spaced out ” it was.'],
  ['" Spaced out " it was.'],
  ['“We saw the report ‘x’.”'],
  ["The 'Abadi government and the ‘Abadi government."],
  // Inches, feet and figures.
  ['A 6" pipe and a 12" pipe.', 'A 3" one.'],
  ['He is 5\' 11" tall.'],
  ['"He is 5\' 11" tall," she said.'],
  ['It was "the worst year since 2003" for them.'],
  // Arabic, both ways of typing.
  ['قال الوزير «لن نعود» ثم غادر.'],
  ['قال الوزير “لن نعود” ثم غادر.'],
  ['قال الوزير ”لن نعود“ ثم غادر.'],
  ['قال الوزير "لن نعود"، ثم غادر.'],
  ['«لن نعود.', '«لن نعود أبداً.»'],
  // Hebrew, where a mark inside a word shortens it, or follows what is prefixed to a name.
  ['דובר צה"ל אמר: "שלום".', 'הדו"חות פורסמו.'],
  ['דובר צה"ל אמר ב"הארץ" שלום.'],
  // Other languages' marks are not judged.
  ['Er sagte: „Nein“ und ging.'],
];

const UNEVEN: readonly { texts: readonly string[]; found: readonly string[] }[] = [
  { texts: ['“We got the rota, she said.'], found: ['“ at 0 lacks end'] },
  { texts: ['"We got the rota, she said.'], found: ['" at 0 lacks end'] },
  { texts: ['We got the rota,” she said.'], found: ['” at 16 lacks beginning'] },
  { texts: ['We got the rota," she said.'], found: ['" at 16 lacks beginning'] },
  { texts: ['"We got the rota," she said, "and left.'], found: ['" at 29 lacks end'] },
  { texts: ['She said: “We asked.', 'The minister left.'], found: ['“ at 10 lacks end'] },
  { texts: ['“We asked.', 'They did not answer.”'], found: ['“ at 1000 lacks reopening'] },
  {
    texts: ['“We asked.', 'They did not answer.', 'They never do.”'],
    found: ['“ at 1000 lacks reopening', '“ at 2000 lacks reopening'],
  },
  { texts: ['قال الوزير «لن نعود ثم غادر.'], found: ['« at 11 lacks end'] },
  { texts: ['قال الوزير لن نعود» ثم غادر.'], found: ['» at 18 lacks beginning'] },
  { texts: ['"It was the worst year since 2003, he said.'], found: ['" at 0 lacks end'] },
];

describe('loneMarks', () => {
  test.each(EVEN)('finds every mark paired in %s', (...texts) => {
    expect(loneMarks(paragraphs(texts))).toEqual([]);
  });

  test.each(UNEVEN)('finds the lone mark in $texts', ({ texts, found }) => {
    const lone = loneMarks(paragraphs(texts));
    expect(lone.map(({ mark, offset, lacks }) => `${mark} at ${offset} lacks ${lacks}`)).toEqual(found);
  });

  test('lets a quotation run through a list', () => {
    const [first, ...items] = paragraphs(['“We want:', 'bread;', 'roses.”']);
    if (first === undefined) throw new Error('no paragraph');
    expect(loneMarks([first, ...items.map((item) => ({ ...item, isLoose: true }))])).toEqual([]);
  });
});

/** The nth paragraph begins at offset n × 1000. */
function paragraphs(texts: readonly string[]): readonly Paragraph[] {
  return texts.map((text, index) => ({
    text,
    offsetAt: (unit) => index * 1000 + unit,
    isLoose: false,
  }));
}
