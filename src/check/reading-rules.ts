// The rules whose findings come from reading a file, before any rule of this room looks: parse reports what it could not
// understand. They are listed here so that they can be silenced, set in `newsletter.yaml` and looked up in the manual.
import type { RuleDescription } from './rule.ts';

export const READING_RULES: readonly RuleDescription[] = [
  reading(
    'front-matter',
    'error',
    'The lines at the top of an issue stand between two lines of dashes and can be read.',
  ),
  reading('raw-html', 'warning', 'Text holds no HTML: it would be shown as typed. Comments are allowed.'),
  reading('silence', 'warning', 'An "on purpose" comment has the form that the program understands.'),
  reading('input-size', 'error', 'An issue is no longer than 256 KB and no more than a person would write.'),
  reading('nesting', 'error', 'Quotations and lists are not nested more than a hundred deep.'),
  reading(
    'newsletter-file',
    'error',
    'issues/newsletter.yaml has what it must have, in a form that can be read.',
  ),
  reading(
    'sources-file',
    'error',
    'issues/sources.yaml can be read, and each name and id stands in it once.',
  ),
  reading('ids-file', 'error', 'issues/ids.yaml can be read.'),
  reading(
    'redirects-file',
    'error',
    'issues/redirects.yaml can be read, and what stands in it are addresses.',
  ),
];

/** Rules of this room of which the reading reports its own share under the same name. */
export const SHARED_IDS: ReadonlySet<string> = new Set(['markdown-lost']);

export const READING_IDS: ReadonlySet<string> = new Set(READING_RULES.map(({ id }) => id));

function reading(id: string, severity: RuleDescription['severity'], description: string): RuleDescription {
  return { id, severity, stage: 'reading', description };
}
