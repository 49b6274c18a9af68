// In: the file of an issue in a dialect. Out: what the house's own reading of a file would give: front matter by the house's names, and
// an outline in which every node stands where it stands in the file. Nothing is converted: the text stays as it is.

import type { Heading, RootContent } from 'mdast';
import { toString as plainTextOf } from 'mdast-util-to-string';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Dialect } from '../../model/dialect.ts';
import type { FrontMatter, IssueFile } from '../../model/issue.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import { type OpenedIssue, openText } from '../open-issue.ts';
import { endOf, type PlaceFinder, startOf } from '../place-finder.ts';
import { canonicalLanguage } from '../yaml-values.ts';
import { settleFields } from './head-fields.ts';
import { isJsonIssue, openJsonIssue } from './open-json-issue.ts';
import { outlineForeign } from './outline-foreign.ts';
import { readHead } from './read-head.ts';
import { readTitle } from './read-title.ts';

type Fields = FrontMatter['fields'];

export function openForeignIssue(
  file: IssueFile,
  newsletter: Newsletter,
  dialect: Dialect,
  placeAt: PlaceFinder,
): OpenedIssue {
  if (isJsonIssue(file)) return openJsonIssue(file, newsletter, placeAt);
  const head = readHead(file, placeAt);
  const named = head.fields.find(({ key }) => /^lang(?:uage)?$/iu.test(key))?.value;
  const language = (named === undefined ? undefined : canonicalLanguage(named)) ?? newsletter.language;
  const settled = settleFields(head.fields, { path: file.path, language });
  const opened = openText(file, head.bodyStart, placeAt, { areUnderlinesHeadings: true });
  const titled = takeTitle(opened.nodes, settled.fields, newsletter);
  const heading =
    titled.heading === undefined ? undefined : fieldOfHeading(titled.heading, file.value, placeAt);
  const fields = withTitle(settled.fields, heading, language, placeAt);
  const source = { text: file.value, placeAt };
  return {
    frontMatter: {
      ...(head.position === undefined ? {} : { position: head.position }),
      fields,
    },
    tags: settled.tags,
    tree: opened.tree,
    silences: opened.silences,
    outline: outlineForeign(titled.nodes, dialect, source),
    diagnostics: [
      ...head.diagnostics,
      ...settled.diagnostics,
      ...opened.diagnostics,
      ...missingDate(fields, head.position, file, placeAt),
    ],
  };
}

/** The first heading, where it is the issue's own: it names the newsletter or the number, or stands alone above all others. */
function takeTitle(
  nodes: readonly RootContent[],
  fields: Fields,
  newsletter: Newsletter,
): { nodes: readonly RootContent[]; heading?: Heading } {
  const at = nodes.findIndex(({ type }) => type === 'heading');
  const heading = nodes[at];
  if (heading?.type !== 'heading' || nodes.slice(0, at).some(({ type }) => type === 'list')) return { nodes };
  const words = plainTextOf(heading).replace(/\s+/gu, ' ').trim();
  const lower = words.toLowerCase();
  const names = [newsletter.title, newsletter.shortTitle, fields['title']?.value ?? ''].filter(
    (name) => name !== '',
  );
  const others = nodes.filter((node): node is Heading => node.type === 'heading' && node !== heading);
  const isAbove = heading.depth === 1 && others.every(({ depth }) => depth > 1);
  const isNamed = names.some((name) => lower.includes(name.toLowerCase()));
  const isLinked = heading.children.some(({ type }) => type === 'link');
  const isNumbered = !isLinked && readTitle(words, newsletter.language).number !== undefined;
  if (!isAbove && !isNamed && !(isNumbered && others.length > 0)) return { nodes };
  return { nodes: nodes.toSpliced(at, 1), heading };
}

function fieldOfHeading(heading: Heading, text: string, placeAt: PlaceFinder): Fields[string] {
  const [first, last] = [heading.children[0] ?? heading, heading.children.at(-1) ?? heading];
  const [start, end] = [startOf(first), endOf(last)];
  return {
    value: text.slice(start, end) || plainTextOf(heading),
    position: placeAt(start, end),
  };
}

/** Number, day and title of the heading, else of the head's own title, where the head does not say them. */
function withTitle(
  fields: Fields,
  heading: Fields[string] | undefined,
  language: string,
  placeAt: PlaceFinder,
): Fields {
  let settled = fields;
  for (const field of [heading, fields['title']]) {
    if (field === undefined) continue;
    const { title, number, date, numberAt, dateAt } = readTitle(
      field.value.replace(/[*_`]/gu, ' '),
      language,
    );
    const start = field.position.start.offset ?? 0;
    // Where the value was quoted or escaped, the whole of it is the nearest place.
    const placeOf = (at: readonly [number, number] | undefined) =>
      at === undefined || (field.position.end.offset ?? 0) - start !== field.value.length
        ? field.position
        : placeAt(start + at[0], start + at[1]);
    settled = {
      ...(title === '' ? {} : { title: { value: title, position: field.position } }),
      ...(number === undefined ? {} : { number: { value: String(number), position: placeOf(numberAt) } }),
      ...(date === undefined ? {} : { date: { value: date, position: placeOf(dateAt) } }),
      ...settled,
    };
  }
  return settled;
}

function missingDate(
  fields: Fields,
  position: FrontMatter['position'],
  { path }: IssueFile,
  placeAt: PlaceFinder,
): readonly Diagnostic[] {
  const name = path.split('/').at(-1) ?? '';
  if (fields['date'] !== undefined || /^\d{4}-\d{2}-\d{2}/u.test(name) || position !== undefined) return [];
  return [
    {
      ruleId: 'front-matter',
      severity: 'error',
      reason: 'Unexpected issue without a date, expected one at its top',
      path,
      place: placeAt(0, 0),
      note: 'Write a first line such as "Date: 2026-03-03", put the day into the first heading (# Issue 42 – 3 March 2026), or before the name of the file (2026-03-03-issue-42.md).',
    },
  ];
}
