// How an issue and each of its items is cited: as a line of text, as BibTeX, and as CSL-JSON for the programs that keep references. Every
// citation ends in an address that never changes.
import { formatDate } from '../model/calendar.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { IssuePage } from '../model/pages.ts';
import type { OutputFile } from '../model/rendered.ts';
import { absoluteUrl, citationPath, issuePath, linkTo } from '../model/site-paths.ts';
import { madeFile } from './made-file.ts';
import type { PublishedIssue, PublishInput } from './publish-input.ts';

interface Citation {
  /** Unique among all citations of the newsletter, and as lasting as the address. */
  readonly key: string;
  readonly title: string;
  /** An item's; empty of the issue itself. */
  readonly within: string;
  readonly url: string;
}

/** `issues/0294.bib` and `issues/0294.json`, of every issue: the issue first, then its items. */
export function citationFiles(
  input: Pick<PublishInput, 'newsletter' | 'printOf' | 'isLater'>,
  issues: readonly PublishedIssue[],
): readonly OutputFile[] {
  const forms = [
    { form: 'bib', mediaType: 'application/x-bibtex; charset=utf-8', write: bibtexFile },
    { form: 'json', mediaType: 'application/vnd.citationstyles.csl+json; charset=utf-8', write: cslFile },
  ] as const;
  return issues.flatMap((published) =>
    forms.map(({ form, mediaType, write }) => {
      const file = { path: `site/${citationPath(published.issue.slug, form)}`, mediaType };
      const known = published.rendered.laterPage?.print;
      return madeFile(
        input,
        file,
        () => (known === undefined ? undefined : `citation ${form}\n${known}`),
        () => write(input.newsletter, published),
      );
    }),
  );
}

function bibtexFile(newsletter: Newsletter, published: PublishedIssue): string {
  return citationsOf(newsletter, published)
    .map((one) => bibtex(newsletter, published, one))
    .join('\n');
}

function cslFile(newsletter: Newsletter, published: PublishedIssue): string {
  const all = citationsOf(newsletter, published).map((one) => cslJson(newsletter, published, one));
  return `${JSON.stringify(all, null, 2)}\n`;
}

/** What the issue's page says of it. @param root Leads from that page to the archive's root. */
export function citationOnPage(
  newsletter: Newsletter,
  published: PublishedIssue,
  root: string,
): IssuePage['citation'] {
  const { issue } = published;
  const [whole, ...items] = citationsOf(newsletter, published);
  if (whole === undefined) throw new Error(`${issue.slug} has no citation`);
  return {
    newsletter: newsletter.title,
    issue: issue.title,
    date: formatDate(issue.date, issue.language),
    url: whole.url,
    bibtex: bibtex(newsletter, published, whole).trimEnd(),
    bibtexUrl: linkTo(root, citationPath(issue.slug, 'bib')),
    cslUrl: linkTo(root, citationPath(issue.slug, 'json')),
    items: items.map(({ title, url }) => ({ headline: title, url })),
  };
}

function citationsOf(newsletter: Newsletter, { issue, rendered }: PublishedIssue): readonly Citation[] {
  const url = (id?: string): string => absoluteUrl(newsletter.siteUrl, issuePath(issue.slug), id);
  // The list's id never changes (RFC 2919 §2), whatever becomes of the newsletter's name.
  const [list = ''] = newsletter.listId.split('.');
  return [
    { key: `${list}-${issue.slug}`, title: issue.title, within: '', url: url() },
    ...rendered.items.map(({ id, headline }) => ({
      key: `${list}-${id}`,
      title: headline,
      within: issue.title,
      url: url(id),
    })),
  ];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `@misc`, the one kind with a day and an address that every style of BibTeX knows. Two pairs of braces: no style changes capitals. */
function bibtex(newsletter: Newsletter, { issue }: PublishedIssue, citation: Citation): string {
  const [year = '', month = '', day = ''] = issue.date.split('-');
  const source = citation.within === '' ? newsletter.title : `${newsletter.title}, ${citation.within}`;
  const fields = [
    `author = {{${texText(newsletter.title)}}}`,
    `title = {{${texText(citation.title)}}}`,
    `howpublished = {${texText(source)}}`,
    `year = {${year}}`,
    `month = ${MONTHS[Number(month) - 1]}`,
    `day = {${Number(day)}}`,
    `language = {${issue.language}}`,
    `url = {${citation.url}}`,
  ];
  return `@misc{${citation.key},\n${fields.map((field) => `  ${field},\n`).join('')}}\n`;
}

const TEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

function texText(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\\{}$&#_%~^]/gu, (character) => TEX[character] ?? `\\${character}`);
}

/** CSL-JSON 1.0.2: an issue is a page of the web, an item an article in it. */
function cslJson(newsletter: Newsletter, { issue }: PublishedIssue, citation: Citation): object {
  const isItem = citation.within !== '';
  return {
    id: citation.key,
    type: isItem ? 'article-newspaper' : 'webpage',
    title: citation.title,
    'container-title': newsletter.title,
    ...(issue.number === undefined ? {} : { [isItem ? 'issue' : 'number']: String(issue.number) }),
    author: [{ literal: newsletter.title }],
    publisher: newsletter.title,
    issued: { 'date-parts': [issue.date.split('-').map(Number)] },
    language: issue.language,
    URL: citation.url,
  };
}
