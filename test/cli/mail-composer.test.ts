// What each reader's own wishes make of one issue's mail: its edition, and the envelope by which a bounce finds back to them.
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { issueHashOf, readVerp } from '../../src/audience/verp.ts';
import { type MailComposer, mailComposer, tokensFor } from '../../src/cli/mail-composer.ts';
import { letterOf } from '../../src/deliver/letter.ts';
import { MARKERS } from '../../src/model/markers.ts';
import type { Newsletter } from '../../src/model/newsletter.ts';
import { DATE, NEWSLETTER, RENDERED } from '../deliver/newsletter-fixture.ts';
import { checkSignatures, stoppedClock, testKeys } from '../support/dkim-check.ts';

const KEY = { number: 1, secret: new Uint8Array(32).fill(7) };
const KEYS = testKeys('harbour.example.org');
const WITH_BOUNCES: Newsletter = { ...NEWSLETTER, bounceAddress: 'bounce@Bücher.example' };

const reader = (number: number, more: { readonly format?: 'text' } = {}) => ({
  subscriber: {
    id: Buffer.alloc(16, number).toString('base64url'),
    address: `reader${number}@example.org`,
    ...more,
  },
  messageId: `0012.${number}@harbour.example.org`,
});

const open = (newsletter = NEWSLETTER, isSigned = true): Promise<MailComposer> =>
  mailComposer(letterOf({ newsletter, slug: '0012', rendered: RENDERED, date: DATE }), {
    key: KEY,
    ...(isSigned ? { signing: { keys: KEYS, clock: stoppedClock } } : {}),
  });

const withTokens = (text: string, id: string): string => {
  const tokens = tokensFor(id, NEWSLETTER, KEY);
  return text
    .replaceAll(MARKERS.unsubscribe, tokens.unsubscribe)
    .replaceAll(MARKERS.preferences, tokens.preferences);
};

describe('plain text alone', () => {
  test.each([
    ['signed', true],
    ['unsigned', false],
  ])('is one part, with the reader’s links and all fields, %s', async (_name, isSigned) => {
    const compose = await open(NEWSLETTER, isSigned);
    const one = reader(1, { format: 'text' });
    const { raw } = await compose(one);
    const { html, text, headers } = await new PostalMime().parse(raw);
    const value = (name: string) => headers.find(({ key }) => key === name)?.value;
    expect(html).toBeUndefined();
    expect(text?.trimEnd()).toBe(withTokens(RENDERED.text, one.subscriber.id).trimEnd());
    expect(value('content-type')).toMatch(/^text\/plain; charset=utf-8/u);
    expect(value('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const whole = await new PostalMime().parse((await compose(reader(2))).raw);
    // Its encoding is no part's own now.
    expect(headers.map(({ key }) => key).sort()).toEqual(
      [...whole.headers.map(({ key }) => key), 'content-transfer-encoding'].sort(),
    );
    if (isSigned)
      expect((await checkSignatures(raw, KEYS)).map(({ result }) => result)).toEqual(['pass', 'pass']);
  });

  test('the others have both forms, and a reader who changes their mind gets the other from then on', async () => {
    const compose = await open();
    const forms = async (format?: 'text') =>
      (await new PostalMime().parse((await compose(reader(1, format && { format }))).raw)).html === undefined;
    compose.prepare([reader(1)]);
    expect([await forms(), await forms('text'), await forms()]).toEqual([false, true, false]);
    // Signed ahead for the edition that they no longer want.
    compose.prepare([reader(1)]);
    const { raw } = await compose(reader(1, { format: 'text' }));
    expect((await checkSignatures(raw, KEYS)).map(({ result }) => result)).toEqual(['pass', 'pass']);
    expect((await new PostalMime().parse(raw)).html).toBeUndefined();
  });
});

describe('the envelope', () => {
  test('is everybody’s where no bounce address is set', async () => {
    const { envelope } = await (await open())(reader(1));
    expect(envelope).toEqual({ from: 'news@harbour.example.org', to: 'reader1@example.org' });
  });

  test.each([
    ['asked for at once', false],
    ['prepared ahead', true],
  ])('names the reader and the issue where one is set, and nobody else can: %s', async (_name, isAhead) => {
    const compose = await open(WITH_BOUNCES);
    const readers = [reader(1), reader(2, { format: 'text' }), reader(3)];
    if (isAhead) compose.prepare(readers);
    for (const one of readers) {
      const { envelope, raw } = await compose(one);
      expect(envelope.from).toMatch(/^bounce\+[a-z2-7]{48}@xn--bcher-kva\.example$/u);
      expect(envelope.from.slice(0, envelope.from.lastIndexOf('@')).length).toBeLessThanOrEqual(64);
      const said = { subscriberId: one.subscriber.id, issueHash: issueHashOf('0012') };
      expect(readVerp(envelope.from, NEWSLETTER, [KEY])).toEqual(said);
      expect(readVerp(envelope.envelopeId ?? '', NEWSLETTER, [KEY])).toEqual(said);
      expect(readVerp(envelope.from, { listId: 'other.example.org' }, [KEY])).toBeUndefined();
      // It is for servers, not for readers: it stands in no field and no text.
      expect(Buffer.from(raw).toString('latin1')).not.toContain(envelope.envelopeId);
    }
  });
});
