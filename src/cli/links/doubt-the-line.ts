// Findings go in as they come, and are handed on once it is plain that this machine has a way to the web at all. Without it every
// page would seem to be gone, and be remembered so.
import { BroadsideError } from '../../model/errors.ts';
import type { LinkFinding } from '../../model/link-state.ts';

type Found = (url: string, finding: LinkFinding) => Promise<void>;

export interface LineDoubter {
  readonly onFound: Found;
  /** When all were asked. Throws NET_UNREACHABLE when not one of several sites could be reached. */
  settle(): Promise<void>;
}

/** One or two sites may have died; all of three and more have not. */
const MIN_HOSTS = 3;

export function doubtTheLine(handOn: Found): LineDoubter {
  const held: (readonly [url: string, finding: LinkFinding])[] = [];
  let hasReached = false;
  const release = async (): Promise<void> => {
    for (const [url, finding] of held.splice(0)) await handOn(url, finding);
  };
  return {
    onFound: async (url, finding) => {
      // What our own guard refuses was never tried.
      if (finding.class !== 'unreachable' && finding.class !== 'blocked') hasReached = true;
      if (!hasReached) {
        held.push([url, finding]);
        return;
      }
      await release();
      await handOn(url, finding);
    },
    settle: async () => {
      const lost = held.filter(([, finding]) => finding.class === 'unreachable');
      const hosts = new Set(lost.map(([url]) => new URL(url).hostname));
      if (hosts.size >= MIN_HOSTS)
        throw new BroadsideError(
          'NET_UNREACHABLE',
          `None of ${hosts.size} sites could be reached: ${lost[0]?.[1].detail}`,
        );
      await release();
    },
  };
}
