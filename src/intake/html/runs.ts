// A paragraph of HTML as a row of runs: words with the marks that hold for them. Word and blog programs wrap each word in elements of
// its own, closed in any order; as runs they are one again. Here runs become Markdown's own nodes.
import type { Link, PhrasingContent } from 'mdast';

export interface Marks {
  readonly isStrong: boolean;
  readonly isEmphasis: boolean;
  readonly isCode: boolean;
  /** Absolute. */
  readonly url?: string;
}

export type Run = (Marks & { readonly kind: 'words'; readonly text: string }) | { readonly kind: 'break' };

export const NO_MARKS: Marks = { isStrong: false, isEmphasis: false, isCode: false };

/** Two line breaks in a row, with or without blanks between them, end a paragraph. */
export function splitAtGaps(runs: readonly Run[]): readonly (readonly Run[])[] {
  const paragraphs: Run[][] = [[]];
  let breaks = 0;
  for (const run of runs) {
    if (run.kind === 'break') {
      breaks += 1;
      continue;
    }
    const isBlank = run.text.trim() === '';
    if (isBlank && breaks > 0) continue;
    if (breaks > 1) paragraphs.push([]);
    else if (breaks === 1) paragraphs.at(-1)?.push({ kind: 'break' });
    breaks = 0;
    paragraphs.at(-1)?.push(run);
  }
  return paragraphs.map(tidied).filter((paragraph) => paragraph.length > 0);
}

/** Nodes of one paragraph, without blanks around it. */
export function phrasingOf(runs: readonly Run[]): PhrasingContent[] {
  return byUrl(tidied(runs));
}

/** Runs of the same marks are one; blanks are one, and stand outside of marks; nothing stands around breaks. */
function tidied(runs: readonly Run[]): Run[] {
  const merged: Run[] = [];
  for (const run of runs.flatMap(blanksApart)) {
    const last = merged.at(-1);
    if (run.kind === 'break' || last === undefined || last.kind === 'break' || !sameMarks(last, run))
      merged.push(run);
    else merged[merged.length - 1] = { ...last, text: last.text + run.text };
  }
  // A blank between two runs has the marks that both have.
  const bridged: Run[] = [];
  for (const [index, run] of merged.entries()) {
    const [before, after] = [bridged.at(-1), merged[index + 1]];
    const isBlank = run.kind === 'words' && run.text.trim() === '';
    if (isBlank && before?.kind === 'words' && after?.kind === 'words')
      bridged.push({ kind: 'words', text: run.text, ...sharedMarks(before, after) });
    else bridged.push(run);
  }
  const joined: Run[] = [];
  for (const run of bridged) {
    const last = joined.at(-1);
    if (run.kind === 'words' && last?.kind === 'words' && sameMarks(last, run))
      joined[joined.length - 1] = { ...last, text: (last.text + run.text).replace(/[ \n\t]+/gu, ' ') };
    else joined.push(run);
  }
  return joined
    .flatMap((run, index): Run[] => {
      if (run.kind === 'break') return [run];
      const isFirst = index === 0 || joined[index - 1]?.kind === 'break';
      const isLast = index === joined.length - 1 || joined[index + 1]?.kind === 'break';
      let text = run.text.replace(/ {2,}/gu, ' ');
      if (isFirst) text = text.trimStart();
      else if (isGlued(joined[index - 1], run)) text = ` ${text}`;
      if (isLast) text = text.trimEnd();
      return text === '' ? [] : [{ ...run, text }];
    })
    .filter((run, index, all) => run.kind === 'words' || (index > 0 && index < all.length - 1));
}

/** `<b>Headline.</b>The text`: the blank was forgotten, because the marks made it look well. */
function isGlued(before: Run | undefined, { text }: Words): boolean {
  return before?.kind === 'words' && /[.!?;:]$/u.test(before.text) && /^\p{L}/u.test(text);
}

/** ` words ` as three runs, of which the outer two have no marks. */
function blanksApart(run: Run): Run[] {
  if (run.kind === 'break') return [run];
  const text = run.text.replace(/[ \n\t\r\f]+/gu, ' ');
  const core = text.trim();
  const plain = { kind: 'words', ...NO_MARKS } as const;
  if (core === '') return text === '' ? [] : [{ ...plain, text: ' ' }];
  return [
    ...(text.startsWith(' ') ? [{ ...plain, text: ' ' }] : []),
    { ...run, text: core },
    ...(text.endsWith(' ') ? [{ ...plain, text: ' ' }] : []),
  ];
}

/** Links hold bold words, and these slanted ones: no blank stands at the edge of what it is in. */
function sharedMarks(a: Marks, b: Marks): Marks {
  const isLinkShared = a.url === b.url;
  return {
    isStrong: isLinkShared && a.isStrong && b.isStrong,
    isEmphasis: isLinkShared && a.isStrong === b.isStrong && a.isEmphasis && b.isEmphasis,
    isCode: false,
    ...(isLinkShared && a.url !== undefined ? { url: a.url } : {}),
  };
}

function sameMarks(a: Marks, b: Marks): boolean {
  return (
    a.isStrong === b.isStrong && a.isEmphasis === b.isEmphasis && a.isCode === b.isCode && a.url === b.url
  );
}

type Words = Extract<Run, { kind: 'words' }>;

function byUrl(runs: readonly Run[]): PhrasingContent[] {
  return groups(runs, (run) => run.url).flatMap(({ key, members }): PhrasingContent[] => {
    const children = byStrong(members);
    return key === undefined
      ? children
      : [{ type: 'link', url: key, children: children as Link['children'] }];
  });
}

function byStrong(runs: readonly Run[]): PhrasingContent[] {
  return groups(runs, (run) => run.isStrong).flatMap(({ key, members }): PhrasingContent[] => {
    const children = byEmphasis(members);
    return key === true ? [{ type: 'strong', children }] : children;
  });
}

function byEmphasis(runs: readonly Run[]): PhrasingContent[] {
  return groups(runs, (run) => run.isEmphasis).flatMap(({ key, members }): PhrasingContent[] => {
    const children = members.map((run): PhrasingContent => {
      if (run.kind === 'break') return { type: 'break' };
      return { type: run.isCode ? 'inlineCode' : 'text', value: run.text };
    });
    return key === true ? [{ type: 'emphasis', children }] : children;
  });
}

/** Neighbours with the same key; a break belongs to both sides where they have the same, else to none. */
function groups<Key>(
  runs: readonly Run[],
  keyOf: (run: Words) => Key,
): readonly { readonly key: Key | undefined; readonly members: readonly Run[] }[] {
  const found: { key: Key | undefined; members: Run[] }[] = [];
  runs.forEach((run, index) => {
    const key = run.kind === 'words' ? keyOf(run) : keyOfBreak(runs, index, keyOf);
    const last = found.at(-1);
    if (last !== undefined && last.key === key) last.members.push(run);
    else found.push({ key, members: [run] });
  });
  return found;
}

function keyOfBreak<Key>(runs: readonly Run[], index: number, keyOf: (run: Words) => Key): Key | undefined {
  const [before, after] = [runs[index - 1], runs[index + 1]];
  if (before?.kind !== 'words' || after?.kind !== 'words') return undefined;
  return keyOf(before) === keyOf(after) ? keyOf(before) : undefined;
}
