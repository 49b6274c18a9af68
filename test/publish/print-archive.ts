// Run by itself, in a time zone of the caller's choice: prints everything that publishing makes of the sample archive.
import { publishArchive } from '../../src/publish/publish-archive.ts';
import { ARCHIVE } from './sample-archive.ts';
import { inputOf } from './samples.ts';

for (const { path, contents } of publishArchive(inputOf(ARCHIVE))) console.log(`${path}\n${contents}`);
