// Run by itself, in a time zone of the caller's choice: prints everything that publishing makes of the sample archive, and the feeds of one that is
// longer than its feed.
import type { OutputFile } from '../../src/model/rendered.ts';
import { publishArchive } from '../../src/publish/publish-archive.ts';
import { longArchive } from './feeds/long-archive.ts';
import { ARCHIVE } from './sample-archive.ts';
import { inputOf } from './samples.ts';

const print = ({ path, contents }: OutputFile): void => console.log(`${path}\n${contents}`);

publishArchive(inputOf(ARCHIVE)).forEach(print);
publishArchive(inputOf(longArchive(60)))
  .filter(({ path }) => path.startsWith('site/feed'))
  .forEach(print);
