// `--pictures`: the pictures of an imported issue are fetched into `issues/images/`, and its text shows them from there. One that cannot be
// had stays where it is, with a note.
import { access } from 'node:fs/promises';
import path from 'node:path';
import type { Image } from 'mdast';
import { nodesOf } from '../../check/parts/nodes-of.ts';
import type { Settings } from '../../compile-settings.ts';
import { writeText } from '../../files/write-text.ts';
import { writeMarkdown } from '../../intake/html/write-markdown.ts';
import { fingerprint } from '../../model/digest-of-text.ts';
import type { ImportNote } from '../../model/imported-post.ts';
import type { Fetcher } from '../../net/create-fetcher.ts';
import { parseIssue } from '../../parse/parse-issue.ts';

/** By the type that a server says. */
const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
};

export function openPictureKeeper(root: string, settings: Settings, fetcher: Fetcher) {
  return async (text: string, slug: string, note: (note: ImportNote) => void): Promise<string> => {
    const { issue } = parseIssue({ path: `issues/${slug}.md`, value: text }, settings);
    const images = nodesOf(issue.tree, 'image').filter(({ url }) => /^https?:/iu.test(url));
    const files = new Map<string, string>();
    for (const url of new Set(images.map((image) => image.url))) {
      const file = await keepOne(url, slug);
      if (file !== undefined) files.set(url, file);
      else
        note({
          kind: 'look',
          reason: 'A picture could not be fetched and is shown from where it is.',
          excerpt: url,
        });
    }
    return withFiles(text, images, files);
  };

  /** Its path below `issues/`. */
  async function keepOne(url: string, slug: string): Promise<string | undefined> {
    const base = `images/${slug}-${fingerprint(url)
      .replace(/[^a-z0-9]/giu, '')
      .slice(0, 10)
      .toLowerCase()}`;
    for (const ending of new Set(Object.values(ENDINGS))) {
      const file = `${base}.${ending}`;
      const isThere = await access(path.join(root, 'issues', file)).then(
        () => true,
        () => false,
      );
      if (isThere) return file;
    }
    const outcome = await fetcher.fetch(url, { accept: 'image/*' });
    if (outcome.kind !== 'answer' || outcome.status !== 200 || outcome.bodyFault !== undefined)
      return undefined;
    const type = outcome.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
    const ending = ENDINGS[type];
    if (ending === undefined || outcome.body.length === 0) return undefined;
    const file = `${base}.${ending}`;
    await writeText(path.join(root, 'issues', file), outcome.body, { ifExists: 'replace' });
    return file;
  }
}

/** An address may stand with escapes, so that each picture is written anew where it stands, the last first. */
function withFiles(text: string, images: readonly Image[], files: ReadonlyMap<string, string>): string {
  let kept = text;
  for (const image of images.toReversed()) {
    const [start, end] = [image.position?.start.offset, image.position?.end.offset];
    const url = files.get(image.url);
    if (url === undefined || start === undefined || end === undefined) continue;
    const shown = writeMarkdown({ type: 'paragraph', children: [{ ...image, url }] });
    kept = kept.slice(0, start) + shown + kept.slice(end);
  }
  return kept;
}
