// The largest of the mails that a build has left in `out/email/`: what a mail server must be ready to take.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsence, unreadable } from './disk-error.ts';

export interface LargestMessage {
  readonly slug: string;
  readonly sizeBytes: number;
}

/** Undefined where nothing was built. @throws BroadsideError FILE_UNREADABLE */
export async function largestMessage(root: string): Promise<LargestMessage | undefined> {
  const folder = join(root, 'out/email');
  const slugs = await readdir(folder).catch((error) => {
    if (isAbsence(error)) return [];
    throw unreadable('out/email', error);
  });
  const sizes = await Promise.all(
    slugs.map(async (slug) => ({
      slug,
      // A folder of something else has none.
      sizeBytes: (await stat(join(folder, slug, 'message.eml')).catch(() => undefined))?.size ?? 0,
    })),
  );
  return sizes.filter(({ sizeBytes }) => sizeBytes > 0).sort((a, b) => b.sizeBytes - a.sizeBytes)[0];
}
