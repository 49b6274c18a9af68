// One source's account → its attribution and text: `Reuters report (16 January): …`. Of the forms that the house has, the first is
// taken that the reading understands as it was meant; a name that only a link shows to be one gets its link.
import { blankFor, isBlank } from '../model/blanks.ts';
import type { IsoDate } from '../model/calendar.ts';
import type { DraftReport, MarkdownBlock } from '../model/draft.ts';
import { escapeAddress, escapeParagraph, escapeWords, plainLine } from './escape-markdown.ts';
import type { House } from './house.ts';
import { writeDay } from './write-day.ts';

export interface ReportScene {
  /** Of the issue. */
  readonly near: IsoDate;
  /** Of the entry. */
  readonly language: string;
  readonly issueLanguage: string;
  readonly house: House;
  /** Nothing of the item is told above. */
  readonly isFirst: boolean;
  /** The link on the headline, which the first report need not repeat. */
  readonly headlineUrl: string | undefined;
}

interface Form {
  readonly words: string;
  readonly markdown: string;
  readonly isLinked: boolean;
  /** Publisher and day on lines of their own. */
  readonly isInLines: boolean;
}

/** Blocks that begin something of their own cannot follow an attribution on its line. */
const OWN_BLOCK =
  /^(?: {4}|\t| {0,3}(?:[>#]|[-+*]\s|\d{1,9}[.)]\s|`{3}|~{3}|!\[|\[Video|Video:|\[Update|\[Correction|Disclaimer:|<!--|(?:[-_*] ?){3,}$))/iu;

export function writeReport(report: DraftReport, scene: ReportScene): readonly MarkdownBlock[] {
  if (report.opening !== undefined) return [report.opening, ...report.body];
  const name = plainLine(report.source ?? '') || blankFor('source');
  const forms = formsOf(report, name, scene);
  const [usual] = forms;
  const form = forms.find((one) => isReadAsMeant(one, report, name, scene)) ?? usual;
  if (form === undefined) return report.body;
  const [first, ...rest] = report.body;
  if (first === undefined || form.isInLines || OWN_BLOCK.test(first)) return [form.markdown, ...report.body];
  return [`${form.markdown} ${first}`, ...rest];
}

/** The most usual first. */
function formsOf(report: DraftReport, name: string, scene: ReportScene): readonly Form[] {
  const { url, verb } = report;
  const { isFirst, headlineUrl } = scene;
  const isLinkNeeded = url !== undefined && url !== headlineUrl;
  const links = url === undefined ? [false] : isLinkNeeded ? [true] : [false, true];
  const isInLines = verb === undefined && isFirst && report.source !== undefined;
  const action = verb === undefined ? (report.source === undefined ? 'reports' : '') : plainLine(verb);
  const ways = [
    ...(isInLines ? [{ day: dayOf(report, scene, true), action: '', isInLines: true }] : []),
    { day: dayOf(report, scene, false), action, isInLines: false },
  ];
  return ways.flatMap((way) => links.map((isLinked) => formOf(name, way, isLinked ? url : undefined)));
}

function formOf(
  name: string,
  { day, action, isInLines }: { readonly day: string; readonly action: string; readonly isInLines: boolean },
  url: string | undefined,
): Form {
  const source = shown(name, url === undefined ? escapeParagraph : escapeWords);
  const tail = (verb: string, date: string): string =>
    isInLines ? `\n${date}` : `${verb === '' ? '' : ` ${verb}`} (${date}):`;
  return {
    words: name + tail(action, day),
    markdown: `${url === undefined ? source : `[${source}](${escapeAddress(url)})`}${tail(escapeWords(action), shown(day, isInLines ? escapeParagraph : escapeWords))}`,
    isLinked: url !== undefined,
    isInLines,
  };
}

function shown(words: string, mask: (words: string) => string): string {
  return isBlank(words) ? words : mask(words);
}

function dayOf({ date }: DraftReport, scene: ReportScene, withYear: boolean): string {
  if (date === undefined) return blankFor('date');
  if (typeof date !== 'string') return plainLine(date.asWritten) || blankFor('date');
  const { near, language, issueLanguage, house } = scene;
  return writeDay(date, {
    near,
    languages: [...new Set([issueLanguage, language])],
    readIn: language,
    readDay: house.readDay,
    ...(house.dayForm === undefined ? {} : { form: house.dayForm }),
    ...(withYear ? { withYear } : {}),
  });
}

function isReadAsMeant(form: Form, report: DraftReport, name: string, scene: ReportScene): boolean {
  const { house, isFirst, language } = scene;
  const read = house.readSource(form.isInLines ? form.words : `${form.words} …`, {
    isFirst,
    language,
    ...(form.isLinked ? { linkedWords: name } : {}),
  });
  if (read === undefined || read.source !== name) return false;
  const verb = report.verb === undefined ? undefined : plainLine(report.verb);
  return report.source === undefined || read.verb === verb;
}
