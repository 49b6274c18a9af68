// Reads feeds from files, in a process that may do nothing else, and says of each what came of it, how long it took and how much memory there was.
import { readFileSync } from 'node:fs';
import { readFeed } from '../../src/intake/feeds/read-feed.ts';
import { decodeFeed } from '../../src/net/decode-feed.ts';

// Once before, so that only reading is timed and not loading.
readFeed(
  '<rss version="2.0"><channel><title>x</title><item><title>y</title></item></channel></rss>',
  'https://a.example/',
);
for (const file of process.argv.slice(2)) {
  const bytes = readFileSync(file);
  // Of processor time: another program on the machine is no fault of the feed's.
  const before = process.threadCpuUsage();
  const read = readFeed(decodeFeed(bytes, undefined), 'https://a.example/feed');
  const { user, system } = process.threadCpuUsage(before);
  const said =
    'refusal' in read
      ? { refusal: read.refusal }
      : { entries: read.entries.length, first: read.entries[0]?.title.slice(0, 200) };
  // The memory is the most that there was so far.
  console.log(
    JSON.stringify({ ...said, ms: (user + system) / 1000, mb: process.resourceUsage().maxRSS / 1024 }),
  );
}
