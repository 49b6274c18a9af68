// A page goes in, what it says of itself comes out: does its title mean "not found", does it hold the same words as another?
// For telling a page that is gone from one that is there, where the server says 200 of both. Linear in the page's length.

export interface PageSketch {
  readonly title: string;
  /** Different runs of three words. */
  readonly shingles: ReadonlySet<string>;
}

/** Below this a page is a shell that a program fills in the browser: its words tell nothing. */
const MIN_SHINGLES = 20;
/** The words of a date, a search box or the address itself may differ. */
const SAME_SHARE = 0.9;

export function sketchPage(html: string): PageSketch {
  const words = plainWords(html);
  const shingles = new Set<string>();
  for (let index = 2; index < words.length; index += 1)
    shingles.add(`${words[index - 2]} ${words[index - 1]} ${words[index]}`);
  return { title: titleOf(html), shingles };
}

/** True, false, or undefined where there are too few words to say. */
export function isSamePage(a: PageSketch, b: PageSketch): boolean | undefined {
  if (a.shingles.size < MIN_SHINGLES || b.shingles.size < MIN_SHINGLES)
    return a.title === b.title && a.shingles.size === b.shingles.size ? undefined : false;
  let shared = 0;
  for (const shingle of a.shingles) if (b.shingles.has(shingle)) shared += 1;
  return shared / (a.shingles.size + b.shingles.size - shared) >= SAME_SHARE;
}

/** Only as a whole part of a title: "WMD not found" is a headline. */
const MISSING_PARTS: readonly RegExp[] = [
  /^(?:http )?(?:error )?404(?: error)?(?:[ :!.,-]{1,3}(?:(?:page|file) )?not found)?[!.]?$/u,
  /^(?:(?:sorry|oops)[,!.]? )?(?:(?:the|this|that|your) )?(?:requested )?(?:page|article|story|file|document|content)(?: you (?:requested|are looking for|were looking for))? (?:was not found|not found|cannot be found|could not be found|can['’]t be found|no longer exists|does not exist|doesn['’]t exist|is no longer available|no longer available|not available|is unavailable|unavailable)[!.]?$/u,
  /^(?:not found|nothing found)[!.]?$/u,
  /^page (?:introuvable|non trouvée)$/u,
  /^seite nicht gefunden$/u,
  /^página no encontrada$/u,
  /^pagina (?:non trovata|niet gevonden)$/u,
  /^sayfa bulunamadı$/u,
  /^(?:الصفحة غير موجودة|لم يتم العثور على الصفحة|صفحه یافت نشد)$/u,
];

export function saysMissing({ title }: PageSketch): boolean {
  const parts = title
    .toLowerCase()
    .split(/ [|–—·:»-] |[|»]/u)
    .map((part) => part.trim());
  return parts.some((part) => part.length < 100 && MISSING_PARTS.some((pattern) => pattern.test(part)));
}

/** A path that names itself an error page. */
export function isErrorPath(url: string): boolean {
  return /\/(?:404|(?:error|page|http)[-_]?404|(?:page[-_]?)?not[-_]?found|error(?:[-_]?page)?|missing)(?:\.\w{1,5})?\/?$/iu.test(
    new URL(url).pathname,
  );
}

/** Whole parts of a path: "the-challenge-of-reform" is a story. */
const GATE_PART =
  /^(?:(?:wp|user|member|account|my)[-_]?)?(?:log-?in|sign-?in|sign-?up|auth|oauth2?|sso|(?:cookie[-_]?)?consent|cookie-?wall|captcha|challenge|paywall|subscribe|register|registration)(?:\.\w{1,5})?$/iu;

/** A door before the page: a login, a consent, a riddle. What is behind it cannot be told. */
export function isGate(url: string): boolean {
  const { hostname, pathname } = new URL(url);
  return (
    /^(?:login|signin|auth|accounts?|sso|id|consent|myprivacy|guce)\./u.test(hostname) ||
    pathname.split('/').some((part) => GATE_PART.test(part))
  );
}

/** A site's front page: nothing behind the host but perhaps a language. */
export function isFront(url: string): boolean {
  const { pathname, search } = new URL(url);
  return (
    search === '' &&
    /^\/(?:[a-z]{2}(?:[-_][a-z]{2})?\/?)?(?:(?:home|index|default)(?:\.\w{1,5})?\/?)?$/iu.test(pathname)
  );
}

function titleOf(html: string): string {
  const title = /<title\b[^<>]{0,200}>([^<]{0,500})/iu.exec(html)?.[1] ?? '';
  return decoded(title).replace(/\s+/gu, ' ').trim();
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  rsquo: '’',
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  raquo: '»',
  middot: '·',
};

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/giu, (whole, figures, hex, name) => {
    const code = figures === undefined ? Number.parseInt(hex ?? '', 16) : Number(figures);
    if (Number.isNaN(code)) return ENTITIES[String(name).toLowerCase()] ?? whole;
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Words between the tags, scripts and styles left out; figures too, for they count visitors and tell the time. */
function plainWords(html: string): readonly string[] {
  const page = html.toLowerCase();
  const texts: string[] = [];
  for (let at = 0; at < page.length; ) {
    const open = page.indexOf('<', at);
    texts.push(page.slice(at, open < 0 ? undefined : open));
    if (open < 0) break;
    const skipped = /^<(script|style|noscript|svg)\b/u.exec(page.slice(open, open + 12))?.[1];
    const inside = skipped === undefined ? open : page.indexOf(`</${skipped}`, open);
    const end = inside < 0 ? -1 : page.indexOf('>', inside);
    if (end < 0) break;
    at = end + 1;
  }
  return texts.join(' ').match(/\p{L}{2,40}/gu) ?? [];
}
