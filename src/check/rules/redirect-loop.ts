// Whoever follows an old address must arrive. One that leads back to itself, at once or by way of others, never does; two lines for one
// address contradict each other.
import { isElsewhere, type Redirect, redirectKey } from '../../model/redirect.ts';
import type { SettingsRule } from '../rule.ts';

export const redirectLoop: SettingsRule = {
  id: 'redirect-loop',
  severity: 'error',
  stage: 'settings',
  description:
    'No line of redirects.yaml leads back to where it began, and each old address stands in it once.',
  check: ({ redirects = [] }) => {
    const byKey = new Map<string, Redirect>();
    const twice = redirects.filter((redirect) => {
      const key = redirectKey(redirect.from);
      const isTaken = byKey.has(key);
      if (!isTaken) byKey.set(key, redirect);
      return isTaken;
    });
    const loops = [...byKey].filter(([key, redirect]) => leadsTo(key, redirect, byKey));
    return [
      ...loops.map(([, { from, to, toPlace }]) => ({
        path: 'issues/redirects.yaml',
        place: toPlace,
        reason: `Unexpected way from "${from}" back to itself, expected one that ends at a page`,
        actual: to,
        note: 'Write the address at which it stands now, or take the line out.',
      })),
      ...twice.map(({ from, fromPlace }) => ({
        path: 'issues/redirects.yaml',
        place: fromPlace,
        reason: `Unexpected second line for "${from}", expected one`,
        actual: from,
        note: 'With and without a slash or "index.html" at its end it is one address. Take one of the two lines out.',
      })),
    ];
  },
};

function leadsTo(key: string, first: Redirect, byKey: ReadonlyMap<string, Redirect>): boolean {
  const seen = new Set<string>();
  let at: Redirect | undefined = first;
  while (at !== undefined && !isElsewhere(at)) {
    const next = redirectKey(at.to);
    if (next === key) return true;
    if (seen.has(next)) return false;
    seen.add(next);
    at = byKey.get(next);
  }
  return false;
}
