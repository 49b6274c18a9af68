// The address of a link goes in, what is wrong with it comes out. It is judged by its form alone: whether the page is there,
// only the network could tell.
import { readWebAddress } from './canonical-url.ts';

export interface LinkFault {
  /** Completes "Unexpected …". */
  readonly what: string;
  /** What the address was probably meant to be, best first. */
  readonly expected: readonly string[];
  /** How to mend it. */
  readonly note: string;
  /** The right address, where there can be no other. */
  readonly mended?: string;
}

const SAFE_SCHEMES = new Set(['http', 'https', 'mailto']);
/** Zero-width characters, marks of direction, the soft hyphen and the byte-order mark: pasted along unseen (Unicode Cf). */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff]/gu;
/** A host without its scheme: at least two labels, the last of letters, then the end or a path. */
const BARE_HOST = /^(?:www\.)?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}(?::\d+)?(?:[/?#]|$)/iu;
/** Endings that say "a file beside this one" rather than "a country". */
const FILE_NAME = /^[^/?#]*\.(?:md|html?|pdf|jpe?g|png|gif|webp|svg|txt|xml|json)(?:[?#]|$)/iu;

/** `undefined` when the address looks right. Relative ones (`images/cranes.jpg`, `#top`) are not judged. */
export function linkFault(url: string): LinkFault | undefined {
  return (
    emptyFault(url) ??
    invisibleFault(url) ??
    spaceFault(url) ??
    schemeTypo(url) ??
    twoAddresses(url) ??
    strayPrefix(url) ??
    unsafeScheme(url) ??
    missingScheme(url) ??
    hostFault(url)
  );
}

function emptyFault(url: string): LinkFault | undefined {
  if (url.trim() !== '') return undefined;
  return {
    what: 'link without an address',
    expected: ['https://…'],
    note: 'Put the address of the page between the round brackets, or take the link away.',
  };
}

function invisibleFault(url: string): LinkFault | undefined {
  const mended = url.replace(INVISIBLE, '');
  if (mended === url) return undefined;
  return {
    what: 'invisible character in an address',
    expected: [mended],
    note: 'It was pasted along and breaks the link. Delete the address and type it, or copy it from the browser again.',
    ...(readWebAddress(mended) !== undefined && linkFault(mended) === undefined && { mended }),
  };
}

function spaceFault(url: string): LinkFault | undefined {
  if (!/[\s<>]/u.test(url)) return undefined;
  const isSpace = /\s/u.test(url);
  return {
    what: isSpace ? 'space in an address' : 'angle bracket in an address',
    expected: isSpace
      ? [url.replace(/\s+/gu, ''), url.trim().replace(/\s+/gu, '%20')]
      : [url.replace(/[<>]/gu, '')],
    note: isSpace
      ? 'An address has no spaces. Copy it from the browser again; a space that belongs to it is written %20.'
      : 'Copy the address from the browser again.',
  };
}

/** `htp://`, `http:/`, `http//`, `https;//`. */
function schemeTypo(url: string): LinkFault | undefined {
  const start = /^(?:h+t+p+s?|t{1,2}ps?)(?:[:;.]?\/{2,3}|[:;.]\/)(?!\/)/iu.exec(url)?.[0];
  if (start === undefined || /^https?:\/\/$/iu.test(start)) return undefined;
  const scheme = /s[:;.]?\//iu.test(start) ? 'https://' : 'http://';
  const rest = url.slice(start.length);
  if (/^https?:\/\//iu.test(rest)) return undefined;
  return {
    what: `"${start}" in an address`,
    expected: [`${scheme}${rest}`],
    note: `An address on the web begins with ${scheme}`,
  };
}

/** An address that runs on into another. Archives and redirects carry one on purpose, behind a slash or an equals sign. */
function twoAddresses(url: string): LinkFault | undefined {
  const second = /[^/=:.\w%-]https?:\/\/|(?<=\w)https?:\/\//iu.exec(url.slice(1));
  if (second === null || !/^https?:\/\/[^/]*\./iu.test(url)) return undefined;
  const at = url.indexOf('http', second.index + 1);
  return {
    what: 'second address in the first',
    expected: [url.slice(at), /^.*\p{L}/su.exec(url.slice(0, at))?.[0] ?? ''],
    note: 'Two addresses run into each other. Keep the one that is meant.',
  };
}

/** `http://http://…`, `.https://…`, `url:https://…`. */
function strayPrefix(url: string): LinkFault | undefined {
  const at = url.search(/https?:\/\/(?!https?:?\/\/)/iu);
  if (at <= 0) return undefined;
  const prefix = url.slice(0, at);
  const mended = url.slice(at);
  if (!/^(?:https?:|(?:url|link|at|more)[:=]|\P{L})+$/iu.test(prefix)) return undefined;
  return {
    what: `"${prefix}" before an address`,
    expected: [mended],
    note: `Begin the address with ${/^https/iu.test(mended) ? 'https://' : 'http://'}`,
    ...(linkFault(mended) === undefined && { mended }),
  };
}

function unsafeScheme(url: string): LinkFault | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):/iu.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined || SAFE_SCHEMES.has(scheme) || BARE_HOST.test(url)) return undefined;
  return {
    what: `"${scheme}:" in an address`,
    expected: ['https://…'],
    note: 'Readers can only follow links to pages (https://) and to mail addresses (mailto:). Give the address of a page.',
  };
}

function missingScheme(url: string): LinkFault | undefined {
  const isWithoutScheme = url.startsWith('//') || (BARE_HOST.test(url) && !FILE_NAME.test(url));
  if (!isWithoutScheme) return undefined;
  return {
    what: 'address without https://',
    expected: [`https://${url.replace(/^\/+/u, '')}`],
    note: 'Put https:// before it, or http:// for an old site. Without it a mail program cannot follow the link.',
  };
}

function hostFault(url: string): LinkFault | undefined {
  if (!/^https?:/iu.test(url)) return undefined;
  const host = /^https?:\/\/([^/?#]*)/iu.exec(url)?.[1] ?? '';
  if (host === '' || readWebAddress(url) === undefined) {
    return {
      what: 'address without the name of a site',
      expected: [],
      note: 'After https:// stands the name of a site, such as www.example.org. Copy the address from the browser again.',
    };
  }
  const name = readWebAddress(url)?.hostname ?? '';
  // Well-formed, but of one computer: `link-private` tells of it.
  if (name === 'localhost') return undefined;
  if (name.startsWith('[') || /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+\.?$/iu.test(name)) return undefined;
  return {
    what: `name of a site "${host}" in an address`,
    expected: [],
    note: 'The name of a site is made of letters, figures and hyphens with single dots between them, such as www.example.org.',
  };
}
