// How an archived copy of a page that is gone stands in an issue: `([Archived copy](ADDRESS).)` at the end of the paragraph that
// the page is told in. One form, so that it is written once, found again, and never taken for a change of the words.

const LABEL = 'Archived copy';

/** With the blank that sets it off. */
export function archivedCopyMarkdown(url: string): string {
  return ` ([${LABEL}](${url}).)`;
}

/** Plain words without any such remark. */
export function withoutArchivedCopies(words: string): string {
  return words.replaceAll(`(${LABEL}.)`, '');
}

/** The address that an archive's address holds: `https://web.archive.org/web/2016/http://a.example/b` → `http://a.example/b`. */
export function addressInArchive(url: string): string | undefined {
  const at = url.indexOf('http', 1);
  const inner = at < 0 ? '' : url.slice(at);
  return /^https?:\/\/./iu.test(inner) && url[at - 1] === '/' ? inner : undefined;
}
