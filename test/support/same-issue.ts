// What two readings of one issue have in common whatever file they were read from: everything but places, and the ways in which Markdown
// can write the same text.
import type { Issue } from '../../src/model/issue.ts';

const PLACES = new Set(['position', 'headlinePosition', 'headingPosition', 'spread']);

export function withoutPlaces(issue: Issue): unknown {
  const { slug, number, date, title, subject, preheader, language, timeZone, tags, isDraft } = issue;
  const { lead, sections, corrections, liveOrder, isLiveEnded, direction } = issue;
  const head = {
    slug,
    number,
    date,
    title,
    subject,
    preheader,
    language,
    timeZone,
    tags,
    isDraft,
    direction,
  };
  return plain({ ...head, liveOrder, isLiveEnded, lead, sections, corrections });
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\r\n?/gu, '\n');
  if (Array.isArray(value)) return merged(value.map(plain));
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).filter(
    ([key, one]) => !PLACES.has(key) && one !== undefined && one !== null,
  );
  return Object.fromEntries(
    pairs.map(([key, one]) => [key, plain(one)] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

interface TextNode {
  readonly type: 'text';
  readonly value: string;
}

/** Text that a comment or a reference had divided is one text. */
function merged(nodes: readonly unknown[]): readonly unknown[] {
  const kept: unknown[] = [];
  for (const node of nodes) {
    const last = kept.at(-1);
    if (isText(node) && isText(last))
      kept[kept.length - 1] = { type: 'text', value: last.value + node.value };
    else if (!isText(node) || node.value !== '') kept.push(node);
  }
  return kept;
}

function isText(node: unknown): node is TextNode {
  return typeof node === 'object' && node !== null && 'type' in node && node.type === 'text';
}
