// In: a short paragraph. Out: whether it belongs to the program that published the post and not to the post: how to leave the list, how to
// share it, who posted it when. Pages and mails here have such lines of their own.

const LONGEST = 220;
/** Fields that a mailing program fills: `*|UNSUB|*`, `{{ unsubscribe_url }}`, `%%unsubscribe%%`. */
const MERGE_FIELD = /\*\|[A-Z0-9:_ ]{2,60}\|\*|\{\{[^{}]{2,80}\}\}|%%[a-z_]{3,40}%%/u;
const LINE = new RegExp(
  `^(?:${[
    "(?:trouble viewing this|can(?:'|’)?t (?:see|read) this|having trouble|email not displaying).{0,60}",
    '(?:view|read|open|see) (?:this (?:e-?mail|newsletter|issue|post)|it|in|online|on the web).{0,60}',
    '(?:click here to )?(?:unsubscribe|manage (?:your )?(?:subscription|preferences)|update (?:your )?(?:subscription |email )?preferences|change (?:your )?preferences).{0,60}',
    'forward (?:this )?(?:to a friend|e-?mail).{0,30}',
    '(?:share|tweet|like|pin|e-?mail)(?: this)?(?: (?:post|on|with|via|it).{0,40})?(?: this:?)?',
    'subscribe(?: now| here| to .{0,60})?',
    String.raw`(?:leave|post|add) a comment|\d{1,4} comments?|no comments:?|comments? \(\d{1,4}\)`,
    '(?:newer|older|previous|next) (?:post|entry|issue)s?|home|back to top',
    'posted by .{0,60}|labels?: .{0,120}|filed under:? .{0,120}',
    'read in app|sent from my .{0,30}|get the app|start writing',
    'powered by .{0,40}|email marketing powered by .{0,40}',
  ].join('|')})[.!»→>\\s]*$`,
  'iu',
);

export function isFurniture(words: string): boolean {
  if (words.length > LONGEST) return false;
  const line = words
    .replace(/[|·•–—-]\s/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return line !== '' && (LINE.test(line) || (MERGE_FIELD.test(line) && line.length < LONGEST));
}
