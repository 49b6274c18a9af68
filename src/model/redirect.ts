// Where something stood that has moved: one line of `issues/redirects.yaml`.
import type { Place } from './place.ts';

export interface Redirect {
  /** Below the archive's root, decoded: `2016/01/newsletter-294`, `blog/`, `old.html`. */
  readonly from: string;
  /** Absolute, or below the archive's root and decoded; an anchor may follow: `issues/0294.html#no-294-cranes-stop`. Empty is the home page. */
  readonly to: string;
  /** Of the old address and of the new one, in the file. */
  readonly fromPlace: Place;
  readonly toPlace: Place;
}

/** An address that two lines may write in several ways: `blog`, `blog/` and `blog/index.html` are one. */
export function redirectKey(address: string): string {
  return address
    .replace(/#.*$/su, '')
    .replace(/(?:^|\/)index\.html$/u, '')
    .replace(/\/$/u, '');
}

/** A name within a path that every disk can hold, and none that is hidden. Decoded. */
export function isPathName(name: string): boolean {
  return name !== '' && !name.startsWith('.') && !/[\\:*?#"<>|%\s\p{Cc}]|\.$/u.test(name);
}

export function isElsewhere({ to }: Pick<Redirect, 'to'>): boolean {
  return /^https?:/iu.test(to);
}
