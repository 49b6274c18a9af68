// What the disk said, in plain English. Every failure of the file system leaves this room as a BroadsideError that names the
// path, the cause and the way out; the system's own error stays its `cause`.
import { BroadsideError } from '../model/errors.ts';

const CAUSES: Readonly<Record<string, string>> = {
  EACCES: 'permission was denied',
  EPERM: 'the system does not allow it',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  ENOENT: 'it does not exist',
  ENOTDIR: 'a file stands where a folder is expected',
  EISDIR: 'a folder stands where a file is expected',
  EEXIST: 'something else stands there already',
  EBUSY: 'another program is using it',
  EMFILE: 'too many files are open at once',
  ENAMETOOLONG: 'its name is too long for this disk',
  ELOOP: 'its symbolic links lead in a circle',
  EXDEV: 'it lies on another disk than the folder around it',
  EIO: 'the disk does not answer properly',
};

/** FILE_UNREADABLE for a file or folder; `path` is shown as it is given. */
export function unreadable(path: string, cause: unknown): BroadsideError {
  return new BroadsideError('FILE_UNREADABLE', `${path} cannot be read: ${causeOf(cause)}`, {
    cause,
    place: path,
  });
}

/** FILE_UNWRITABLE for a file or folder; `path` is shown as it is given. */
export function unwritable(path: string, cause: unknown): BroadsideError {
  return new BroadsideError('FILE_UNWRITABLE', `${path} cannot be written: ${causeOf(cause)}`, {
    cause,
    place: path,
  });
}

/** `ENOENT` and the like; the empty text for anything that is no error of the system. */
export function systemCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** True when the error says that there is no such file or folder. */
export function isAbsence(error: unknown): boolean {
  return systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR';
}

function causeOf(error: unknown): string {
  const code = systemCode(error);
  return CAUSES[code] ?? (error instanceof Error ? error.message : String(error));
}
