// A JSON file in pieces goes in, its value comes out at the end. It has to be held whole, so it may not be longer than what a small machine
// holds; nothing of it is ever put into an object of ours by its own keys.
import { createTextDecoding } from './decode-pieces.ts';
import type { ExportNotes } from './export-notes.ts';

/** Ghost's own example of a large site has 60 MB. */
const MOST_JSON_BYTES = 256 * 1024 * 1024;

export interface JsonCollector {
  push(bytes: Uint8Array): void;
  /** Undefined where it is no JSON; the notes say so. */
  end(): unknown;
}

export function createJsonCollector(notes: ExportNotes): JsonCollector {
  const decoding = createTextDecoding();
  let pieces: string[] = [];
  let length = 0;
  return {
    push: (bytes) => {
      length += bytes.length;
      if (length > MOST_JSON_BYTES) {
        pieces = [];
        notes.end(
          `It has more than ${MOST_JSON_BYTES / 1024 ** 2} MB, and JSON must be held whole to be read: export it in parts. Nothing of it was read.`,
        );
      }
      if (!notes.isEnded) pieces.push(decoding.take(bytes));
    },
    end: () => {
      if (notes.isEnded) return undefined;
      pieces.push(decoding.end());
      const text = pieces.join('');
      pieces = [];
      return parsed(text, notes);
    },
  };
}

export function parsed(text: string, notes: ExportNotes, where?: string): unknown {
  if (isTooDeep(text)) {
    notes.end('Its values stand too deep in each other. Nothing of it was read.', where);
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    notes.end(`It is no JSON that can be read (${message.slice(0, 160)}). Nothing of it was read.`, where);
    return undefined;
  }
}

/** The deepest export has twelve levels, and a text of Lexical's in it perhaps thirty. `JSON.parse` ends at its stack. */
const MOST_DEPTH = 200;

function isTooDeep(text: string): boolean {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isQuoted) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) isQuoted = false;
    } else if (code === QUOTE) isQuoted = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      if (depth > MOST_DEPTH) return true;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
  }
  return false;
}

const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;
