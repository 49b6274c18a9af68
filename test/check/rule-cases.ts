// A rule's folder of fixtures goes in, what the proofreader says of each case comes out. A case is one Markdown file: an issue
// as it would be typed, or several files of a project, each under a line `=== PATH ===`.
import { readdirSync, readFileSync } from 'node:fs';
import { createArchiveIndex } from '../../src/check/archive/create-archive-index.ts';
import { digestIssue } from '../../src/check/archive/digest-issue.ts';
import { checkArchive } from '../../src/check/check-archive.ts';
import { checkIssue } from '../../src/check/check-issue.ts';
import { checkRendering } from '../../src/check/check-rendering.ts';
import { mendText } from '../../src/check/mend-text.ts';
import type { SentDigest } from '../../src/check/rule.ts';
import { compareDiagnostics, type Diagnostic } from '../../src/model/diagnostic.ts';
import type { Issue, IssueFile } from '../../src/model/issue.ts';
import { isIssueName, isStrayName } from '../../src/model/issue-names.ts';
import type { Newsletter } from '../../src/model/newsletter.ts';
import type { RenderedIssue } from '../../src/model/rendered.ts';
import type { Source } from '../../src/model/source.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { parseNewsletter } from '../../src/parse/parse-newsletter.ts';
import { parseRedirects } from '../../src/parse/parse-redirects.ts';
import { parseSources } from '../../src/parse/parse-sources.ts';

export const RULES_FOLDER = new URL('../fixtures/rules/', import.meta.url);
const CHECK_FOLDER = new URL('../fixtures/check/', import.meta.url);

export const DEFAULT_PATH = 'issues/0012.md';
const HTML_PATH = 'email/index.html';
const TEXT_PATH = 'email/text.txt';
const NEWSLETTER_PATH = 'issues/newsletter.yaml';
const REDIRECTS_PATH = 'issues/redirects.yaml';
const FILE_LINE = /^=== (\S+) ===\n/mu;

export interface RuleCase {
  readonly ruleId: string;
  /** `ok`, `not-ok`, `not-ok-2`. */
  readonly name: string;
  readonly text: string;
}

export function readRuleCases(ruleId: string): readonly RuleCase[] {
  return readdirSync(new URL(`${ruleId}/`, RULES_FOLDER))
    .filter((file) => /^(?:not-)?ok(?:-\d+)?\.md$/u.test(file))
    .map((file) => file.replace(/\.md$/u, ''))
    .sort()
    .map((name) => ({
      ruleId,
      name,
      text: readFileSync(new URL(`${ruleId}/${name}.md`, RULES_FOLDER), 'utf8'),
    }));
}

/** The files of a case; one without a line `=== PATH ===` is issue 12. */
export function filesOf(text: string): readonly IssueFile[] {
  if (!FILE_LINE.test(text)) return [{ path: DEFAULT_PATH, value: text }];
  const [, ...parts] = text.split(FILE_LINE);
  return parts.flatMap((path, index) =>
    index % 2 === 0 ? [{ path, value: expanded(parts[index + 1] ?? '') }] : [],
  );
}

/** Everything that reading and checking say of the files, as `check` would print it. */
export function diagnosticsOf(files: readonly IssueFile[], settings = ''): readonly Diagnostic[] {
  const fileAt = (path: string) => files.find((file) => file.path === path)?.value;
  const newsletter = readNewsletter(settings || (fileAt(NEWSLETTER_PATH) ?? ''));
  const names = files.map(({ path }) => path.replace(/^issues\//u, ''));
  const strays = names.filter((name) => !name.includes('/') && isStrayName(name));
  const sent = sentDigests(files, newsletter);
  const { redirects, diagnostics: ofRedirects } = parseRedirects(
    { path: REDIRECTS_PATH, value: fileAt(REDIRECTS_PATH) ?? '' },
    newsletter.siteUrl,
  );
  const context = { newsletter, sources: SOURCES, images: IMAGES, strays, sent, redirects };
  const parsed = files
    .filter(({ path }) => isIssueName(path.replace(/^issues\//u, '')))
    .map((file) => parseIssue(file, { ...context, ids: new Map() }));
  const issues = parsed.map(({ issue }) => issue);
  const [html, text] = [fileAt(HTML_PATH), fileAt(TEXT_PATH)];
  return [
    ...parsed.flatMap(({ issue, diagnostics }) => [
      ...checkIssue(issue, context, diagnostics),
      ...(html === undefined || text === undefined
        ? []
        : checkRendering(issue, renderedIssue(issue.slug, html, text), context)),
    ]),
    ...ofRedirects,
    ...checkArchive(createArchiveIndex(issues.map(digestIssue)), context),
  ].sort(compareDiagnostics);
}

/** What the files below `sent/` say went out: `sent/0012.md` is what readers have of `issues/0012.md`. */
function sentDigests(files: readonly IssueFile[], newsletter: Newsletter): ReadonlyMap<string, SentDigest> {
  return new Map(
    files
      .filter(({ path }) => path.startsWith('sent/'))
      .map(({ path, value }) => {
        const file = { path: path.replace('sent/', 'issues/'), value };
        const digest = digestIssue(parseIssue(file, { newsletter, sources: SOURCES, ids: new Map() }).issue);
        return [digest.slug, { sentAt: '2026-01-09T08:00:00.000Z', textHash: digest.textHash, digest }];
      }),
  );
}

/** One file as read, with the newsletter of all fixtures. */
export function issueOf(file: IssueFile): Issue {
  return parseIssue(file, { newsletter: readNewsletter(), sources: SOURCES, ids: new Map() }).issue;
}

/** The files with everything mended that can be mended by itself. */
export function fixed(files: readonly IssueFile[]): readonly IssueFile[] {
  return files.map((file) => {
    const diagnose = (value: string) =>
      diagnosticsOf(files.map((other) => (other === file ? { ...file, value } : other))).filter(
        ({ path }) => path === file.path,
      );
    return { ...file, value: mendText(file.value, diagnose).text };
  });
}

/** The pictures that all fixtures may show. */
const IMAGES: ReadonlySet<string> = new Set(['images/cranes.jpg', 'images/a.jpg', 'images/b.jpg']);

const SOURCES: readonly Source[] = parseSources({
  path: 'issues/sources.yaml',
  value: readFileSync(new URL('sources.yaml', CHECK_FOLDER), 'utf8'),
}).sources;

const newsletters = new Map<string, Newsletter>();

/** The newsletter of all fixtures below `settings` (more YAML), so that lines are those of the case; a whole one stands alone. */
function readNewsletter(settings = ''): Newsletter {
  const read = newsletters.get(settings);
  if (read !== undefined) return read;
  const isWhole = /^title:/mu.test(settings);
  const value = isWhole
    ? settings
    : settings + readFileSync(new URL('newsletter.yaml', CHECK_FOLDER), 'utf8');
  const { newsletter, diagnostics } = parseNewsletter({ path: NEWSLETTER_PATH, value });
  if (newsletter === undefined || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  newsletters.set(settings, newsletter);
  return newsletter;
}

/** `(90000 bytes of text)` stands for so many, which nobody wants to scroll past. */
function expanded(text: string): string {
  return text.replace(/\((\d+) bytes of text\)/gu, (_, bytes) => 'x'.repeat(Number(bytes)));
}

function renderedIssue(slug: string, html: string, text: string): RenderedIssue {
  return {
    slug,
    html,
    text,
    subject: '',
    preheader: '',
    page: '',
    feedHtml: '',
    teaser: '',
    leadText: '',
    items: [],
  };
}
