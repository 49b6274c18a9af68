// Where a tag of HTML ends: behind the `>` that is in no quotation marks, for a value may hold one. By hand, because an expression for it
// looks through a page once for each tag that does not end.

/** @param from Anywhere in the tag before its first value. @returns The length of the text where it does not end. */
export function tagEnd(html: string, from: number): number {
  let quote = '';
  for (let at = from; at < html.length; at += 1) {
    const sign = html.charAt(at);
    if (quote !== '') {
      if (sign === quote) quote = '';
    } else if (sign === '>') return at + 1;
    else if ((sign === '"' || sign === "'") && html.charAt(at - 1) === '=') quote = sign;
  }
  return html.length;
}
