// What a reader found of one post in, blanks and doubles taken out, an `ImportedPost` out. All readers end here, so that none gives an empty
// tag, the same address twice, or a title over several lines.
import { sha256 } from '../../model/digest-of-text.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { type ExportNotes, excerptOf } from './export-notes.ts';

export interface FoundPost {
  /** '' where the export has none: then it is made of what does not change. */
  readonly id: string;
  readonly title: string;
  readonly summary?: string | undefined;
  readonly publishedAt?: string | undefined;
  readonly updatedAt?: string | undefined;
  readonly kind: ImportedPost['kind'];
  readonly isDraft: boolean;
  readonly addresses: readonly string[];
  readonly tags: readonly string[];
  readonly language?: string | undefined;
  readonly authors: readonly string[];
  readonly body: ImportedPost['body'];
  readonly otherFields?: Readonly<Record<string, string>>;
}

const LONGEST_TITLE = 1_000;

export function postOf(found: FoundPost, notes: ExportNotes): ImportedPost {
  const addresses = distinct(found.addresses).filter(isAddress);
  const title = lineOf(found.title);
  const id = found.id !== '' ? found.id : (addresses[0] ?? digestOf(title, found.body.value));
  if (found.body.value.trim() === '')
    notes.add({ kind: 'look', postId: id, reason: 'There is nothing in it.', ...excerpt(title) });
  if (found.publishedAt === undefined && !found.isDraft && found.kind === 'post')
    notes.add({ kind: 'look', postId: id, reason: 'It has no date that can be read.', ...excerpt(title) });
  return {
    id,
    title,
    ...given('summary', lineOf(found.summary ?? '')),
    ...given('publishedAt', found.publishedAt),
    ...given('updatedAt', found.updatedAt),
    kind: found.kind,
    ...(found.isDraft ? { isDraft: true } : {}),
    addresses,
    tags: distinct(found.tags),
    ...given('language', languageOf(found.language)),
    authors: distinct(found.authors),
    body: found.body,
    ...(found.otherFields === undefined || Object.keys(found.otherFields).length === 0
      ? {}
      : { otherFields: found.otherFields }),
  };
}

function given<K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined || value === '' ? {} : ({ [key]: value } as { readonly [key in K]?: V });
}

function excerpt(title: string): { readonly excerpt?: string } {
  return title === '' ? {} : { excerpt: excerptOf(title) };
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words.map(lineOf))].filter((word) => word !== '');
}

function lineOf(text: string): string {
  return text
    .slice(0, LONGEST_TITLE)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** Where it stood: on the web, or from the site's root. */
function isAddress(address: string): boolean {
  return address.startsWith('/')
    ? !address.startsWith('//')
    : URL.canParse(address) && /^https?:/iu.test(address);
}

/** `en_US` is how WordPress and Ghost write it. */
function languageOf(language: string | undefined): string | undefined {
  if (language === undefined || language === '') return undefined;
  try {
    return Intl.getCanonicalLocales(language.replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}

/** An id for what has none. */
export function digestOf(...parts: readonly string[]): string {
  return sha256(parts.join('\0')).slice(0, 16);
}
