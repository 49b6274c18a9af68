// A folder in, or one that is yet to be made; how much room its disk has, and whether it is a disk of this machine.
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isAbsence, unreadable } from './disk-error.ts';

export interface DiskSpace {
  /** For us, not for the system's own user. */
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** A disk of another machine: `NFS`, `SMB`, … Locks and syncs cannot be trusted there. */
  readonly network?: string;
}

/** `f_type` of statfs(2) on Linux; other systems give other numbers, and then nothing is said. */
const NETWORK_TYPES: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
]);

/**
 * @param folder Absolute path; the nearest folder above it that is there is looked at.
 * @throws BroadsideError FILE_UNREADABLE
 */
export async function freeSpace(folder: string): Promise<DiskSpace> {
  for (let place = folder; ; place = dirname(place)) {
    try {
      const { bavail, blocks, bsize, type } = await statfs(place);
      const network = process.platform === 'linux' ? NETWORK_TYPES.get(type) : undefined;
      return {
        freeBytes: bavail * bsize,
        totalBytes: blocks * bsize,
        ...(network === undefined ? {} : { network }),
      };
    } catch (error) {
      if (!isAbsence(error) || place === dirname(place)) throw unreadable(folder, error);
    }
  }
}
