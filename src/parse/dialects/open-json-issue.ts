// In: a file that is nothing but JSON: keys of the issue, and lists of sections or stories under the names that programs give them. Out:
// the same as of any issue. Texts are Markdown; every node stands where its characters stand inside the file's strings.
import type { Heading, Paragraph, Root, RootContent } from 'mdast';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { IssueFile, Silence } from '../../model/issue.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import type { Place } from '../../model/place.ts';
import type { OpenedIssue } from '../open-issue.ts';
import type { OutlineEntry, OutlineSection } from '../outline-issue.ts';
import { createPlaceFinder, endOf, type PlaceFinder, startOf } from '../place-finder.ts';
import { readMarkdown } from '../read-markdown.ts';
import { readYaml } from '../read-yaml.ts';
import { resolveMarkdown } from '../resolve-markdown.ts';
import { houseKey, settleFields, type WrittenField } from './head-fields.ts';
import { type JsonText, movedInto } from './moved-into-string.ts';
import { readTitle } from './read-title.ts';

const KEYS = {
  sections: ['sections', 'chapters', 'categories', 'groups', 'topics'],
  items: ['items', 'entries', 'links', 'stories', 'articles', 'posts'],
  lead: ['header', 'intro', 'introduction', 'lead', 'text', 'body', 'content'],
  tail: ['footer', 'outro', 'closing'],
  title: ['title', 'headline', 'name', 'heading'],
  url: ['url', 'link', 'href', 'address'],
  text: ['text', 'description', 'summary', 'body', 'content', 'excerpt', 'comment', 'note'],
  source: ['source', 'publisher', 'publication', 'site'],
  date: ['date', 'ts', 'published', 'publishedAt', 'pubDate', 'day'],
  tags: ['tags', 'categories', 'keywords', 'topics'],
} as const;

type Kind = keyof typeof KEYS;
type Path = readonly PropertyKey[];
type Json = Readonly<Record<string, unknown>>;

export function isJsonIssue({ path }: IssueFile): boolean {
  return /\.json$/iu.test(path);
}

export function openJsonIssue(file: IssueFile, newsletter: Newsletter, placeAt: PlaceFinder): OpenedIssue {
  const yaml = readYaml(file.value.replace(/^\ufeff/u, ' '), { path: file.path, ruleId: 'front-matter' });
  const parsed = parseJson(file.value);
  const diagnostics: Diagnostic[] = [];
  if (parsed === undefined) {
    const found = yaml.diagnostics[0];
    diagnostics.push({
      ruleId: 'front-matter',
      severity: 'error',
      reason: 'Unexpected text in a JSON file, expected one group { … } that is proper JSON',
      path: file.path,
      place: found?.place ?? placeAt(0, 0),
      note: 'Look for a comma or a quotation mark that is missing or too many.',
    });
  }
  const nodes: RootContent[] = [];
  const silences: Silence[] = [];
  const unknown = new Set<string>();
  const scene = { file, placeAt, diagnostics, silences };

  const placeOf = (path: Path): Place => yaml.placeAt(path);
  const textAt = (value: string, path: Path): JsonText => ({ value, place: placeOf(path) });
  const blocksAt = (value: unknown, path: Path): RootContent[] => {
    if (Array.isArray(value)) return value.flatMap((one, nth) => blocksAt(one, [...path, nth]));
    if (typeof value !== 'string') return [];
    const found = readText(textAt(value, path), scene);
    nodes.push(...found);
    return found;
  };
  const all = (group: Json, kind: Kind, path: Path): RootContent[] =>
    keysOf(group, kind).flatMap((key) => blocksAt(group[key], [...path, key]));
  const noteUnknown = (group: Json, kinds: readonly Kind[], path: Path): void => {
    for (const key of Object.keys(group)) {
      if (kinds.some((kind) => keysOf(group, kind).includes(key)) || isBare(group[key])) continue;
      if (path.length === 0 && houseKey(key) !== undefined) continue;
      if (unknown.has(key)) continue;
      unknown.add(key);
      diagnostics.push({
        ruleId: 'front-matter',
        severity: 'warning',
        reason: `Unexpected key "${key}", expected one of ${kinds.flatMap((kind) => KEYS[kind]).join(', ')}`,
        path: file.path,
        place: yaml.placeOfKey([...path, key]),
        actual: key,
        note: 'What stands under it is not shown to readers. docs/dialects.md lists the keys that are read.',
      });
    }
  };
  const headingAt = (value: string, path: Path, url?: string): Heading => {
    const position = inside(placeOf(path), placeAt);
    const words = readText(textAt(value, path), scene).find((node) => node.type === 'paragraph') as
      | Paragraph
      | undefined;
    const children = words?.children ?? [];
    return {
      type: 'heading',
      depth: 3,
      children: url === undefined ? children : [{ type: 'link', url, children: children as never, position }],
      position,
    };
  };
  const entryAt = (value: unknown, path: Path): OutlineEntry[] => {
    if (typeof value === 'string') return [{ heading: headingAt(value, path), nodes: [] }];
    if (!isGroup(value)) return [];
    noteUnknown(value, ['title', 'url', 'text', 'source', 'date', 'tags'], path);
    const titleKey = keysOf(value, 'title')[0];
    const url = keysOf(value, 'url')
      .map((key) => value[key])
      .find((one) => typeof one === 'string');
    const at = [...path, titleKey ?? keysOf(value, 'url')[0] ?? ''];
    const words = titleKey === undefined ? (url ?? '') : String(value[titleKey]);
    const source = sourceAt(value, path);
    const tags = keysOf(value, 'tags').flatMap((key) =>
      [value[key]].flat().filter((one) => typeof one === 'string'),
    );
    return [
      {
        heading: headingAt(words, at, url),
        nodes: [...source, ...all(value, 'text', path)],
        foreign: {
          ...(tags.length === 0 ? {} : { tags }),
          ...(source.length === 0 ? {} : { isAttributed: true as const }),
        },
      },
    ];
  };
  /** Source and day on lines of their own, as in a round-up. */
  const sourceAt = (group: Json, path: Path): Paragraph[] => {
    const [source, date] = (['source', 'date'] as const).map((kind) => {
      const key = keysOf(group, kind)[0];
      const written = key === undefined ? undefined : group[key];
      return typeof written !== 'string' || key === undefined || written === ''
        ? undefined
        : { type: 'text' as const, value: written, position: inside(placeOf([...path, key]), placeAt) };
    });
    if (source === undefined) return [];
    const children: Paragraph['children'] = [source];
    if (date !== undefined) children.push({ type: 'break', position: date.position }, date);
    return [{ type: 'paragraph', children, position: source.position }];
  };
  const entriesAt = (group: Json, path: Path): OutlineEntry[] =>
    keysOf(group, 'items').flatMap((key) =>
      [group[key]].flat().flatMap((one, nth) => entryAt(one, [...path, key, nth])),
    );
  const sectionAt = (value: unknown, path: Path): OutlineSection[] => {
    if (!isGroup(value)) return [];
    noteUnknown(value, ['title', 'lead', 'tail', 'items'], path);
    const titleKey = keysOf(value, 'title')[0];
    const heading =
      titleKey === undefined ? undefined : headingAt(String(value[titleKey]), [...path, titleKey]);
    return [
      {
        ...(heading === undefined ? {} : { heading }),
        body: [...all(value, 'lead', path), ...all(value, 'tail', path)],
        entries: entriesAt(value, path),
      },
    ];
  };

  const root = isGroup(parsed) ? parsed : {};
  noteUnknown(root, ['sections', 'items', 'lead', 'tail', 'title'], []);
  const settled = settleFields(fieldsOf(root, placeOf, placeAt), {
    path: file.path,
    language: newsletter.language,
  });
  diagnostics.push(...settled.diagnostics);
  const title = settled.fields['title'] ?? settled.fields['subject'];
  const named = title === undefined ? undefined : readTitle(title.value, newsletter.language);
  const sectionKey = keysOf(root, 'sections').find((key) => [root[key]].flat().some(isGroup));
  const loose = entriesAt(root, []);
  const sections = [
    ...(loose.length === 0 ? [] : [{ body: [], entries: loose }]),
    ...(sectionKey === undefined
      ? []
      : [root[sectionKey]].flat().flatMap((one, nth) => sectionAt(one, [sectionKey, nth]))),
  ];
  const tail = all(root, 'tail', []);
  return {
    frontMatter: {
      position: placeAt(0, 0),
      fields: {
        ...(title === undefined || named?.number === undefined
          ? {}
          : { number: { value: String(named.number), position: title.position } }),
        ...settled.fields,
      },
    },
    tags: settled.tags,
    tree: { type: 'root', children: nodes } satisfies Root,
    silences,
    outline: {
      lead: all(root, 'lead', []),
      sections: tail.length === 0 ? sections : [...sections, { body: tail, entries: [] }],
    },
    diagnostics,
  };
}

/** Strings at the top of the file are the issue's own keys. */
function fieldsOf(root: Json, placeOf: (path: Path) => Place, placeAt: PlaceFinder): WrittenField[] {
  return Object.entries(root).flatMap(([key, value]) => {
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    const isTags = Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
    if (!isPlain && !(isTags && houseKey(key) === 'tags')) return [];
    const place = placeOf([key]);
    return [
      {
        key,
        value: [value].flat().join(', '),
        position: typeof value === 'string' ? inside(place, placeAt) : place,
      },
    ];
  });
}

interface Scene {
  readonly file: IssueFile;
  readonly placeAt: PlaceFinder;
  readonly diagnostics: Diagnostic[];
  readonly silences: Silence[];
}

/** A string read as Markdown, its nodes moved to where their characters stand in the file. */
function readText(text: JsonText, { file, placeAt, diagnostics, silences }: Scene): RootContent[] {
  const { root, excess } = readMarkdown(text.value);
  const move = movedInto(file.value, text, placeAt);
  if (excess !== undefined) {
    const { ruleId, reason, note } = excess;
    diagnostics.push({ ruleId, severity: 'error', reason, note, path: file.path, place: text.place });
    const position = inside(text.place, placeAt);
    return [{ type: 'paragraph', children: [{ type: 'text', value: text.value, position }], position }];
  }
  const read = resolveMarkdown(root, {
    text: text.value,
    path: file.path,
    placeAt: createPlaceFinder(text.value),
  });
  diagnostics.push(
    ...read.diagnostics.map(({ fix: _, ...found }) => ({
      ...found,
      place: found.place === undefined ? text.place : move.place(found.place),
    })),
  );
  silences.push(
    ...read.silences.map((silence) => ({
      ...silence,
      position: move.place(silence.position),
      line: move.place(silence.position).start.line,
    })),
  );
  return read.nodes.map((node) => move.node(node));
}

/** Without the quotation marks. */
function inside(place: Place, placeAt: PlaceFinder): Place {
  return placeAt(startOf({ position: place }) + 1, endOf({ position: place }) - 1);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/u, ''));
  } catch {
    return undefined;
  }
}

function keysOf(group: Json, kind: Kind): readonly string[] {
  const names: readonly string[] = KEYS[kind];
  return Object.keys(group).filter((key) => names.includes(key));
}

function isGroup(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Nothing that a reader could miss. */
function isBare(value: unknown): boolean {
  return (
    value === null ||
    value === '' ||
    typeof value === 'boolean' ||
    (Array.isArray(value) && value.length === 0)
  );
}
