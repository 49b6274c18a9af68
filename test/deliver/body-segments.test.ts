// What is everybody's and what is a reader's own, cut from one body: put together again they are the body, and nothing of a reader is in
// what is shared.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodySegments } from '../../src/deliver/body-segments.ts';
import { createComposer } from '../../src/deliver/compose.ts';
import { markerPlaces } from '../../src/deliver/marker-places.ts';
import { MARKERS } from '../../src/model/markers.ts';

const piece = fc.oneof(
  fc.constantFrom(
    MARKERS.unsubscribe,
    MARKERS.preferences,
    '\r\n',
    `${MARKERS.unsubscribe.slice(0, 9)}=\r\n${MARKERS.unsubscribe.slice(9)}`,
  ),
  fc.integer({ min: 1, max: 9000 }).map((length) => 'x'.repeat(length)),
);

test('segments are the body, cut; each place lies whole in one of them', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const body = Buffer.from(pieces.join(''), 'latin1');
      const places = markerPlaces(body.toString('latin1'));
      const segments = bodySegments({ body, places });
      expect(Buffer.concat(segments.map(({ octets }) => octets)).equals(body)).toBe(true);
      const texts = segments.flatMap(({ octets, places: own }) =>
        own.map(({ at, length }) => octets.toString('latin1', at, at + length)),
      );
      expect(texts).toEqual(places.map(({ at, length }) => body.toString('latin1', at, at + length)));
      for (const { octets, places: own } of segments)
        if (own.length === 0) expect(octets.toString('latin1')).not.toContain('BROADSIDEx');
    }),
  );
});

test('what all have is the same object in every letter, and no part of a reader’s own', () => {
  const text = (fill: string): string => `${fill.repeat(200)}\r\n`.repeat(50);
  const raw = Buffer.from(
    `To: x\r\nMessage-ID: <x@example.org>\r\nList-Unsubscribe: <https://example.org/${MARKERS.unsubscribe}>\r\n\r\n` +
      `${text('a')}${MARKERS.unsubscribe}\r\n${text('b')}${MARKERS.preferences} and ${MARKERS.unsubscribe}\r\n${text('c')}`,
  );
  const compose = createComposer({ raw, from: 'news@example.org' });
  const [one, other] = ['u', 'v'].map((sign) =>
    compose({
      subscriber: { address: `${sign}@example.org` },
      messageId: `${sign}@example.org`,
      tokens: { unsubscribe: sign.repeat(48), preferences: sign.toUpperCase().repeat(48) },
    }),
  );
  const shared = one?.parts?.filter((part) => other?.parts?.includes(part)) ?? [];
  expect(shared.map((part) => String.fromCharCode(part.at(2) ?? 0))).toEqual(['a', 'b', 'c']);
  expect(Buffer.concat(one?.parts ?? []).equals(Buffer.from(one?.raw ?? []))).toBe(true);
  expect(Buffer.from(one?.raw ?? []).toString()).not.toMatch(/v{48}|V{48}|BROADSIDEx/u);
});
