// Fault test 24: forms that another site's page sends in a reader's name, and pages of ours in another site's frame. Every form that changes something,
// with every sign by which a browser tells where it came from: nothing is changed but by our own.
import { afterAll, describe, expect, test } from 'vitest';
import { makeDatedToken } from '../../src/audience/dated-token.ts';
import { createVisitLimits, VISIT_LIMITS } from '../../src/server/list/visit-limits.ts';
import { LIST_ID, type ListScene, listScene } from '../support/list-scene.ts';

interface Form {
  readonly name: string;
  /** What the page of the reader would send. */
  readonly open: (
    list: ListScene,
    id: string,
  ) => Promise<{ readonly path: string; readonly fields: Record<string, string> }>;
}

const FORMS: readonly Form[] = [
  {
    name: 'signing up',
    open: async (list) => ({
      path: '/subscribe',
      fields: { address: 'new@example.org', form: list.formToken() },
    }),
  },
  {
    name: 'confirming',
    open: async (list) => {
      await list.signUp('bob@example.org');
      const [mail] = await list.sendMails();
      return {
        path: new URL(/https:\S+\/c\/[\w-]+/u.exec(mail?.text ?? '')?.[0] ?? '').pathname,
        fields: {},
      };
    },
  },
  {
    name: 'taking back that one has left',
    open: async (list, id) => {
      await list.database.audience.leave(id, 'test', list.now);
      const [key] = list.keys;
      if (key === undefined) throw new Error('There is no key');
      const undo = makeDatedToken({ purpose: 'undo', listId: LIST_ID, id, at: list.now }, key);
      return { path: `/u/${list.token('unsubscribe', id)}`, fields: { undo } };
    },
  },
  {
    name: 'choosing',
    open: async (list, id) => ({
      path: `/p/${list.token('preferences', id)}`,
      fields: { name: 'Mallory', format: 'text' },
    }),
  },
  {
    name: 'being forgotten',
    open: async (list, id) => ({ path: `/p/${list.token('preferences', id)}/erase`, fields: {} }),
  },
];

const FOREIGN: readonly Readonly<Record<string, string>>[] = [
  { Origin: 'https://evil.example' },
  { Origin: 'null' },
  { Origin: 'http://harbour.example.org' },
  { Origin: 'https://harbour.example.org.evil.example' },
  { Origin: 'https://harbour.example.org:8443' },
  { Origin: 'https://sub.harbour.example.org' },
  { Origin: '' },
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site', Origin: 'https://other.example.org' },
  { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://harbour.example.org' },
  { 'Sec-Fetch-Site': 'cross-site', Origin: 'null', 'Sec-Fetch-Mode': 'no-cors' },
  { 'Sec-Fetch-Site': 'made up' },
];
const OWN: readonly Readonly<Record<string, string>>[] = [
  { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://harbour.example.org' },
  { Origin: 'https://harbour.example.org' },
  // As a browser sends it that hides where it comes from.
  { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
];

let refused = 0;
afterAll(() => console.log(`24 forged forms: ${FORMS.length} forms, ${refused} forgeries refused`));

const scene = (): Promise<ListScene> =>
  listScene({ limits: createVisitLimits({ ...VISIT_LIMITS, signUpsAnHour: 1000 }) });

describe.each(FORMS)('$name', ({ open }) => {
  test.each(FOREIGN)('is not taken from elsewhere: %j', async (headers) => {
    const list = await scene();
    const { path, fields } = await open(list, await list.addReader('ana@example.org'));
    const before = await list.state();
    const response = await list.post(path, fields, headers);
    expect(await list.state()).toBe(before);
    // The sign-up form is shown again: people may come from a form on another site.
    expect(response.status).toBe(path === '/subscribe' ? 200 : 403);
    expect(await response.text()).not.toContain('Location');
    refused += 1;
  });

  test.each(OWN)('is taken from our own pages: %j', async (headers) => {
    const list = await scene();
    const { path, fields } = await open(list, await list.addReader('ana@example.org'));
    const before = await list.state();
    expect((await list.post(path, fields, headers)).status).toBe(200);
    expect(await list.state()).not.toBe(before);
  });

  test('without a token, or with one that is made up, does nothing', async () => {
    const list = await scene();
    const { path, fields } = await open(list, await list.addReader('ana@example.org'));
    const before = await list.state();
    const wrongPath = path.replace(
      /[\w-]{48}/u,
      (token) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
    );
    const wrongFields = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        name === 'form' || name === 'undo' ? 'A'.repeat(56) : value,
      ]),
    );
    if (wrongPath !== path) await list.post(wrongPath, fields);
    if ('form' in fields || 'undo' in fields) await list.post(path, wrongFields);
    expect(await list.state()).toBe(before);
  });
});

test('no page can be put into a frame, and no form of ours leads elsewhere', async () => {
  const list = await scene();
  const id = await list.addReader('ana@example.org');
  const pages = [
    '/subscribe',
    `/u/${list.token('unsubscribe', id)}`,
    `/p/${list.token('preferences', id)}`,
    `/p/${list.token('preferences', id)}/erase`,
    '/nowhere',
  ];
  for (const page of pages) {
    const { headers } = await list.ask(page);
    expect(headers.get('x-frame-options'), page).toBe('DENY');
    expect(headers.get('content-security-policy'), page).toMatch(/frame-ancestors 'none'/u);
    expect(headers.get('content-security-policy'), page).toMatch(/form-action 'self';/u);
  }
});
