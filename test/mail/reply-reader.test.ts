import { describe, expect, test } from 'vitest';
import { createReplyReader, type Reply } from '../../src/mail/reply-reader.ts';

function read(chunks: readonly Buffer[]) {
  const reader = createReplyReader();
  const replies: Reply[] = [];
  const nonsense = chunks
    .map((chunk) => reader.push(chunk, (reply) => replies.push(reply)))
    .find((one) => one !== undefined);
  return { replies, nonsense, isMidReply: reader.isMidReply() };
}

const STREAM = '220 hé ESMTP\r\n250-one\r\n250-two\r\n250 three\r\n354\r\n550 5.1.1 Größe ✓\n250 \r\n';
const REPLIES = [
  { code: 220, text: '220 hé ESMTP' },
  { code: 250, text: '250-one\n250-two\n250 three' },
  { code: 354, text: '354' },
  { code: 550, text: '550 5.1.1 Größe ✓' },
  { code: 250, text: '250 ' },
];

test('replies are the same wherever the network cuts them', () => {
  const octets = Buffer.from(STREAM);
  for (let first = 0; first <= octets.length; first += 1)
    for (const second of [first, first + 1, Math.min(first + 7, octets.length)]) {
      const chunks = [octets.subarray(0, first), octets.subarray(first, second), octets.subarray(second)];
      expect(read(chunks)).toEqual({ replies: REPLIES, nonsense: undefined, isMidReply: false });
    }
  expect(read([...octets].map((octet) => Buffer.from([octet]))).replies).toEqual(REPLIES);
});

test('what is no UTF-8 is read octet by octet', () => {
  expect(read([Buffer.from('250 caf\xe9\r\n', 'latin1')]).replies).toEqual([{ code: 250, text: '250 café' }]);
});

test.each(['2', '25', '250', '250 ok', '250 ok\r', '250-one\r\n', '250-one\r\n2'])(
  '%j is half an answer',
  (text) => {
    expect(read([Buffer.from(text)])).toEqual({ replies: [], nonsense: undefined, isMidReply: true });
  },
);

describe('no answer', () => {
  test.each([
    ['hello there\r\n', 'not an answer: hello there'],
    ['\r\n', 'not an answer: '],
    ['\n', 'not an answer: '],
    ['25\r\n', 'not an answer: 25'],
    ['2500 ok\r\n', 'not an answer: 2500 ok'],
    ['150 ok\r\n', 'not an answer: 150 ok'],
    ['600 ok\r\n', 'not an answer: 600 ok'],
    ['250_ok\r\n', 'not an answer: 250_ok'],
    [' 250 ok\r\n', 'not an answer:  250 ok'],
    ['250-one\r\n550 two\r\n', 'an answer has two codes'],
    ['250-one\r\n\r\n', 'not an answer: '],
    [`250 ${'x'.repeat(5000)}\r\n`, 'an answer has a line that is too long'],
    [`250 ${'x'.repeat(5000)}`, 'an answer has a line that is too long'],
    [`250-${'x'.repeat(100)}\r\n`.repeat(1000), 'an answer is too long'],
  ])('%.40j', (text, nonsense) => {
    expect(read([Buffer.from(text)])).toMatchObject({ replies: [], nonsense });
    expect(read([...Buffer.from(text)].map((octet) => Buffer.from([octet])))).toMatchObject({
      replies: [],
      nonsense,
    });
  });

  test('does not take away the answer before it', () => {
    expect(read([Buffer.from('250 ok\r\nhello\r\n')])).toMatchObject({
      replies: [{ code: 250 }],
      nonsense: 'not an answer: hello',
    });
  });
});
