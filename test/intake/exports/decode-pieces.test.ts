// In which encoding an export's text is read: what a page says of itself is believed, what a text says of pages is not.
import { expect, test } from 'vitest';
import { decodeWhole } from '../../../src/intake/exports/decode-pieces.ts';

const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const utf8 = (text: string): Uint8Array => Buffer.from(text);

test.each([
  ['a page', latin('<!doctype html>\n<meta charset="iso-8859-1"><p>für'), 'für'],
  [
    'a page that a browser saved',
    latin('<!-- saved from url=(0019)https://a.example/ -->\n<html><meta charset=iso-8859-1>für'),
    'für',
  ],
  ['a post that quotes such a line', utf8('Write `<meta charset="iso-8859-1">` für alte Seiten.'), 'für'],
  ['JSON with a page in it', utf8('{"html":"<meta charset=\'iso-8859-1\'>für"}'), 'für'],
  ['XML', latin('<?xml version="1.0" encoding="iso-8859-1"?><a>für</a>'), 'für'],
])('%s', (_, bytes, words) => {
  expect(decodeWhole(bytes)).toContain(words);
});
