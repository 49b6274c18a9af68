// Lines that are known for what they are go in, the draft's lead, sections and entries come out. Where a line could be two things, the choice is
// told to the notes.
import { composeEvents } from './compose-events.ts';
import { composeListings } from './compose-listings.ts';
import { type FoundAttribution, findAttribution } from './find-attribution.ts';
import { type ComposeContext, createIssueBuilder, dayOrWords, type IssueBuilder } from './issue-builder.ts';
import { canBeHeadline } from './likely-headline.ts';
import { isAside, type Part } from './read-issue-lines.ts';
import { cutEndAddress, cutStartAddress } from './story-address.ts';
import { paragraphOf, wordsBehind } from './write-words.ts';

const BULLET = /^(?:[*•·-]|o(?= ))\s+/u;
const MAX_LIST = 20_000;
const MAX_STOPPED_HEADLINE_WORDS = 14;

export function composeIssue(
  parts: readonly Part[],
  context: ComposeContext,
): Pick<IssueBuilder, 'lead' | 'sections'> {
  const builder = createIssueBuilder();
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at];
    if (part === undefined) continue;
    if (part.kind === 'section') {
      const section = builder.openSection(part.name, part.sectionKind);
      const end = endOfSection(parts, at + 1);
      const within = parts.slice(at + 1, end);
      if (part.sectionKind === 'events') composeEvents(section, within, context);
      else if (part.sectionKind === 'interest') composeListings(section, within);
      else continue;
      at = end - 1;
    } else if (part.kind === 'headline') builder.openEntry(part.words, part.url);
    else if (part.kind === 'address') placeAddress(part, builder, context);
    else if (part.kind === 'report') composeReport(part, builder, context);
    else if (part.kind === 'closing' && isHeadline(part, parts[at + 1])) {
      builder.openEntry(part.words);
      builder.openReport({
        source: nameOf(part.source, context),
        ...dayOrWords(part.dateAsWritten, context.settle),
      });
    } else if (part.kind === 'closing') composeClosing(part, builder, context);
    else composeText(part.line.text, builder, context, part.line.number);
  }
  return builder;
}

function endOfSection(parts: readonly Part[], from: number): number {
  let end = from;
  while (end < parts.length && parts[end]?.kind !== 'section') end += 1;
  return end;
}

function composeText(text: string, builder: IssueBuilder, context: ComposeContext, line: number): void {
  const ended = builder.entry() === undefined ? undefined : cutEndAddress(text);
  const words = ended?.rest ?? text;
  if (BULLET.test(words)) addBullet(words.replace(BULLET, ''), builder);
  else if (words !== '') builder.addBlock(paragraphOf(words));
  if (ended !== undefined) addAddress(ended.url, builder, context, line);
}

/** Bullets below one another are one list. */
function addBullet(words: string, builder: IssueBuilder): void {
  const blocks =
    builder.entry()?.reports.at(-1)?.body ?? builder.entry()?.body ?? builder.section()?.body ?? builder.lead;
  const bullet = `- ${paragraphOf(words)}`;
  const last = blocks.at(-1);
  // A list of thousands is none that a person wrote, and costs the square of its length.
  if (last?.startsWith('- ') === true && last.length < MAX_LIST)
    blocks[blocks.length - 1] = `${last}\n${bullet}`;
  else builder.addBlock(bullet);
}

function placeAddress(
  { url, words, line }: Extract<Part, { kind: 'address' }>,
  builder: IssueBuilder,
  context: ComposeContext,
): void {
  if (builder.entry() === undefined)
    builder.addBlock(paragraphOf(words.replace(/(?:https?:\/\/|www\.)\S+/iu, url)));
  else addAddress(url, builder, context, line.number);
}

function addAddress(url: string, builder: IssueBuilder, { notes }: ComposeContext, line: number): void {
  if (builder.addAddress(url)) return;
  builder.addBlock(`<${url}>`);
  notes.add('look', 'The item has more than one address: the second stands below it.', url, line);
}

/** `Letters from cell nine (AP, 6 April)` above a paragraph. */
function isHeadline({ words, line }: Extract<Part, { kind: 'closing' }>, next: Part | undefined): boolean {
  return line.isAfterGap && next?.kind === 'text' && canBeHeadline(words, false) && !/["”’]$/u.test(words);
}

function nameOf(source: string, { names }: ComposeContext): string {
  return names.reading.findSource(source)?.name ?? source;
}

function composeClosing(
  { words, source, isKnown, dateAsWritten, line }: Extract<Part, { kind: 'closing' }>,
  builder: IssueBuilder,
  context: ComposeContext,
): void {
  if (builder.entry() === undefined) {
    if (builder.sections.length === 0) {
      builder.addBlock(paragraphOf(line.text));
      return;
    }
    openBlank(builder, context, line.number);
  }
  // Its words are read as an attribution where they stand.
  if (isKnown) {
    builder.addBlock(paragraphOf(line.text));
    return;
  }
  builder.openReport({ source, ...dayOrWords(dateAsWritten, context.settle) });
  builder.addBlock(paragraphOf(words));
}

function composeReport(
  part: Extract<Part, { kind: 'report' }>,
  builder: IssueBuilder,
  context: ComposeContext,
): void {
  const { found, line, url } = part;
  const { before, sentences } = found;
  const isLead = builder.sections.length === 0 && builder.entry() === undefined;
  const headline = headlineOf(found, builder, line.isAfterGap);
  if (headline !== undefined) {
    builder.openEntry(headline.words, url);
    if (headline.isGuess)
      context.notes.add(
        'look',
        'Where the headline ends and its source begins is a guess.',
        `${headline.words} / ${found.source}`,
        line.number,
      );
    tell(found, '', builder, context, line.number);
    return;
  }
  if (sentences !== '' && isLead) {
    composeText(line.text, builder, context, line.number);
    return;
  }
  if (before !== '' && !isAside(before) && !isClause(before)) {
    const isStory =
      found.isKnown &&
      found.dateAsWritten !== undefined &&
      before.split(' ').length >= 3 &&
      canBeHeadline(before, false);
    if (sentences !== '' && isStory) {
      builder.addBlock(paragraphOf(sentences));
      builder.openEntry(before);
      tell(found, '', builder, context, line.number);
    } else {
      context.notes.add(
        'look',
        'A source is named in the middle of a sentence, which stays as it is.',
        line.text.slice(0, 200),
        line.number,
      );
      composeText(line.text, builder, context, line.number);
    }
    return;
  }
  if (builder.entry() === undefined) openBlank(builder, context, line.number);
  if (sentences !== '') builder.addBlock(paragraphOf(sentences));
  tell(found, before, builder, context, line.number, url);
}

function openBlank(builder: IssueBuilder, { notes }: ComposeContext, line: number): void {
  builder.openEntry('');
  notes.add('look', 'A report has no headline above it: a blank stands in its place.', undefined, line);
}

/** What stands before the attribution on its line, where that is an item's headline. */
function headlineOf(
  { before, sentences, isGuess, isKnown }: FoundAttribution,
  builder: IssueBuilder,
  isAfterGap: boolean,
): { words: string; isGuess: boolean } | undefined {
  const words = `${sentences} ${before}`
    .trim()
    .replace(/^(?:[*•·-]|\d{1,3}[.)])\s+/u, '')
    .replace(/[*_]{1,3}$/u, '');
  if (words === '' || isAside(words)) return undefined;
  if (sentences === '')
    return canBeHeadline(words, true) && !isClause(words) ? { words, isGuess } : undefined;
  const isAsked = /[?!]["”’]?$/u.test(sentences) && !/\.\s/u.test(sentences);
  if (isAsked && (isAfterGap || builder.entry() === undefined) && canBeHeadline(words, true))
    return { words, isGuess };
  if (before !== '') return undefined;
  // A quotation, or a headline with a stop, right at the beginning.
  const isAlone = builder.entry() === undefined && (builder.sections.length > 0 || isKnown);
  const isShort = words.split(' ').length <= MAX_STOPPED_HEADLINE_WORDS && canBeHeadline(words, true);
  return isAlone && isShort ? { words, isGuess: true } : undefined;
}

/** "In the north, AP reports": the words begin the sentence that the source goes on with. */
function isClause(words: string): boolean {
  return /,$/u.test(words) || /^(?:in|on|at|from|for|according to)\s(?:the\s)?[\p{L}-]{1,20}$/iu.test(words);
}

/** The report, with the words that led to it before what it tells; then whoever else is named in the same paragraph. */
function tell(
  found: FoundAttribution,
  led: string,
  builder: IssueBuilder,
  context: ComposeContext,
  line: number,
  url?: string,
): void {
  if (found.staysInWords) {
    builder.addBlock(paragraphOf(found.rest));
    return;
  }
  openReport(found, builder, context, line);
  if (url !== undefined) addAddress(url, builder, context, line);
  const started = cutStartAddress(found.rest);
  if (started !== undefined) addAddress(started.url, builder, context, line);
  const rest = `${led} ${started?.rest ?? found.rest}`.trim();
  if (led !== '')
    context.notes.add(
      'changed',
      'Words that stood before the source stand behind it now.',
      `${led} ${found.source}`,
      line,
    );
  const next = findAttribution(rest, context.names);
  const isSecond = next !== undefined && !next.staysInWords && next.sentences !== '' && next.isKnown;
  const isStory =
    isSecond &&
    next.before.split(' ').length >= 3 &&
    next.dateAsWritten !== undefined &&
    canBeHeadline(next.before, false);
  if (isSecond && (next.before === '' || isAside(next.before) || isStory)) {
    builder.addBlock(wordsBehind(next.sentences));
    if (isStory) builder.openEntry(next.before);
    tell(next, isStory ? '' : next.before, builder, context, line);
    return;
  }
  const ended = cutEndAddress(rest);
  const words = ended?.rest ?? rest;
  if (words !== '') builder.addBlock(wordsBehind(words));
  if (ended !== undefined) addAddress(ended.url, builder, context, line);
}

function openReport(
  found: FoundAttribution,
  builder: IssueBuilder,
  { names, notes, settle }: ComposeContext,
  line: number,
): void {
  const row = names.reading.findSource(found.source);
  const source = row?.name ?? found.source;
  if (lettersOf(source) !== lettersOf(found.source))
    notes.add('changed', `The source is written "${source}".`, found.source, line);
  const verb = verbOf(found.verb, row?.verb);
  const dated = dayOrWords(found.dateAsWritten, settle);
  if (found.dateAsWritten === undefined && found.verb !== undefined)
    notes.add('look', 'A report has no day: a blank stands in its place.', found.source, line);
  else if (typeof dated.date === 'object')
    notes.add(
      'look',
      'The day of a report cannot be known: it stands as it was written.',
      `${found.source}: ${dated.date.asWritten}`,
      line,
    );
  builder.openReport({ source, ...(verb === undefined ? {} : { verb }), ...dated });
}

/** `report s` and `Reports` are slips; of "report" and "reports" the source's own is taken. */
function verbOf(written: string | undefined, own: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  const verb = /^report s$/iu.test(written) ? 'reports' : written.charAt(0).toLowerCase() + written.slice(1);
  return /^reports?$/u.test(verb) && own !== undefined && /^reports?$/u.test(own) ? own : verb;
}

function lettersOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/^the\s/u, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
