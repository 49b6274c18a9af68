// The manual's own recipe on a real mail server: Debian's Postfix hands what comes to `bounce+TAG@` to `broadside bounces read -`, in any case of letters, and keeps it
// while that cannot be written down.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import nodemailer from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Postfix, startPostfix, whyNoPostfix } from '../support/postfix.ts';
import { NEWSLETTER } from '../support/project.ts';
import { bounceMail } from '../support/returned-mails.ts';
import { type ReturnsScene, returnsScene } from '../support/returns-scene.ts';
import { ROOT } from '../support/run-broadside.ts';

const PROGRAM = path.join(ROOT, 'src/broadside.js');
/** Postfix runs no program as root. */
const USER = 'nobody';
const DOMAIN = 'harbour.example.org';
const POLL = { timeout: 60_000, interval: 250 };

const reason = whyNoPostfix() ?? whyNotAsNobody();
function whyNotAsNobody(): string | undefined {
  const [, , uid] = execFileSync('getent', ['passwd', USER], { encoding: 'utf8' }).split(':');
  const run = spawnSync(process.execPath, [PROGRAM, '--version'], { uid: Number(uid), cwd: '/' });
  return run.status === 0 ? undefined : `${USER} may not run the program here`;
}

describe.skipIf(reason !== undefined)(
  `Postfix${reason === undefined ? '' : ` (left out: ${reason})`}`,
  () => {
    const root = mkdtempSync(path.join(tmpdir(), 'broadside-pipe-'));
    const project = path.join(root, 'project');
    let postfix: Postfix;
    let scene: ReturnsScene;
    beforeAll(async () => {
      chmodSync(root, 0o755);
      mkdirSync(path.join(project, 'issues'), { recursive: true });
      mkdirSync(path.join(project, 'data'));
      writeFileSync(path.join(project, 'issues/newsletter.yaml'), NEWSLETTER);
      scene = await returnsScene(`sqlite:${path.join(project, 'data/broadside.db')}`);
      await scene.send('0001', 0);
      execFileSync('chown', ['-R', USER, project]);
      postfix = await startPostfix({ settings });
    });
    afterAll(async () => {
      await postfix?.stop();
      await scene?.close();
      rmSync(root, { recursive: true, force: true });
    });

    /** docs/bounces.md's, with this test's paths; and tries again at once, not after minutes. */
    function settings(config: string) {
      writeFileSync(path.join(config, 'transport'), `bounce@${DOMAIN} broadside:\n`);
      writeFileSync(path.join(config, 'names'), 'bounce anything\n');
      const manual = readFileSync(path.join(ROOT, 'docs/bounces.md'), 'utf8');
      const [, service = ''] = /^```\n(broadside unix [\s\S]*?)```$/mu.exec(manual) ?? [];
      const master = service
        .replace('user=broadside', `user=${USER}`)
        .replace('directory=/srv/newsletter', `directory=${project}`)
        .replace('/usr/bin/npx broadside', `${process.execPath} ${PROGRAM}`);
      expect(master).toContain(`directory=${project}`);
      return {
        master,
        main: `myhostname = ${DOMAIN}
mydestination = ${DOMAIN}
recipient_delimiter = +
transport_maps = texthash:${config}/transport
local_recipient_maps = texthash:${config}/names
broadside_destination_recipient_limit = 1
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_tls_security_level = none
queue_run_delay = 2s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
`,
      };
    }

    const post = async (to: string, number: number): Promise<void> => {
      const transport = nodemailer.createTransport(`${postfix.url}?ignoreTLS=true`);
      // As it comes from outside: what it came to stands in the envelope alone.
      const raw = bounceMail({ to: `bounce@${DOMAIN}`, number }).replace(
        /^Return-Path:.*\r\nDelivered-To:.*\r\n/u,
        '',
      );
      await transport.sendMail({ envelope: { from: '', to }, raw });
      transport.close();
    };

    test('hands a bounce over', async () => {
      await post(await scene.sender(1, '0001'), 1);
      await expect.poll(() => scene.stateOf(1), POLL).toBe('suppressed');
      await expect.poll(async () => (await postfix.queue()).length, POLL).toBe(0);
      expect(await scene.database.returned.list({ limit: 9 })).toMatchObject([
        { channel: 'stdin', issueSlug: '0001' },
      ]);
    });

    test('keeps it while it cannot be written down, and loses nothing', async () => {
      const away = `${project}/issues.away`;
      renameSync(path.join(project, 'issues'), away);
      await post((await scene.sender(2, '0001')).toUpperCase(), 2);
      await expect.poll(() => postfix.deferred(), POLL).toBe(1);
      expect(await scene.stateOf(2)).toBe('confirmed');
      renameSync(away, path.join(project, 'issues'));
      await expect.poll(() => scene.stateOf(2), POLL).toBe('suppressed');
      await expect.poll(async () => (await postfix.queue()).length, POLL).toBe(0);
    });

    test('takes nothing for a name that is not there', async () => {
      await expect(post(`elsewhere@${DOMAIN}`, 3)).rejects.toThrow('User unknown');
    });
  },
);
