// Exports as large as fifteen years make them, and larger: read in pieces, in memory that does not grow with them.
import { afterAll, describe, expect, test } from 'vitest';
import { blogOf, readInProcess, siteOf } from '../support/export-files.ts';
import { IS_WHOLE } from '../support/slow-form.ts';

/** A gigabyte takes three times as long and no more memory than 300 MB; 12 MB tell the same within the time that CI has. */
const BYTES = (IS_WHOLE ? 300 : 12) * 1024 * 1024;
/** Of which Node.js and the readers are 90. */
const LIMIT_MB = 200;
const QUOTED =
  '&lt;p&gt;The crane moved at last, &lt;a href="https://gazette.example.org/crane"&gt;the Gazette&lt;/a&gt; reports.&lt;/p&gt;'.repeat(
    150,
  );
const PLAIN =
  'The crane moved at last, <a href="https://gazette.example.org/crane">the Gazette</a> reports.\n\n'.repeat(
    200,
  );

const figures: string[] = [];
afterAll(() => console.log(`exports of ${BYTES / 1024 ** 2} MB: ${figures.join('; ')}`));

describe('a file of many posts', () => {
  test.each([
    ['blogger', blogOf, QUOTED],
    ['wordpress', siteOf, PLAIN],
  ] as const)('%s', { timeout: 600_000 }, async (format, fileOf, words) => {
    const posts = Math.ceil(BYTES / words.length);
    const { posts: read, bytes, notes, cpuMs, peakMb } = await readInProcess(format, fileOf(posts, words));
    figures.push(
      `${format} ${(bytes / 1024 ** 2 / (cpuMs / 1000)).toFixed(0)} MB a second, ${peakMb} MB of memory`,
    );
    expect(read).toBe(posts);
    expect(notes).toEqual([]);
    expect(bytes).toBeGreaterThan(BYTES);
    expect(peakMb).toBeLessThan(LIMIT_MB);
  });
});
