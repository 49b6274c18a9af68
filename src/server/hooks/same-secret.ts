// Two secrets in, whether they are the same out: in a time that tells nothing of how much of one was guessed.
import { hash, timingSafeEqual } from 'node:crypto';

export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));
}
