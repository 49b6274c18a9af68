// A big XML file in pieces goes in; its records come out, each as a small tree, as soon as it is whole. Whatever the file is, no more of it
// is held than one record. It is read without document types and entities of its own, so that nothing in it can grow or reach outside.
import { characterEntities } from 'character-entities';
import { SaxesParser } from 'saxes';
import { createTextDecoding } from './decode-pieces.ts';
import type { ExportNotes } from './export-notes.ts';

export interface XmlElement {
  /** With the prefix of `prefixes` for its namespace, whatever the file calls it: `wp:post_id`. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (string | XmlElement)[];
}

export interface XmlWalk {
  /** Beginnings of namespaces, and what names in them are called: `''` for none. */
  readonly prefixes: readonly (readonly [start: string, prefix: string])[];
  /** Elements that are handed over whole, at any depth. */
  readonly records: ReadonlySet<string>;
  take(record: XmlElement): void;
  /** Those around and between records, when they end, without what is in them but text. */
  outside(element: XmlElement, parent: string): void;
}

export interface XmlWalker {
  push(bytes: Uint8Array): void;
  end(): void;
}

/** Exports are five deep, and a page's own markup within one rarely thirty. */
const MOST_DEPTH = 200;
/** Of characters, between two marks and in a record: the longest post that we know of has two million, and pictures within it. */
const MOST_CHARACTERS = 8 * 1024 * 1024;
const MOST_NODES = 30_000;
const MOST_ATTRIBUTES = 1_000;
/** What parsers say of slips that do not change what is a mark and what is text. */
const HARMLESS =
  /disallowed character\.$|undefined entity|malformed character entity|unbound namespace|XML declaration|string "\]\]>"|weird|encoding value|outside of root node/u;
/** Control characters that XML 1.0 has no place for (§2.2); some exports hold them all the same. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that this looks for
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu;

interface Open {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: (string | XmlElement)[];
}

/** What cannot be read is a note, and the first that changes what follows ends the reading. */
export function createXmlWalker(walk: XmlWalk, notes: ExportNotes): XmlWalker {
  const decoding = createTextDecoding();
  const parser = new SaxesParser({ xmlns: true });
  const stack: Open[] = [];
  let recordDepth = 0;
  let characters = 0;
  let nodes = 0;
  let sinceMark = 0;
  let attributes = 0;
  let slips = 0;
  let removed = 0;
  Object.assign(parser.ENTITIES, HTML_ENTITIES);

  const nameOf = (uri: string, local: string, name: string): string => {
    const known = walk.prefixes.find(([start]) => uri !== '' && uri.startsWith(start));
    if (known === undefined) return name;
    return known[1] === '' ? local : `${known[1]}:${local}`;
  };
  const put = (text: string): void => {
    sinceMark = 0;
    const open = stack.at(-1);
    if (open === undefined || text === '') return;
    characters += text.length;
    if (characters > MOST_CHARACTERS) throw new Stop('A post has more than 8 million characters');
    open.children.push(text);
  };
  parser.on('doctype', () => {
    throw new Stop('It has a document type (<!DOCTYPE …>), which no export has and by which harm is done');
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > MOST_ATTRIBUTES) throw new Stop('An element has more than 1,000 attributes');
  });
  parser.on('opentag', (tag) => {
    sinceMark = 0;
    attributes = 0;
    if (stack.length >= MOST_DEPTH) throw new Stop('Its elements stand more than 200 deep in each other');
    const name = nameOf(tag.uri, tag.local, tag.name);
    if (recordDepth === 0 && walk.records.has(name)) {
      recordDepth = stack.length + 1;
      characters = 0;
      nodes = 0;
    }
    nodes += 1;
    if (recordDepth > 0 && nodes > MOST_NODES) throw new Stop('A post has more than 30,000 elements');
    const own: Record<string, string> = Object.create(null);
    for (const { name: key, local, value } of Object.values(tag.attributes)) {
      own[key] = value;
      own[local] ??= value;
      characters += value.length;
    }
    stack.push({ name, attributes: own, children: [] });
  });
  parser.on('text', put);
  parser.on('cdata', put);
  parser.on('comment', () => {
    sinceMark = 0;
  });
  parser.on('closetag', () => {
    sinceMark = 0;
    const element = stack.pop();
    if (element === undefined) return;
    if (recordDepth === stack.length + 1) {
      recordDepth = 0;
      walk.take(element);
    } else if (recordDepth > 0) stack.at(-1)?.children.push(element);
    else {
      characters = 0;
      walk.outside(element, stack.at(-1)?.name ?? '');
    }
  });
  parser.on('error', (error) => {
    const message = error.message.replace(/^\d{1,12}:\d{1,12}: /u, '');
    if (HARMLESS.test(message)) slips += 1;
    else throw new Stop(`It is no proper XML there: ${message.replace(/\.$/u, '')}`);
  });

  const guarded = (read: () => void): void => {
    if (notes.isEnded) return;
    try {
      read();
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      notes.end(`${error.message}. Nothing behind it was read.`, `line ${parser.line.toLocaleString('en')}`);
    }
  };
  const write = (text: string): void => {
    const clean = text.replace(NO_XML, () => {
      removed += 1;
      return '';
    });
    sinceMark += clean.length;
    if (sinceMark > MOST_CHARACTERS) throw new Stop('8 million characters without a mark are no post');
    parser.write(clean);
  };
  return {
    push: (bytes) =>
      guarded(() => {
        write(decoding.take(bytes));
      }),
    end: () => {
      guarded(() => {
        write(decoding.end());
        parser.close();
      });
      if (decoding.badCount > 0)
        notes.add(
          look(
            `${plural(decoding.badCount, 'letter')} could not be read and became "�": the file is not in the encoding that it says.`,
          ),
        );
      if (removed > 0)
        notes.add(look(`${plural(removed, 'control character')} that XML has no place for came out.`));
      if (slips > 0)
        notes.add(
          look(
            `${plural(slips, 'slip')} of the XML (an unknown name of a letter, for instance) came through as typed.`,
          ),
        );
    },
  };
}

class Stop extends Error {}

/** Those that HTML has names for and XML has not; XML's own five are the parser's. */
const HTML_ENTITIES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(characterEntities).filter(([name]) => !['amp', 'lt', 'gt', 'quot', 'apos'].includes(name)),
);

function look(reason: string): { readonly kind: 'look'; readonly reason: string } {
  return { kind: 'look', reason };
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
