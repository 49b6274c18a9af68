import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stuffDots } from '../../src/mail/stuff-dots.ts';

const onTheWire = (raw: string): string =>
  Buffer.concat(stuffDots(Buffer.from(raw, 'latin1'))).toString('latin1');

/** RFC 5321 §4.5.2, as a receiver reads it: up to the line with the dot alone; a dot at a line's beginning is taken away. */
function received(wire: string): { message: string; rest: string } {
  const lines = wire.split('\r\n');
  const end = lines.indexOf('.');
  const message = lines.slice(0, end).map((line) => `${line.startsWith('.') ? line.slice(1) : line}\r\n`);
  return { message: message.join(''), rest: lines.slice(end + 1).join('\r\n') };
}

test.each([
  ['a\r\n', 'a\r\n.\r\n'],
  ['a', 'a\r\n.\r\n'],
  ['', '.\r\n'],
  ['.', '..\r\n.\r\n'],
  ['.\r\n', '..\r\n.\r\n'],
  ['a\r\n.\r\nb\r\n', 'a\r\n..\r\nb\r\n.\r\n'],
  ['a\r\n..\r\n.b\r\n', 'a\r\n...\r\n..b\r\n.\r\n'],
  ['a.b\r\n.', 'a.b\r\n..\r\n.\r\n'],
  ['a\r\n\r\n', 'a\r\n\r\n.\r\n'],
])('%j is sent as %j', (raw, wire) => {
  expect(onTheWire(raw)).toBe(wire);
});

test('a message without such dots is handed on as it is, not copied', () => {
  const raw = Buffer.from('Subject: x\r\n\r\nHello.\r\n');
  expect(stuffDots(raw)[0].buffer).toBe(raw.buffer);
});

/** Servers that take a bare CR or LF for a line's end would see an end, and commands of a second message, in each of these. */
test.each([
  'a\n.\nMAIL FROM:<x>',
  'a\r.\rMAIL',
  'a\n.\r\nMAIL',
  'a\r\n.\rMAIL',
  'a\r.\r\nMAIL',
  'a\n.\n',
  'a\r',
  'a\n',
])('in %j no server finds a second message', (raw) => {
  const wire = onTheWire(raw);
  expect(wire.slice(0, -3)).not.toMatch(/[\r\n]\.[\r\n]/u);
  expect(wire).toMatch(/\r\n\.\r\n$/u);
});

const pieces = fc.array(fc.constantFrom('\r\n', '.', '..', 'a', '\r\n.', '\r\n.\r\n', '=2E'), {
  maxLength: 40,
});

test('whatever the message, the receiver reads it back and nothing is left over', () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const raw = parts.join('');
      const { message, rest } = received(onTheWire(raw));
      expect(message).toBe(raw === '' || raw.endsWith('\r\n') ? raw : `${raw}\r\n`);
      expect(rest).toBe('');
    }),
  );
});

test('whatever the line ends, there is one end', () => {
  const loose = fc.array(fc.constantFrom('\r', '\n', '.', 'a', '\r\n'), { maxLength: 40 });
  fc.assert(
    fc.property(loose, (parts) => {
      const wire = onTheWire(parts.join(''));
      expect(wire.slice(0, -3)).not.toMatch(/(?:^|[\r\n])\.[\r\n]/u);
    }),
  );
});
