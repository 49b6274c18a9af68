// Rules about slips of the pen: doubled words, stray letters, lost characters, in the order of the manual.
import type { Rule } from '../rule.ts';
import { textBlank } from '../rules/text-blank.ts';
import { textBracket } from '../rules/text-bracket.ts';
import { textControl } from '../rules/text-control.ts';
import { textDoubledMark } from '../rules/text-doubled-mark.ts';
import { textDoubledWord } from '../rules/text-doubled-word.ts';
import { textEncoding } from '../rules/text-encoding.ts';
import { textEnd } from '../rules/text-end.ts';
import { textGluedSentence } from '../rules/text-glued-sentence.ts';
import { textGluedWord } from '../rules/text-glued-word.ts';
import { textLetterFigure } from '../rules/text-letter-figure.ts';
import { textName } from '../rules/text-name.ts';
import { textNumber } from '../rules/text-number.ts';
import { textPlaceholder } from '../rules/text-placeholder.ts';
import { textRepeated } from '../rules/text-repeated.ts';
import { textSpace } from '../rules/text-space.ts';
import { textSpelling } from '../rules/text-spelling.ts';
import { textStrayLetter } from '../rules/text-stray-letter.ts';

export const TEXT_RULES: readonly Rule[] = [
  textDoubledWord,
  textRepeated,
  textGluedSentence,
  textGluedWord,
  textStrayLetter,
  textSpace,
  textDoubledMark,
  textBracket,
  textSpelling,
  textName,
  textNumber,
  textLetterFigure,
  textPlaceholder,
  textBlank,
  textEnd,
  textEncoding,
  textControl,
];
