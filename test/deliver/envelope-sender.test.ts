import { expect, test } from 'vitest';
import { envelopeSender } from '../../src/deliver/envelope-sender.ts';

const from = { name: 'Letter', address: 'news@Bücher.example' };

test.each([
  ['From’s, where nothing else is set', undefined, 'news@xn--bcher-kva.example'],
  ['one like a reader’s own', 'bounce@Bücher.example', `bounce+${'a'.repeat(48)}@xn--bcher-kva.example`],
])('%s', (_case, bounceAddress, expected) => {
  expect(envelopeSender({ from, ...(bounceAddress === undefined ? {} : { bounceAddress }) })).toBe(expected);
});
