// The text of an SPF record in (RFC 7208 §4.6.1, §5, §6, §12); its terms out, and what makes receivers give up on it. A record with
// a fault anywhere is a permanent error as a whole (§4.6), so all faults are named.
import { isIP } from 'node:net';

export interface SpfRecord {
  readonly mechanisms: readonly SpfMechanism[];
  readonly redirect?: string;
  /** Plain words, no final stop. */
  readonly faults: readonly string[];
}

export interface SpfMechanism {
  readonly qualifier: '+' | '-' | '~' | '?';
  readonly name: SpfMechanismName;
  /** A domain, a macro, or of ip4 and ip6 the network; empty where the domain itself is meant. */
  readonly value: string;
  /** As written. */
  readonly text: string;
}

export type SpfMechanismName = 'all' | 'include' | 'a' | 'mx' | 'ptr' | 'ip4' | 'ip6' | 'exists';

/** §4.5: the version is a word of its own. */
export function isSpfRecord(text: string): boolean {
  return /^v=spf1(?: |$)/iu.test(text);
}

const MECHANISM = /^([+\-~?]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?:([:/])(.*))?$/iu;
/** §6: any name, so that new ones break no old receiver. */
const MODIFIER = /^([a-z][a-z0-9\-_.]*)=(.*)$/iu;
/** §7.1: no blank, and a percent sign only as part of a macro. */
const MACRO_STRING = /^(?:[\x21-\x24\x26-\x7e]|%\{[slodiphcrtv]\d*r?[.\-+,/_=]*\}|%%|%_|%-)+$/iu;

/** @param text Of a record of which `isSpfRecord` is true. */
export function readSpfRecord(text: string): SpfRecord {
  const mechanisms: SpfMechanism[] = [];
  const modifiers = new Map<string, string>();
  const faults: string[] = [];
  for (const term of text.slice('v=spf1'.length).split(' ').filter(Boolean)) {
    const modifier = MODIFIER.exec(term);
    if (modifier !== null) {
      const [, name = '', value = ''] = modifier;
      const known = name.toLowerCase();
      if ((known === 'redirect' || known === 'exp') && modifiers.has(known))
        faults.push(`${known}= stands twice`);
      else if ((known === 'redirect' || known === 'exp') && !isTarget(value))
        faults.push(`"${term}" names no domain`);
      else modifiers.set(known, value);
      continue;
    }
    const mechanism = readMechanism(term);
    if (typeof mechanism === 'string') faults.push(mechanism);
    else mechanisms.push(mechanism);
  }
  const redirect = modifiers.get('redirect');
  return { mechanisms, ...(redirect === undefined ? {} : { redirect }), faults };
}

/** The mechanism, or what is wrong with it. */
function readMechanism(term: string): SpfMechanism | string {
  const [, qualifier = '', written = '', mark = '', rest = ''] = MECHANISM.exec(term) ?? [];
  if (written === '') return `"${term}" is no word of SPF`;
  const name = written.toLowerCase() as SpfMechanismName;
  const made = (value: string): SpfMechanism => ({
    qualifier: (qualifier === '' ? '+' : qualifier) as SpfMechanism['qualifier'],
    name,
    value,
    text: term,
  });
  switch (name) {
    case 'all':
      return mark === '' ? made('') : `"${term}": "all" takes nothing after it`;
    case 'ip4':
    case 'ip6':
      return mark === ':' && isNetwork(rest, name === 'ip4' ? 4 : 6)
        ? made(rest)
        : `"${term}" holds no ${name === 'ip4' ? 'IPv4' : 'IPv6'} address or network`;
    case 'include':
    case 'exists':
      return mark === ':' && isTarget(rest) ? made(rest) : `"${term}" names no domain`;
    case 'ptr':
      if (mark === '') return made('');
      return mark === ':' && isTarget(rest) ? made(rest) : `"${term}" names no domain`;
    case 'a':
    case 'mx': {
      // §5.6: `/24`, `//64`, or both, after the domain if there is one.
      const whole = mark === '/' ? `/${rest}` : rest;
      const [, domain = '', four, six] = /^(.*?)(?:\/(\d{1,3}))?(?:\/\/(\d{1,3}))?$/u.exec(whole) ?? [];
      const isSized = Number(four ?? 32) <= 32 && Number(six ?? 128) <= 128;
      const isNamed = mark === ':' ? isTarget(domain) : domain === '';
      return isSized && isNamed ? made(domain) : `"${term}" names no domain or no size of network`;
    }
  }
}

/** §7.1, `domain-spec`: macros, and at the end a top label or a macro. */
function isTarget(text: string): boolean {
  return MACRO_STRING.test(text) && (text.endsWith('}') || endsInTopLabel(text));
}

/** Letters, digits and hyphens behind the last dot but for a closing one, and not digits alone. */
function endsInTopLabel(text: string): boolean {
  const labels = (text.endsWith('.') ? text.slice(0, -1) : text).split('.');
  const last = labels.at(-1) ?? '';
  return labels.length > 1 && /^[a-z0-9-]+$/iu.test(last) && /[a-z]/iu.test(last);
}

function isNetwork(text: string, family: 4 | 6): boolean {
  const [address = '', size, ...more] = text.split('/');
  const isSized =
    size === undefined || (/^\d{1,3}$/u.test(size) && Number(size) <= (family === 4 ? 32 : 128));
  return isIP(address) === family && isSized && more.length === 0;
}
