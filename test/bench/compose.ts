// What one reader's message costs before it meets the network: composed, composed and signed, and the same letter built and signed by
// nodemailer for each reader. `node test/bench/compose.ts [MESSAGES]`
import nodemailer from 'nodemailer';
import { createComposer, createSigningComposer } from '../../src/deliver/compose.ts';
import type { DkimKey } from '../../src/deliver/dkim-key.ts';
import { readDkimKey } from '../../src/deliver/dkim-key.ts';
import { letterOf } from '../../src/deliver/letter.ts';
import { buildMasterMessage } from '../../src/deliver/master-message.ts';
import { buildMessage } from '../../src/mail/build-message.ts';
import { DATE, LINKS, NEWSLETTER } from '../deliver/newsletter-fixture.ts';
import { checkSignatures, pemOf, testKeys } from '../support/dkim-check.ts';

const MESSAGES = Number(process.argv[2] ?? 3000);
/** As many conversations as a sending run has open. */
const AT_ONCE = 10;
const DOMAIN = 'harbour.example.org';

const paragraph =
  'Crane crews voted by four to one to go back — “the rota is ours”, said one of them, and the ships came in. ';
const html = `<!doctype html>\n<html><body>\n${`<p>${paragraph.repeat(3)}</p>\n`.repeat(120)}<a href="${LINKS.unsubscribe}">Leave</a> <a href="${LINKS.preferences}">Choose</a></body></html>\n`;
const text = `${`${paragraph}\n`.repeat(80)}${LINKS.unsubscribe}\n${LINKS.preferences}\n`;
const letter = letterOf({
  newsletter: NEWSLETTER,
  slug: '0012',
  rendered: { subject: 'Harbour Letter: No. 12', html, text },
  date: DATE,
});
const master = await buildMasterMessage(letter, buildMessage);

const pem = pemOf('rsa');
const rsa = readDkimKey({ selector: 'rsa1', domain: DOMAIN, pem });
const [, ed25519] = testKeys(DOMAIN);
const clock = { now: () => new Date().toISOString() };

interface Reader {
  readonly subscriber: { readonly address: string; readonly name: string };
  readonly messageId: string;
  readonly tokens: { readonly unsubscribe: string; readonly preferences: string };
}

const reader = (n: number): Reader => ({
  subscriber: { address: `reader${n}@example.org`, name: `Reader ${n}` },
  messageId: `0012.${n}@${DOMAIN}`,
  tokens: { unsubscribe: `u${n}x`.padEnd(48, '-'), preferences: `p${n}x`.padEnd(48, '-') },
});

const plain = createComposer(master);
const signing = (keys: readonly DkimKey[]) => createSigningComposer(master, { keys, clock });
const stream = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
const dkim = { domainName: DOMAIN, keySelector: 'rsa1', privateKey: pem };
const byNodemailer = async ({ subscriber, messageId, tokens }: Reader): Promise<Buffer> => {
  const own = (words: string) =>
    words
      .replaceAll(LINKS.unsubscribe, `https://${DOMAIN}/u/${tokens.unsubscribe}`)
      .replaceAll(LINKS.preferences, `https://${DOMAIN}/p/${tokens.preferences}`);
  const { message } = await stream.sendMail({
    from: NEWSLETTER.from,
    to: subscriber,
    subject: letter.subject,
    messageId: `<${messageId}>`,
    html: own(html),
    text: own(text),
    encoding: 'quoted-printable',
    dkim,
  });
  return message as Buffer;
};

const ways: readonly (readonly [string, (one: Reader) => Promise<Uint8Array>, keys: readonly DkimKey[]])[] = [
  ['composed, not signed', async (one) => plain(one).raw, []],
  [
    'composed and signed, RSA-2048',
    (
      (compose) => async (one: Reader) =>
        (await compose(one)).raw
    )(signing([rsa])),
    [rsa],
  ],
  [
    'composed and signed, RSA-2048 and Ed25519',
    (
      (compose) => async (one: Reader) =>
        (await compose(one)).raw
    )(signing([rsa, ed25519])),
    [rsa, ed25519],
  ],
  ['built and signed by nodemailer, RSA-2048', byNodemailer, [rsa]],
];

console.log(
  `${(master.raw.length / 1024).toFixed(0)} KB a message, ${AT_ONCE} at once, ${MESSAGES} messages each; µs a message`,
);
for (const [name, make, keys] of ways) {
  const count = name.includes('nodemailer') ? Math.min(MESSAGES, 1000) : MESSAGES;
  await run(make, 200);
  const [wall, main, all] = [performance.now(), process.threadCpuUsage(), process.cpuUsage()];
  await run(make, count);
  const mainUsed = process.threadCpuUsage(main);
  const allUsed = process.cpuUsage(all);
  const checked = await checkSignatures(await make(reader(1)), keys, new Date().toISOString());
  console.log(
    [
      name.padEnd(44),
      `elapsed ${(((performance.now() - wall) * 1000) / count).toFixed(0).padStart(5)}`,
      `main thread ${((mainUsed.user + mainUsed.system) / count).toFixed(0).padStart(5)}`,
      `processor ${((allUsed.user + allUsed.system) / count).toFixed(0).padStart(5)}`,
      checked.map(({ result }) => result).join(', '),
    ].join('  '),
  );
}

async function run(make: (one: Reader) => Promise<Uint8Array>, count: number): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < count) {
        next += 1;
        await make(reader(next));
      }
    }),
  );
}
