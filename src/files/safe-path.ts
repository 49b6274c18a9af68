// Which paths may be written or removed below `out/`. Names of issues, tags and pictures become paths, so none is trusted.

/** What Windows or a URL would read differently, control characters included. */
const UNSAFE = /[\\:*?"<>|\p{Cc}]/u;

/** True for a relative POSIX path that stays below its folder on every system: no `.` or `..`, nothing absolute, no drive. */
export function isSafePath(path: string): boolean {
  return path.split('/').every((name) => name !== '' && !UNSAFE.test(name) && !/[. ]$/u.test(name));
}
