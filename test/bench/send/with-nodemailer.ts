// What a program does that sends a newsletter with nodemailer as its manual shows: a pool of ten connections, DKIM with RSA, and for
// each reader a `sendMail` with texts of their own. `node with-nodemailer.ts PORT MESSAGES KEYFILE`.
import { readFileSync } from 'node:fs';
import nodemailer from 'nodemailer';
import { MARKERS } from '../../../src/model/markers.ts';
import { HTML, LIST_URL, SUBJECT, TEXT } from './letter.ts';
import { reportRun } from './report-run.ts';

const CONNECTIONS = 10;
/** Enough that no connection waits for the next message to be built, few enough that memory stays flat. */
const IN_HAND = 2 * CONNECTIONS;

const [port = '', count = '', keyFile = ''] = process.argv.slice(2);
const messages = Number(count);
const transport = nodemailer.createTransport({
  pool: true,
  host: '127.0.0.1',
  port: Number(port),
  ignoreTLS: true,
  maxConnections: CONNECTIONS,
  maxMessages: Number.POSITIVE_INFINITY,
  dkim: {
    domainName: 'harbour.example.org',
    keySelector: 'bench',
    privateKey: readFileSync(keyFile, 'utf8'),
  },
});

let next = 0;
async function sendOn(): Promise<void> {
  while (next < messages) {
    next += 1;
    const token = `t${next}`.padEnd(48, 'x');
    await transport.sendMail({
      from: { name: 'Harbour News', address: 'news@harbour.example.org' },
      to: { name: `Reader ${next}`, address: `reader-${next}@readers.example` },
      subject: SUBJECT,
      messageId: `<0001.${next}@harbour.example.org>`,
      headers: {
        'List-Unsubscribe': `<${LIST_URL}u/${token}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'List-Id': 'Harbour News <harbour.example.org>',
      },
      html: HTML.replaceAll(MARKERS.unsubscribe, token),
      text: TEXT.replaceAll(MARKERS.unsubscribe, token),
    });
  }
}
await reportRun(async () => {
  await Promise.all(Array.from({ length: IN_HAND }, sendOn));
  return next;
});
transport.close();
