// The lines of one newsletter, joined and without what only stands around it, go in; its lead, sections, items and reports come out. What a line is
// depends on the lines below it: a headline is what stands above an attribution.
import { gluedSection } from '../../model/glued-section.ts';
import type { SectionKind } from '../../model/issue.ts';
import { findSection, hasOwnWords, plainHeading } from '../../model/section-names.ts';
import type { NameContext } from './cut-name.ts';
import { type FoundAttribution, findAttribution, findClosing } from './find-attribution.ts';
import { canBeHeadline, canBeSection, isDayHeading, leadsOn } from './likely-headline.ts';
import type { TextLine } from './old-text.ts';
import { leadsToAddress, unlinkStart, wholeAddress } from './story-address.ts';

export type Part =
  | {
      readonly kind: 'section';
      readonly name: string;
      readonly sectionKind: SectionKind;
      readonly line: TextLine;
    }
  | { readonly kind: 'address'; readonly url: string; readonly words: string; readonly line: TextLine }
  | { readonly kind: 'headline'; readonly words: string; readonly line: TextLine; readonly url?: string }
  /** The line has its headline before it, or one above, or none. */
  | {
      readonly kind: 'report';
      readonly found: FoundAttribution;
      readonly line: TextLine;
      readonly url?: string;
    }
  | {
      readonly kind: 'closing';
      readonly words: string;
      readonly source: string;
      readonly isKnown: boolean;
      readonly dateAsWritten?: string;
      readonly line: TextLine;
    }
  | { readonly kind: 'text'; readonly line: TextLine };

const MIN_PARAGRAPH = 60;
const BULLET = /^(?:[*•·-]|o(?= )|\d{1,3}[.)])\s+/u;
const GLUED = /\p{Ll}[\p{Lu}\p{N}"“‘]/u;
const LATER = /^adds?$/iu;

/** Every line as what it is; no word is lost. */
export function partsOf(lines: readonly TextLine[], context: NameContext): readonly Part[] {
  const { sectionOrder } = context.reading;
  const parts: Part[] = splitGlued(lines, context).map((line): Part => {
    const url = wholeAddress(line.text);
    if (url !== undefined) return { kind: 'address', url, words: line.text, line };
    const section = sectionOf(line.text, sectionOrder);
    if (section !== undefined) return { kind: 'section', ...section, line };
    const linked = unlinkStart(line.text, 160);
    const text = linked?.rest ?? line.text;
    const found = findAttribution(text, context);
    if (found !== undefined)
      return {
        kind: 'report',
        found,
        line: linked === undefined ? line : { ...line, text },
        ...(linked === undefined ? {} : { url: linked.url }),
      };
    const closing = findClosing(line.text, context);
    if (closing !== undefined) {
      const { words, source, isKnown, dateAsWritten } = closing;
      return {
        kind: 'closing',
        words,
        source,
        isKnown,
        ...(dateAsWritten === undefined ? {} : { dateAsWritten }),
        line,
      };
    }
    return { kind: 'text', line };
  });
  const merged = mergeLeadIns(parts);
  markHeadlines(merged);
  markUnattributed(merged);
  markSections(merged);
  return merged;
}

/** `- Daily life -` and `DAILY LIFE:` are the section, and so is `Daily life`; `Live: the vote` is none of an old text. */
export function sectionOf(
  text: string,
  order: NameContext['reading']['sectionOrder'],
): { name: string; sectionKind: SectionKind } | undefined {
  if (text.length > 64) return undefined;
  const words = text
    .replace(/^[=*_#~–—-]{1,6}\s?(?=.{1,64}[=*_#~–—-]$)|^#{1,6}\s|^\*{1,3}(?=\S)/u, '')
    .replace(/\s?[=*_#~–—:-]{1,6}$/u, '')
    .trim();
  if (!/^[\p{Lu}\p{Lo}]/u.test(words)) return undefined;
  const section = findSection(words, order);
  if (section === undefined || hasOwnWords(words, section)) return undefined;
  const isShouted = words === words.toUpperCase() && words.length > 4;
  const own = [section.name, ...section.aliases].find((one) => plainHeading(one) === plainHeading(words));
  return { name: isShouted ? (own ?? words) : words, sectionKind: section.kind };
}

/** `Military newsIraq troops leave …` is two lines. */
function splitGlued(lines: readonly TextLine[], context: NameContext): readonly TextLine[] {
  return lines.flatMap((line, nth): readonly TextLine[] => {
    for (const at of sentenceStarts(line.text)) {
      const begun = line.text.slice(at);
      if (!GLUED.test(begun.slice(0, 70))) continue;
      const name = gluedSection(begun, context.reading.sectionOrder);
      if (name === undefined) continue;
      const rest = begun.slice(name.length);
      const own = findAttribution(rest, context);
      const isStory = own !== undefined && `${own.sentences}${own.before}` !== '';
      const below = lines[nth + 1];
      const isAbove =
        own === undefined && below !== undefined && findAttribution(below.text, context)?.start === 0;
      if (!isStory && !(isAbove && canBeHeadline(rest, true))) continue;
      const before = line.text.slice(0, at).trim();
      return [
        ...(before === '' ? [] : [{ ...line, text: before }]),
        { ...line, text: name, isAfterGap: true },
        ...splitGlued(
          [{ ...line, text: rest, isAfterGap: true }, ...(below === undefined ? [] : [below])],
          context,
        ).slice(0, below === undefined ? undefined : -1),
      ];
    }
    return [line];
  });
}

/** Where a sentence begins. A line of many is looked through once. */
function sentenceStarts(text: string): readonly number[] {
  return [
    0,
    ...[...text.matchAll(/[.!?…][”"’')]{0,2}\s{1,3}(?=\p{Lu})/gu)].map(
      ({ 0: end, index }) => index + end.length,
    ),
  ];
}

/** `More at:` above an address goes with it. */
function mergeLeadIns(parts: readonly Part[]): Part[] {
  const merged: Part[] = [];
  for (const part of parts) {
    const above = merged.at(-1);
    if (part.kind === 'address' && above?.kind === 'text' && leadsToAddress(above.line.text)) {
      merged[merged.length - 1] = { ...part, words: `${above.line.text} ${part.words}` };
    } else merged.push(part);
  }
  return merged;
}

function markHeadlines(parts: Part[]): void {
  for (let at = parts.length - 1; at >= 0; at -= 1) {
    const part = parts[at];
    if (part?.kind !== 'report' && part?.kind !== 'closing') continue;
    if (part.kind === 'report' && !beginsLine(part)) continue;
    if (part.kind === 'report' && LATER.test(part.found.verb ?? '')) continue;
    let above = at - 1;
    while (parts[above]?.kind === 'address') above -= 1;
    const candidate = parts[above];
    if (candidate?.kind !== 'text') continue;
    const isTight = parts[at]?.line.isAfterGap === false || parts[above + 1]?.line.isAfterGap === false;
    const isSet = candidate.line.isAfterGap && isTight;
    const linked = unlinkStart(candidate.line.text, 200);
    const words = (linked?.rest ?? candidate.line.text)
      .replace(BULLET, '')
      .replace(/^[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}$/gu, '');
    if (!canBeHeadline(words, isSet || parts[above - 1]?.kind === 'section') || isDayHeading(words)) continue;
    parts[above] = {
      kind: 'headline',
      words,
      line: candidate.line,
      ...(linked === undefined ? {} : { url: linked.url }),
    };
  }
}

function beginsLine({ found }: Extract<Part, { kind: 'report' }>): boolean {
  return found.before === '' && found.sentences === '';
}

/** A short line above a headline that is none itself: a section that no settings name. */
function markSections(parts: Part[]): void {
  for (let at = parts.length - 2; at >= 0; at -= 1) {
    const [part, next] = [parts[at], parts[at + 1]];
    if (part?.kind !== 'text' || next === undefined) continue;
    const isRunIn =
      next.kind === 'report' &&
      next.found.before !== '' &&
      next.found.sentences === '' &&
      !isAside(next.found.before);
    if (next.kind !== 'headline' && !isRunIn) continue;
    const { text, isAfterGap } = part.line;
    const previous = parts[at - 1];
    const isSet =
      isAfterGap ||
      at === 0 ||
      /[.!?…][”"’')]{0,2}$/u.test(previous?.line.text ?? '') ||
      previous?.kind === 'address';
    if (!isSet || leadsOn(text)) continue;
    // Without a gap below, a long line is the first half of a headline.
    const isApart = next.line.isAfterGap || text.split(' ').length <= 4;
    if (isApart && (canBeSection(text) || isDayHeading(text)))
      parts[at] = {
        kind: 'section',
        name: text.replace(/\s?:$/u, ''),
        sectionKind: 'items',
        line: part.line,
      };
    else if (
      !next.line.isAfterGap &&
      next.kind === 'headline' &&
      canBeHeadline(`${text} ${next.words}`, true)
    )
      parts.splice(at, 2, { ...next, words: `${text} ${next.words}`, line: part.line });
  }
}

/** Below the first item or section, a short line with a paragraph below it is the headline of an item that nobody is named for. */
function markUnattributed(parts: Part[]): void {
  const first = parts.findIndex(({ kind }) => kind === 'section' || kind === 'headline' || kind === 'report');
  let isLast = false;
  for (let at = Math.max(0, first); first >= 0 && at < parts.length; at += 1) {
    const part = parts[at];
    if (part?.kind === 'section') isLast = part.sectionKind !== 'items';
    if (part?.kind !== 'text' || isLast) continue;
    const previous = parts[at - 1];
    // A name of a section may stand right above.
    const isBelowName =
      previous?.kind === 'section' ||
      (previous?.kind === 'text' && previous.line.isAfterGap && canBeSection(previous.line.text));
    if (!part.line.isAfterGap && !isBelowName) continue;
    const { text } = part.line;
    if (
      BULLET.test(text) ||
      !canBeHeadline(text, false) ||
      text.split(' ').length > 16 ||
      /[”"’]$/u.test(text)
    )
      continue;
    let below = at + 1;
    while (parts[below]?.kind === 'address') below += 1;
    const next = parts[below];
    const isParagraph =
      next?.kind === 'text' &&
      (next.line.text.length >= MIN_PARAGRAPH || /[.!?][”"’]?$/u.test(next.line.text)) &&
      !BULLET.test(next.line.text);
    const isLinked = below > at + 1 && !(parts[at - 1]?.kind === 'report' && below === parts.length);
    if (isParagraph || (isLinked && parts[at + 1]?.line.isAfterGap === false))
      parts[at] = { kind: 'headline', words: text, line: part.line };
  }
}

/** "Meanwhile", "But": a word that leads to the next source. */
export function isAside(words: string): boolean {
  return /^(?:meanwhile|but|and|however|also|elsewhere|earlier|later|today|yesterday|then|now|yet|still|in (?:addition|baghdad|basra)|according to|as)[,:]?$/iu.test(
    words.trim(),
  );
}
