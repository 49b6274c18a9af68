// Reads an export that comes in on standard input, in a process of its own, and tells what it took: for the tests of what files may do to it.
// `node read-export-process.ts blogger|wordpress`
import { createBloggerReader } from '../../src/intake/exports/blogger.ts';
import { createWordpressReader } from '../../src/intake/exports/wordpress.ts';
import type { ImportNote } from '../../src/model/imported-post.ts';

const settings = { timeZone: 'Europe/London', readYaml: () => undefined };
const reader =
  process.argv[2] === 'wordpress' ? createWordpressReader(settings) : createBloggerReader(settings);
const before = process.cpuUsage();
const rssBefore = process.memoryUsage.rss();
let posts = 0;
let bytes = 0;
let text = '';
const notes: ImportNote[] = [];
const keep = (
  found: readonly { readonly title: string; readonly body: { readonly value: string } }[],
): void => {
  posts += found.length;
  // What a file on this machine has in it would be seen in these.
  for (const { title, body } of found) text = `${text}${title}${body.value.slice(0, 200)}`.slice(0, 4_000);
};
for await (const piece of process.stdin as AsyncIterable<Uint8Array>) {
  bytes += piece.length;
  keep(reader.take(piece));
  notes.push(...reader.takeNotes());
  // As the command does.
  if (notes.some(({ isEnd }) => isEnd === true)) break;
}
keep(reader.end());
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({
    posts,
    bytes,
    text,
    notes: [...notes, ...reader.takeNotes()],
    cpuMs: Math.round((user + system) / 1000),
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    rssBeforeMb: Math.round(rssBefore / 1024 ** 2),
  }),
);
