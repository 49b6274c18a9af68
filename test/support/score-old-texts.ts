// A folder of old newsletters goes in, each as text or as a saved page with a small file beside it that says what a person finds in it
// (`NAME.expected.json`, described in docs/importing.md); what the importer finds comes out, beside what was expected.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkIssue } from '../../src/check/check-issue.ts';
import { houseOf } from '../../src/cli/drafting/house-of.ts';
import { houseOfPosts } from '../../src/cli/importing/house-of-posts.ts';
import { oldTextReading } from '../../src/cli/importing/old-text-reading.ts';
import type { Settings } from '../../src/compile-settings.ts';
import { createPageReader } from '../../src/intake/exports/saved-page.ts';
import { createNoteBook } from '../../src/intake/note-book.ts';
import type { OldIssues, OldText, OldTextReading } from '../../src/intake/old-text/old-text.ts';
import { readOldText } from '../../src/intake/old-text/read-old-text.ts';
import { draftOfPost } from '../../src/intake/posts/draft-of-post.ts';
import { readPost } from '../../src/intake/posts/read-post.ts';
import { writeIssue } from '../../src/intake/write-issue.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { DraftIssue } from '../../src/model/draft.ts';
import { type Issue, NO_DATE } from '../../src/model/issue.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { parseNewsletter } from '../../src/parse/parse-newsletter.ts';
import { parseSources } from '../../src/parse/parse-sources.ts';

export const FIELDS = ['issues', 'items', 'attributions', 'sections', 'dates'] as const;
export type Field = (typeof FIELDS)[number];

/** Each a count, or the things themselves, in any order. */
export type Expected = Partial<Readonly<Record<Field, number | readonly unknown[]>>> & {
  readonly title?: string;
  readonly publishedAt?: string;
  /** What a person can tell and the importer is known not to; a sentence. */
  readonly short?: string;
};

export interface Score {
  readonly found: number;
  readonly expected: number;
  /** Where the things themselves are given: how many of the found are among them. */
  readonly right?: number;
  /** Those that were expected and not found, and the other way round. */
  readonly missed?: readonly string[];
  readonly wrong?: readonly string[];
}

export interface ScoredText {
  readonly name: string;
  readonly read: OldIssues;
  readonly written: readonly {
    readonly draft: DraftIssue;
    readonly text: string;
    readonly issue: Issue;
    readonly diagnostics: readonly Diagnostic[];
  }[];
  readonly scores: Partial<Readonly<Record<Field, Score>>>;
  readonly expected: Expected;
  /** Of the reading alone, and with writing. */
  readonly readMs: number;
  readonly writeMs: number;
}

/** Names of the texts in a folder, sorted. */
export function textsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /\.(?:te?xt|x?html?)$/iu.test(name))
    .sort();
}

/** Of the folder itself where it has them, else of the project at `fallback`. */
export function settingsFor(folder: string, fallback: string): Settings {
  const file = (name: string): string =>
    [path.join(folder, name), path.join(folder, 'issues', name), path.join(fallback, 'issues', name)].find(
      (one) => existsSync(one),
    ) ?? '';
  const value = (name: string): string => readFileSync(file(name), 'utf8');
  const { newsletter } = parseNewsletter({ path: 'issues/newsletter.yaml', value: value('newsletter.yaml') });
  const { sources } = parseSources({ path: 'issues/sources.yaml', value: value('sources.yaml') });
  if (newsletter === undefined) throw new Error(`${file('newsletter.yaml')} cannot be used`);
  return { newsletter, sources, ids: new Map(), redirects: [] } as unknown as Settings;
}

export function readingOf(settings: Settings): OldTextReading {
  return oldTextReading(
    settings,
    houseOfPosts(settings, () => false),
  );
}

export function scoreText(folder: string, name: string, settings: Settings): ScoredText {
  const base = path.join(folder, name.replace(/\.[a-z]+$/iu, ''));
  const expectedFile = `${base}.expected.json`;
  const expected = existsSync(expectedFile)
    ? (JSON.parse(readFileSync(expectedFile, 'utf8')) as Expected)
    : {};
  const about: OldText = {
    text: readFileSync(path.join(folder, name), 'utf8'),
    fileName: name,
    ...(expected.title === undefined ? {} : { title: expected.title }),
    ...(expected.publishedAt === undefined ? {} : { postedOn: expected.publishedAt.slice(0, 10) }),
  };
  if (/\.x?html?$/iu.test(name)) return { name, ...scorePage(about, expected, settings) };
  return { name, ...readAndScore(about, expected, settings) };
}

export function readAndScore(
  about: OldText,
  expected: Expected,
  settings: Settings,
): Omit<ScoredText, 'name'> {
  const start = performance.now();
  const read = readOldText(about, readingOf(settings));
  return scoreDrafts(read, { expected, settings, readMs: performance.now() - start });
}

/** A saved page goes the way of pages: HTML is read by `intake/html` and `intake/posts`. */
function scorePage(about: OldText, expected: Expected, settings: Settings): Omit<ScoredText, 'name'> {
  const start = performance.now();
  const reader = createPageReader({ timeZone: settings.newsletter.timeZone, readYaml: () => undefined });
  const posts = [...reader.take(Buffer.from(about.text)), ...reader.end()];
  const house = houseOfPosts(settings, () => false);
  const drafts = posts.map((post) => {
    const notes = createNoteBook(post.id);
    const titled = { ...post, ...(about.title === undefined ? {} : { title: about.title }) };
    const { draft } = draftOfPost(titled, readPost(titled, house, notes), house, notes);
    return { draft, notes: notes.notes };
  });
  const read = { issues: drafts.map(({ draft }) => draft), notes: drafts.flatMap(({ notes }) => notes) };
  return scoreDrafts(read, { expected, settings, readMs: performance.now() - start });
}

function scoreDrafts(
  read: OldIssues,
  {
    expected,
    settings,
    readMs,
  }: { readonly expected: Expected; readonly settings: Settings; readonly readMs: number },
): Omit<ScoredText, 'name'> {
  const start = performance.now();
  const house = houseOf(settings);
  const texts = read.issues.map((draft) => ({ draft, text: writeIssue(draft, house) }));
  const writeMs = performance.now() - start;
  const written = texts.map(({ draft, text }) => {
    const slug =
      draft.number === undefined
        ? `${draft.date}-${draft.slugWords ?? 'special'}`
        : String(draft.number).padStart(4, '0');
    const { newsletter, sources } = settings;
    const parsed = parseIssue(
      { path: `issues/${slug}.md`, value: text },
      { newsletter, sources, ids: new Map() },
    );
    const context = {
      newsletter,
      sources,
      images: new Set<string>(),
      strays: [],
      sent: new Map(),
      redirects: [],
    };
    return {
      draft,
      text,
      issue: parsed.issue,
      diagnostics: checkIssue(parsed.issue, context, parsed.diagnostics),
    };
  });
  const found = foundIn(
    written.map(({ issue }) => issue),
    settings,
  );
  const scores = Object.fromEntries(
    FIELDS.flatMap((field) => {
      const wanted = expected[field];
      return wanted === undefined ? [] : [[field, scoreOf(found[field], wanted)] as const];
    }),
  );
  return { read, written, scores, expected, readMs, writeMs };
}

/** What Broadside itself reads in the files that were written, so that nothing counts that only the importer believes in. */
function foundIn(
  issues: readonly Issue[],
  { sources }: Settings,
): Readonly<Record<Field, readonly unknown[]>> {
  const sections = issues.flatMap((issue) => issue.sections);
  const entries = sections.filter(({ kind }) => kind !== 'interest').flatMap((section) => section.entries);
  const reports = entries.flatMap((entry) => (entry.kind === 'item' ? entry.reports : []));
  return {
    issues: issues.map(({ number, date }) => ({ number, date: date === NO_DATE ? undefined : date })),
    items: entries.map(({ headline }) => headline),
    attributions: reports.map(
      ({ source }) => sources.find(({ id }) => id === source.id)?.name ?? source.written,
    ),
    sections: sections.flatMap(({ heading }) => (heading === '' ? [] : [heading])),
    dates: reports.flatMap(({ date }) => date ?? []),
  };
}

function scoreOf(found: readonly unknown[], wanted: number | readonly unknown[]): Score {
  if (typeof wanted === 'number') return { found: found.length, expected: wanted };
  const left = [...found];
  const missed: string[] = [];
  let right = 0;
  for (const one of wanted) {
    const at = left.findIndex((other) => isSame(other, one));
    if (at < 0) missed.push(JSON.stringify(one));
    else {
      left.splice(at, 1);
      right += 1;
    }
  }
  return {
    found: found.length,
    expected: wanted.length,
    right,
    missed,
    wrong: left.map((one) => JSON.stringify(one)),
  };
}

/** Letters and figures count; of an issue only what is given. */
function isSame(found: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return lettersOf(found) === lettersOf(wanted);
  return Object.entries(wanted).every(([key, value]) => (found as Record<string, unknown>)[key] === value);
}

function lettersOf(value: unknown): string {
  return String(value)
    .toLowerCase()
    .replace(/^the\s/u, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
