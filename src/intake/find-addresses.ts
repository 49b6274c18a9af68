// Any text goes in (a list, a paste, a mail), the addresses of pages in it come out, each once. Those that no story stands at are left out:
// pictures, buttons to share or to leave a list.

const ADDRESS = /https?:\/\/[^\s<>"'`\\^{}|\u00a0]+/giu;
const NO_PAGE = /\.(?:png|jpe?g|gif|webp|svg|ico|css|js|mp3|mp4|woff2?)$/iu;
const NO_STORY =
  /(?:unsubscribe|opt-?out|sharer|intent\/(?:tweet|post)|share-offsite|list-manage\.com|\/preferences\b)/iu;
const MOST = 200;

export function findAddresses(text: string): readonly string[] {
  const found = new Set<string>();
  for (const [written] of text.matchAll(ADDRESS)) {
    const address = withoutEnd(written);
    const url = URL.parse(address);
    if (url === null || !url.hostname.includes('.') || NO_PAGE.test(url.pathname) || NO_STORY.test(address))
      continue;
    found.add(address);
    if (found.size >= MOST) break;
  }
  return [...found];
}

/** Stops and brackets that belong to the sentence, or to Markdown, around it. */
function withoutEnd(written: string): string {
  let address = untilClosing(written);
  while (/[.,;:!?*_\]”’»)…]$/u.test(address)) {
    if (address.endsWith(')') && address.split('(').length >= address.split(')').length) break;
    address = address.slice(0, -1);
  }
  return address;
}

/** `](https://a.example/x)[b]`: a bracket that was never opened ends it. */
function untilClosing(address: string): string {
  let depth = 0;
  for (let at = 0; at < address.length; at += 1) {
    if (address[at] === '(') depth += 1;
    else if (address[at] === ')') {
      depth -= 1;
      if (depth < 0) return address.slice(0, at);
    }
  }
  return address;
}
