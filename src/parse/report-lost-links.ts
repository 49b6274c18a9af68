// In: the links of a headline or an attribution, of which the issue keeps one address. Out: a report of what is lost with the
// others, and of the words that stand in quotation marks behind an address.
import type { Link } from 'mdast';
import { endOf, startOf } from './place-finder.ts';
import type { Reading } from './reading.ts';

export function reportLostLinks(
  links: readonly Link[],
  where: 'headline' | 'attribution',
  reading: Reading,
): void {
  for (const [nth, link] of links.entries()) {
    if (nth === 0 && !link.title) continue;
    reading.diagnostics.push({
      ruleId: 'markdown-lost',
      severity: 'error',
      path: reading.path,
      place: reading.placeAt(startOf(link), endOf(link)),
      ...(nth > 0
        ? {
            reason: `Unexpected second link in ${where === 'headline' ? 'a headline' : 'an attribution'}, expected one`,
            actual: link.url,
            note: `${where === 'headline' ? 'A headline' : 'An attribution'} leads to one page. Move this link into the text below.`,
          }
        : {
            reason: 'Unexpected words in quotation marks behind an address, expected the address alone',
            actual: link.title ?? '',
            note: 'Readers would not see these words. Delete them, or move them into the text below.',
          }),
    });
  }
}
