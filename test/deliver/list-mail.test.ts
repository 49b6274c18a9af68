// A mail about a subscription as it goes on the wire: the fields it has and has not, whom it is to, and that the signature holds.
import { describe, expect, test } from 'vitest';
import { createListMail } from '../../src/deliver/list-mail.ts';
import { buildMessage } from '../../src/mail/build-message.ts';
import { checkSignatures, stoppedClock, testKeys } from '../support/dkim-check.ts';
import { DATE, NEWSLETTER } from './newsletter-fixture.ts';

const keys = testKeys('harbour.example.org');
const printed = {
  subject: 'Bestätigen: “ميناء”',
  html: '<!doctype html><p>Gr\u00fc\u00dfe <a href="https://harbour.example.org/list/c/x">ok</a></p>\n.\n',
  text: 'Grüße\n\n.\nhttps://harbour.example.org/list/c/x\n',
};
const addressee = { address: 'Ana@Bücher.example', mailKey: '0123456789abcdef0123456789abcdef', date: DATE };
const compose = createListMail({
  newsletter: NEWSLETTER,
  build: buildMessage,
  signing: { keys, clock: stoppedClock },
});

function fieldsOf(raw: Uint8Array): readonly (readonly [name: string, value: string])[] {
  const text = Buffer.from(raw).toString('utf8');
  return text
    .slice(0, text.indexOf('\r\n\r\n'))
    .replaceAll(/\r\n(?=[ \t])/gu, '')
    .split('\r\n')
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const);
}

describe('a mail about a subscription', () => {
  test('has each field once, asks for no answer, and no way to leave what nobody has joined', async () => {
    const { raw, messageId } = await compose(printed, addressee);
    const fields = fieldsOf(raw);
    const names = fields.map(([name]) => name.toLowerCase()).filter((name) => name !== 'dkim-signature');
    expect(names.toSorted()).toEqual(
      [
        ...[
          'auto-submitted',
          'content-type',
          'date',
          'from',
          'list-archive',
          'list-help',
          'list-id',
          'list-owner',
        ],
        ...['list-post', 'message-id', 'mime-version', 'reply-to', 'subject', 'to'],
      ].toSorted(),
    );
    const values = Object.fromEntries(fields);
    expect(values['Auto-Submitted']).toBe('auto-generated');
    expect(values['To']).toBe('Ana@xn--bcher-kva.example');
    expect(values['Message-ID']).toBe(`<${messageId}>`);
    expect(messageId).toBe('0123456789abcdef0123456789abcdef@letter.harbour.example.org');
    expect(values['List-Post']).toBe('NO');
    expect(Date.parse(values['Date'] ?? '')).toBe(DATE.getTime());
  });

  test('is signed so that it verifies', async () => {
    const { raw, envelope } = await compose(printed, addressee);
    const results = await checkSignatures(raw, keys);
    expect(results.map(({ result }) => result)).toEqual(['pass', 'pass']);
    expect(envelope).toEqual({ from: 'news@harbour.example.org', to: 'Ana@xn--bcher-kva.example' });
  });

  test('comes back to the bounce address where there is one', async () => {
    const withBounces = createListMail({
      newsletter: { ...NEWSLETTER, bounceAddress: 'bounce@harbour.example.org' },
      build: buildMessage,
      signing: { keys: [], clock: stoppedClock },
    });
    const { envelope, raw } = await withBounces(printed, addressee);
    expect(envelope.from).toBe('bounce@harbour.example.org');
    expect(fieldsOf(raw).map(([name]) => name)).not.toContain('DKIM-Signature');
  });

  test('to what is not one address is not made', async () => {
    await expect(
      compose(printed, { ...addressee, address: 'a@example.org,b@example.org' }),
    ).rejects.toMatchObject({
      code: 'ADDRESS_INVALID',
    });
  });
});
