// Fault test 26: a mail for each form of bounce, complaint and answer, each come back about a reader of its own: the class that is expected, and exactly what the rules say becomes of that reader. Then
// everything that is refused for the sender's sake (5.7.x), for years, by mail and in the conversation, on top of a bad past: nobody is suppressed.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { BounceClass } from '../../src/model/bounce.ts';
import { type OnDatabase, onEachDatabase } from '../support/fault-databases.ts';
import { IS_FULL } from '../support/fault-scene.ts';
import { bounceMail } from '../support/returned-mails.ts';
import { type ReturnsScene, returnsScene } from '../support/returns-scene.ts';

const DIR = path.resolve(import.meta.dirname, '../fixtures/bounces');
const EXPECTED: Readonly<Record<string, { readonly class: BounceClass; readonly feedbackType?: string }>> =
  JSON.parse(readFileSync(path.join(DIR, 'expected.json'), 'utf8'));
const NAMES = Object.keys(EXPECTED).sort();
const ISSUES = IS_FULL ? 100 : 20;
/** RFC 3463 §3.8 and what IANA's registry has added. */
const POLICY_CODES = Array.from({ length: 31 }, (_, detail) => `5.7.${detail}`);

const lines: string[] = [];
afterAll(() => console.log(`26 bounce corpus: ${lines.join('; ')}`));

async function open(on: OnDatabase, readers: number): Promise<ReturnsScene> {
  const root = mkdtempSync(path.join(tmpdir(), 'broadside-corpus-'));
  const url = on.server === undefined ? `sqlite:${path.join(root, 'b.db')}` : await on.server.newDatabase();
  const scene = await returnsScene(url, readers);
  onTestFinished(async () => {
    await scene.close();
    rmSync(root, { recursive: true, force: true });
  });
  return scene;
}

/** Of the first of its kind. */
function expectedState(name: string): string {
  const { class: value, feedbackType = '' } = EXPECTED[name] ?? { class: 'unknown' };
  if (value === 'hard') return 'suppressed: bounced';
  if (value === 'complaint')
    return feedbackType.startsWith('opt-out') ? 'unsubscribed' : 'suppressed: complained';
  return value === 'unsubscribe-by-mail' ? 'unsubscribed' : 'confirmed';
}

async function stateOf(scene: ReturnsScene, reader: number): Promise<string> {
  const [state, reason] = [await scene.stateOf(reader), await scene.suppression(reader)];
  return reason === undefined ? state : `${state}: ${reason}`;
}

await onEachDatabase((on) => {
  test('each form of mail is what it is, and does what the rules say', { timeout: 600_000 }, async () => {
    const systems = new Set(NAMES.map((name) => name.split('-')[0]));
    expect(systems.size).toBeGreaterThanOrEqual(15);
    expect(readdirSync(DIR).filter((file) => file.endsWith('.eml'))).toHaveLength(NAMES.length);
    const scene = await open(on, NAMES.length);
    await scene.send('0001', 0);
    const found: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    for (const [index, name] of NAMES.entries()) {
      const reader = index + 1;
      const noted = await scene.take(readFileSync(path.join(DIR, `${name}.eml`)), 1, {
        channel: 'stdin',
        to: await scene.sender(reader, '0001'),
      });
      found[name] = `${noted.class}: ${await stateOf(scene, reader)}`;
      wanted[name] = `${EXPECTED[name]?.class}: ${expectedState(name)}`;
    }
    expect(found).toEqual(wanted);
    // Once more, and again a month later, as mailboxes are restored: nothing more happens.
    const before = await scene.picture();
    for (const day of [2, 31])
      for (const [index, name] of NAMES.entries())
        await scene.take(readFileSync(path.join(DIR, `${name}.eml`)), day, {
          channel: 'stdin',
          to: await scene.sender(index + 1, '0001'),
        });
    expect(await scene.picture()).toBe(before);
    lines.push(`${on.database}: ${NAMES.length} mails of ${systems.size} systems as expected`);
  });

  test('5.7.x never suppresses anybody, whatever the history', { timeout: 600_000 }, async () => {
    const scene = await open(on, POLICY_CODES.length);
    const blamed = NAMES.filter((name) => EXPECTED[name]?.class === 'sender-problem');
    expect(blamed.length).toBeGreaterThan(5);
    let mails = 0;
    const take = async (
      mail: string | Uint8Array,
      reader: number,
      slug: string,
      day: number,
    ): Promise<void> => {
      mails += 1;
      await scene.take(mail, day, { channel: 'stdin', to: await scene.sender(reader, slug) });
    };
    for (let issue = 0; issue < ISSUES; issue += 1) {
      const slug = `issue-${issue}`;
      const day = issue * 7;
      // Refused in the conversation, every third.
      const reply = { code: 550, enhancedCode: `5.7.${issue % 31}`, text: 'user unknown to our policy' };
      await scene.send(slug, day, ...(issue % 3 === 2 ? [{ kind: 'rejected', reply } as const] : []));
      scene.setDay(day + 1);
      for (const { class: value } of await scene.desk.takeRejections()) expect(value).toBe('sender-problem');
      for (const [index, status] of POLICY_CODES.entries()) {
        const to = await scene.sender(index + 1, slug);
        const number = mails;
        // A mailbox that was full twice, over more than two weeks, is one short of too often. The latest mails of a reader are counted, not all.
        if (issue === ISSUES - 4 || issue === ISSUES - 1)
          await take(
            bounceMail({ to, number, status: '5.2.2', diagnostic: '552 5.2.2 mailbox full' }),
            index + 1,
            slug,
            day + 1,
          );
        // In the report, and hidden in the reply behind a status of another sort.
        await take(
          bounceMail({ to, number: number + 1e6, status, diagnostic: `550 ${status} no such user` }),
          index + 1,
          slug,
          day + 1,
        );
        await take(
          bounceMail({ to, number: number + 2e6, status: '5.1.1', diagnostic: `550 ${status} mailbox full` }),
          index + 1,
          slug,
          day + 2,
        );
        const fixture = blamed[(index + issue) % blamed.length] ?? '';
        await take(readFileSync(path.join(DIR, `${fixture}.eml`)), index + 1, slug, day + 2);
      }
    }
    const states = await Promise.all(POLICY_CODES.map((_, index) => stateOf(scene, index + 1)));
    expect(new Set(states)).toEqual(new Set(['confirmed']));

    // And it is no wonder: with one more issue that the mailbox was full for, they are.
    const slug = `issue-${ISSUES}`;
    await scene.send(slug, ISSUES * 7);
    const full = bounceMail({
      to: PLAIN,
      number: 9e6,
      status: '5.2.2',
      diagnostic: '552 5.2.2 mailbox full',
    });
    await take(full, 1, slug, ISSUES * 7 + 1);
    expect(await stateOf(scene, 1)).toBe('suppressed: bounced');
    lines.push(`${on.database}: ${mails} refusals of the sender, nobody suppressed`);
  });
});

const PLAIN = 'bounce@harbour.example.org';
