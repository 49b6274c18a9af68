import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stuffDots } from '../../src/mail/stuff-dots.ts';

const octets = (text: string): Buffer => Buffer.from(text, 'latin1');
function wireOf(parts: readonly Uint8Array[]): string {
  const { content, end } = stuffDots(parts);
  return Buffer.concat([...content, end]).toString('latin1');
}
const onTheWire = (raw: string): string => wireOf([octets(raw)]);

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
  expect(stuffDots([raw]).content[0]).toBe(raw);
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

test('a message in pieces, cut anywhere, is the same on the wire as in one', () => {
  const piece = fc.array(fc.constantFrom('\r', '\n', '.', 'a', '\r\n', '\r\n.', 'word'), { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (list) => {
      const parts = list.map((one) => one.join(''));
      expect(wireOf(parts.map(octets))).toBe(onTheWire(parts.join('')));
    }),
    { numRuns: 2000 },
  );
});

describe('what many messages share', () => {
  const shared = octets(`${'.line\r\n'.repeat(1000)}`);

  test('is looked through once, wherever its dots stand', () => {
    const wires = ['one\r\n', 'another\r\n'].map((own) => stuffDots([octets(own), shared]));
    // The first line of it begins one, and has its dot from the seam's rule.
    expect(wires.map(({ content, end }) => Buffer.concat([...content, end]).toString('latin1'))).toEqual([
      `one\r\n${'..line\r\n'.repeat(1000)}.\r\n`,
      `another\r\n${'..line\r\n'.repeat(1000)}.\r\n`,
    ]);
  });

  test('is the same object where it needs no dot, and the same copy where it does', () => {
    const plain = octets('line\r\n'.repeat(1000));
    const dotted = octets(`line\r\n${'.line\r\n'.repeat(1000)}`);
    const [first, second] = [1, 2].map(
      () => stuffDots([octets('Subject: x\r\n\r\n'), plain, dotted]).content,
    );
    expect(first?.[1]).toBe(plain);
    expect(first?.[2]).toBe(second?.[2]);
  });

  test('is not trusted after a piece that ends elsewhere', () => {
    expect(wireOf([octets('in a line'), shared])).toBe(`in a line.line\r\n${'..line\r\n'.repeat(999)}.\r\n`);
    expect(wireOf([octets('a line\r\n'), shared])).toBe(`a line\r\n${'..line\r\n'.repeat(1000)}.\r\n`);
  });
});
