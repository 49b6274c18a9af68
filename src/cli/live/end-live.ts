// The head of an issue with `live: ended` in it: a line more, or another word on the line that is there.
import { BroadsideError } from '../../model/errors.ts';
import type { Issue } from '../../model/issue.ts';

export function withLiveEnded({
  text,
  path,
  frontMatter,
}: Pick<Issue, 'text' | 'path' | 'frontMatter'>): string {
  const { position, fields } = frontMatter;
  const written = fields['live']?.position;
  if (written !== undefined) {
    const [start, end] = [written.start.offset ?? 0, written.end.offset ?? 0];
    const before = text.slice(0, start).replace(/:$/u, ': ');
    return `${before}ended${text.slice(end)}`;
  }
  if (position === undefined) {
    throw new BroadsideError('USAGE', `${path} has no head between two lines of hyphens`, {
      place: path,
      hint: 'Write one at the very top, with a line "live: ended" in it.',
    });
  }
  // Before the line of hyphens that closes it.
  const end = position.end.offset ?? 0;
  const closing = text.lastIndexOf('---', end);
  const lineEnd = text.slice(0, closing).endsWith('\r\n') ? '\r\n' : '\n';
  return `${text.slice(0, closing)}live: ended${lineEnd}${text.slice(closing)}`;
}
