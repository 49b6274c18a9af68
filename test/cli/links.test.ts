// `links`, from the command line to a small web on this machine and back into the issues.
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CommandResult } from '../../src/cli/command-result.ts';
import { type LinksOptions, links } from '../../src/cli/commands/links.ts';
import { chooseForRound, isDue, isRotten } from '../../src/cli/links/choose-links.ts';
import { collectLinks } from '../../src/cli/links/collect-links.ts';
import { mendLinks } from '../../src/cli/links/mend-links.ts';
import { plainPaint } from '../../src/cli/paint.ts';
import { compileSettings, type Settings } from '../../src/compile-settings.ts';
import type { Issue } from '../../src/model/issue.ts';
import { isFailing, type LinkFinding, type LinkState, nextState } from '../../src/model/link-state.ts';
import type { ProjectFiles } from '../../src/model/project.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { fakeWorld, type LocalWeb, localWeb, type Page } from '../net/local-web.ts';
import { issueText, type TestProject, testProject } from '../support/project.ts';
import { ROOT } from '../support/run-broadside.ts';
import { testTerminal } from '../support/test-terminal.ts';

const ALLOW = { BROADSIDE_NET_ALLOW: '127.0.0.0/8' };

interface LinksJson {
  readonly addresses: number;
  readonly asked: number;
  readonly unfinished: number;
  readonly rotten: number;
  readonly links: readonly {
    readonly url: string;
    readonly class: string;
    readonly isRotten: boolean;
    readonly failures: number;
    readonly uses: readonly { readonly path: string; readonly line: number }[];
  }[];
  readonly mended: readonly { readonly kind: string; readonly to: string }[];
  readonly proposed: readonly unknown[];
  readonly byHand: readonly unknown[];
  readonly patch?: string;
  readonly archiveTrouble: readonly string[];
}

interface LinksTrial {
  readonly result: CommandResult;
  readonly value: LinksJson;
  readonly text: string;
}

interface TrialOptions {
  readonly names?: readonly string[];
  readonly options?: LinksOptions;
  readonly now?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly interrupted?: Promise<void>;
}

async function run(project: TestProject, trial: TrialOptions = {}): Promise<LinksTrial> {
  const terminal = testTerminal({
    cwd: project.root,
    env: { ...ALLOW, ...trial.env },
    now: () => trial.now ?? '2016-02-01T09:00:00.000Z',
    ...(trial.interrupted !== undefined && { interrupted: trial.interrupted }),
  });
  const result = await links(trial.names ?? [], trial.options ?? {}, terminal, fakeWorld());
  return {
    result,
    value: result.value as LinksJson,
    text: result.lines(plainPaint).join('\n'),
  };
}

function issueWith(body: string): string {
  return `---\nnumber: 2\ndate: 2016-01-13\ntags: [ports]\npreheader: The news.\n---\n\n## Ports\n\n${body}\n`;
}

/** An item on the headline's own page. */
function item(url: string): string {
  return `### [Dockers vote to end strike](${url})\n\nHarbour Post reports (5 January): Crane crews voted to go back.\n`;
}

function textOf(project: TestProject): string {
  return readFileSync(project.path('issues/0002.md'), 'utf8');
}

const SOURCES = `sources:
  - { id: harbour-post, name: Harbour Post, verb: reports, kind: newspaper, domains: [127.0.0.1], home: http://127.0.0.1/ }
  - { id: the-tide, name: The Tide, verb: reports, kind: newspaper, domains: [127.0.0.1], home: http://127.0.0.1/ }
`;

describe('the report', () => {
  test('says where, which story, what happened and what to do; rot is exit code 1', async () => {
    const web = await localWeb({ '/there': {} });
    const project = testProject({
      'issues/0002.md': issueWith(
        `${item(`${web.at('127.0.0.1')}/gone`)}\n${item(`${web.at('127.0.0.1')}/there`)}`,
      ),
    });
    const { result, text, value } = await run(project);
    expect(result.exitCode).toBe(1);
    expect(text).toContain('issues/0002.md:10:5  gone  Dockers vote to end strike');
    expect(text).toContain(`${web.at('127.0.0.1')}/gone`);
    expect(text).toContain('status 404, page not found; first failed on 2016-02-01, 1 time in a row');
    expect(text).toContain('2 addresses: 1 good, 1 gone.');
    expect(text).toContain('Next: `broadside links --archive`');
    expect(value).toMatchObject({ addresses: 2, asked: 2, unfinished: 0, rotten: 1 });
    expect(value.links[0]).toMatchObject({
      class: 'gone',
      isRotten: true,
      uses: [{ path: 'issues/0002.md', line: 10 }],
    });
  });

  test('is quiet where all is well', async () => {
    const web = await localWeb({ '/there': {}, '/now': { status: 302, headers: { location: '/there' } } });
    const project = testProject({
      'issues/0002.md': issueWith(
        `${item(`${web.at('127.0.0.1')}/there`)}\n${item(`${web.at('127.0.0.1')}/now`)}`,
      ),
    });
    const { result, text } = await run(project);
    expect(result.exitCode).toBe(0);
    expect(text.split('\n')[0]).toMatch(/^2 addresses: 1 good, 1 redirected\./u);
  });

  test('cannot tell what a page says to readers that it refuses to programs: no rot', async () => {
    const web = await localWeb({ '/wall': { status: 403 } });
    const project = testProject({ 'issues/0002.md': issueWith(item(`${web.at('127.0.0.1')}/wall`)) });
    const { result, text } = await run(project);
    expect(result.exitCode).toBe(0);
    expect(text).toContain('cannot tell');
    expect(text).toContain('open it yourself');
  });

  test('asks each address once, however often and with whatever fragment it is used', async () => {
    const web = await localWeb({ '/there': {} });
    const base = `${web.at('127.0.0.1')}/there`;
    const project = testProject({
      'issues/0001.md': issueText(1, '2016-01-06').replace(/https:\S+(?=\))/u, base),
      'issues/0002.md': issueWith(`${item(base)}\n${item(`${base}#page-2`)}`),
    });
    const { value } = await run(project, { options: { all: true } });
    expect(value).toMatchObject({ addresses: 1, links: [{ uses: [{}, {}, {}] }] });
    expect(web.asked.filter((line) => line.endsWith('/there'))).toHaveLength(1);
  });

  test('asks the newest issue, those named, or all', async () => {
    const web = await localWeb({ '/one': {}, '/two': {} });
    const project = testProject({
      'issues/0001.md': issueText(1, '2016-01-06').replace(/https:\S+(?=\))/u, `${web.at('127.0.0.1')}/one`),
      'issues/0002.md': issueText(2, '2016-01-13').replace(/https:\S+(?=\))/u, `${web.at('127.0.0.1')}/two`),
    });
    const urlsOf = async (trial: TrialOptions): Promise<readonly string[]> =>
      (await run(project, trial)).value.links.map(({ url }) => new URL(url).pathname);
    expect(await urlsOf({})).toEqual(['/two']);
    expect(await urlsOf({ names: ['1'] })).toEqual(['/one']);
    expect(await urlsOf({ names: ['2', '0001'] })).toEqual(['/two', '/one']);
    expect(await urlsOf({ options: { all: true } })).toEqual(['/one', '/two']);
    await expect(run(project, { names: ['77'] })).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
  });

  test('a neighbour of this machine is never asked, whatever an issue says', async () => {
    const web = await localWeb({ '/there': {} });
    const project = testProject({ 'issues/0002.md': issueWith(item(`${web.at('127.0.0.1')}/there`)) });
    const { value, text } = await run(project, { env: { BROADSIDE_NET_ALLOW: '' } });
    expect(value.links).toMatchObject([{ class: 'blocked', isRotten: false }]);
    expect(text).toContain('BROADSIDE_NET_ALLOW');
    expect(web.asked).toEqual([]);
  });

  test.each<[LinksOptions, Readonly<Record<string, string>>, string, string]>([
    [{ max: 'many' }, {}, 'USAGE', '--max takes a number, not "many"'],
    [{ pace: '-1' }, {}, 'USAGE', '--pace'],
    [{}, { BROADSIDE_NET_ALLOW: 'http://x' }, 'SETTINGS_INVALID', 'BROADSIDE_NET_ALLOW'],
    [{}, { BROADSIDE_ARCHIVE_URL: 'ftp://x' }, 'SETTINGS_INVALID', 'BROADSIDE_ARCHIVE_URL'],
  ])('refuses %j %j', async (options, env, code, words) => {
    const web = await localWeb({});
    const project = testProject({ 'issues/0002.md': issueWith(item(`${web.at('127.0.0.1')}/there`)) });
    const failed = run(project, { options, env });
    await expect(failed).rejects.toMatchObject({ code });
    await expect(failed).rejects.toThrow(words);
    expect(web.asked).toEqual([]);
  });

  test('stands in the command line', async () => {
    const project = testProject({
      'issues/0002.md': issueWith('### Nothing to ask\n\nHarbour Post reports (5 January): Nothing.\n'),
    });
    const { exitCode, output } = await project.run(['links', '2', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(output())).toMatchObject({ addresses: 0, asked: 0 });
  });
});

test('tells how far it has come, and takes the line away when it is done', async () => {
  const web = await localWeb({ '/1': {}, '/2': {} });
  const items = [1, 2].map((page) => item(`${web.at(`127.0.0.${page}`)}/${page}`)).join('\n');
  const project = testProject({ 'issues/0002.md': issueWith(items) });
  const drawn: string[] = [];
  const terminal = testTerminal({ cwd: project.root, env: ALLOW });
  await links([], {}, { ...terminal, progress: (line) => void drawn.push(line) }, fakeWorld());
  expect(drawn[0]).toMatch(/^1 of 2 addresses asked, \d hosts? waiting, about \d+ s left$/u);
  expect(drawn.slice(-2)).toEqual([expect.stringMatching(/^2 of 2 /u), '']);
});

describe('without a way to the web', () => {
  /** Nobody listens at that port. */
  const dead = (hosts: number): string =>
    Array.from({ length: hosts }, (_, index) => item(`http://127.0.0.${index + 1}:1025/page`)).join('\n');

  test('nothing is called rotten, and nothing remembered', async () => {
    const project = testProject({ 'issues/0002.md': issueWith(dead(3)) });
    await expect(run(project)).rejects.toMatchObject({ code: 'NET_UNREACHABLE' });
    expect(existsSync(project.path('data/links.jsonl'))).toBe(false);
  });

  test('one site that answers is proof enough that there is one', async () => {
    const web = await localWeb({ '/there': {} });
    const project = testProject({
      'issues/0002.md': issueWith(`${dead(3)}\n${item(`${web.at('127.0.0.9')}/there`)}`),
    });
    expect((await run(project)).value.links.map((link) => link.class)).toEqual([
      'unreachable',
      'unreachable',
      'unreachable',
      'ok',
    ]);
  });

  test('one or two sites may be dead by themselves', async () => {
    const project = testProject({ 'issues/0002.md': issueWith(dead(2)) });
    expect((await run(project)).value.links).toMatchObject([{ failures: 1 }, { failures: 1 }]);
  });
});

describe('what is remembered', () => {
  const setUp = async (pages: Readonly<Record<string, Page>>): Promise<[TestProject, LocalWeb]> => {
    const web = await localWeb(pages);
    return [testProject({ 'issues/0002.md': issueWith(item(`${web.at('127.0.0.1')}/page`)) }), web];
  };
  const at = (day: number): string => `2016-02-${String(day).padStart(2, '0')}T09:00:00.000Z`;

  test('a good answer holds for seven days', async () => {
    const [project, web] = await setUp({ '/page': {} });
    const asked = async (now: string): Promise<number> => (await run(project, { now })).value.asked;
    expect(await asked(at(1))).toBe(1);
    expect(await asked(at(7))).toBe(0);
    expect(await asked(at(8))).toBe(1);
    expect((await run(project, { now: at(8), options: { fresh: true } })).value.asked).toBe(1);
    expect(web.asked.filter((line) => line.includes('/page'))).toHaveLength(3);
  });

  test('an answer that tells nothing holds for three days', async () => {
    const [project] = await setUp({ '/page': { status: 403 } });
    const asked = async (now: string): Promise<number> => (await run(project, { now })).value.asked;
    expect([await asked(at(1)), await asked(at(3)), await asked(at(4))]).toEqual([1, 0, 1]);
  });

  test('a failure is asked again the next day, and three days make it rot', async () => {
    const [project] = await setUp({ '/page': { status: 500 } });
    const first = await run(project, { now: at(1) });
    expect(first.result.exitCode).toBe(0);
    expect(first.text).toContain('It may be a bad day');
    expect((await run(project, { now: at(1), options: { fresh: true } })).value.links).toMatchObject([
      { failures: 2, failingDays: 1 },
    ]);
    expect((await run(project, { now: at(2) })).result.exitCode).toBe(0);
    const third = await run(project, { now: at(3) });
    expect(third.result.exitCode).toBe(1);
    expect(third.text).toContain('first failed on 2016-02-01, 4 times in a row');
  });

  test('a file that was torn, or is not ours, is no reason to fail', async () => {
    const [project, web] = await setUp({ '/page': {} });
    await run(project);
    const file = project.path('data/links.jsonl');
    writeFileSync(file, `nonsense\n{"url":1}\n\n[]\n${readFileSync(file, 'utf8')}`);
    appendFileSync(file, '{"url":"http://half');
    expect((await run(project)).value.asked).toBe(0);
    const lines = readFileSync(file, 'utf8').split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(`${web.at('127.0.0.1')}/page`);
  });

  test('Ctrl-C keeps what is known; the next run goes on there', async () => {
    let press: (() => void) | undefined;
    const interrupted = new Promise<void>((resolve) => {
      press = resolve;
    });
    const web = await localWeb((request) => {
      if (request.url === '/3' && request.method === 'HEAD') press?.();
      return request.url?.includes('no-such') ? { status: 404 } : request.url === '/3' ? undefined : {};
    });
    const items = [1, 2, 3, 4, 5].map((page) => item(`${web.at('127.0.0.1')}/${page}`)).join('\n');
    const project = testProject({ 'issues/0002.md': issueWith(items) });
    const broken = await run(project, { interrupted });
    expect(broken.result.exitCode).toBe(3);
    expect(broken.value.unfinished).toBeGreaterThan(0);
    expect(broken.text).toContain('not asked yet');
    expect(broken.text).toContain('it goes on where it stopped');
    const known = broken.value.addresses - broken.value.unfinished;
    expect(known).toBeGreaterThan(0);
    const again = await localRun(project);
    expect(again.value.asked).toBe(broken.value.unfinished);
  });

  const localRun = (project: TestProject): Promise<LinksTrial> => {
    const text = textOf(project).replaceAll('/3)', '/3a)');
    project.write('issues/0002.md', text);
    return run(project);
  };

  test('after kill -9 nothing is asked twice but what was on the wire', async () => {
    const COUNT = 60;
    let child: ReturnType<typeof spawn> | undefined;
    let isKilled = false;
    const web = await localWeb((request, response) => {
      if (web.asked.length > 70 && !isKilled) {
        isKilled = true;
        child?.kill('SIGKILL');
      }
      setTimeout(
        () =>
          response
            .writeHead(request.url?.includes('/no-such') || request.url?.includes('broadside') ? 404 : 200)
            .end(),
        5,
      );
      return undefined;
    });
    const items = Array.from({ length: COUNT }, (_, index) =>
      item(`${web.at(`127.0.0.${1 + (index % 20)}`)}/page-${index}`),
    ).join('\n');
    const project = testProject({ 'issues/0002.md': issueWith(items) });
    child = spawn(process.execPath, [path.join(ROOT, 'src/broadside.js'), 'links', '2', '--pace', '0'], {
      cwd: project.root,
      env: { ...ALLOW, PATH: process.env['PATH'] ?? '' },
      stdio: 'ignore',
    });
    await new Promise((resolve) => child?.once('exit', resolve));
    expect(isKilled).toBe(true);
    const atKill = existsSync(project.path('data/links.jsonl'))
      ? readFileSync(project.path('data/links.jsonl'), 'utf8')
          .split('\n')
          .filter((line) => line.endsWith('}')).length
      : 0;
    const { value } = await run(project, { now: new Date().toISOString() });
    expect(value).toMatchObject({ addresses: COUNT, asked: COUNT - atKill, unfinished: 0 });
    const pages = web.asked.filter((line) => line.includes('/page-'));
    expect(new Set(pages).size).toBe(COUNT);
    expect(pages.length - COUNT).toBeLessThanOrEqual(20);
    expect(atKill).toBeGreaterThan(0);
  });
});

describe('--fix', () => {
  const MOVED = { status: 301, headers: { location: '/new' } };

  test('writes the new address, and nothing else; a second time there is nothing to write', async () => {
    const web = await localWeb({ '/old': MOVED, '/new': {} });
    const base = web.at('127.0.0.1');
    const before = issueWith(
      `${item(`${base}/old`)}\n[The Tide](<${base}/old#rota> "A title") adds (2 January): Of [${base}/old](${base}/old) no word.\n`,
    );
    const project = testProject({ 'issues/0002.md': before, 'issues/sources.yaml': SOURCES });
    const { value, text } = await run(project, { options: { fix: true } });
    expect(textOf(project)).toBe(
      before
        .replace(`strike](${base}/old)`, `strike](${base}/new)`)
        .replace(`<${base}/old#rota>`, `<${base}/new#rota>`)
        .replace(`](${base}/old) no`, `](${base}/new) no`),
    );
    expect(value.mended).toHaveLength(3);
    expect(text).toContain(`written  issues/0002.md:10  ${base}/new`);
    const after = textOf(project);
    expect((await run(project, { options: { fix: true } })).value.mended).toEqual([]);
    expect(textOf(project)).toBe(after);
  });

  test('--dry-run shows the patch and writes nothing', async () => {
    const web = await localWeb({ '/old': MOVED, '/new': {} });
    const before = issueWith(item(`${web.at('127.0.0.1')}/old`));
    const project = testProject({ 'issues/0002.md': before });
    const { value, text } = await run(project, { options: { fix: true, dryRun: true } });
    expect(textOf(project)).toBe(before);
    expect(value).toMatchObject({ mended: [], proposed: [{ kind: 'moved' }] });
    expect(value.patch).toContain(`+### [Dockers vote to end strike](${web.at('127.0.0.1')}/new)`);
    expect(text).toContain('--- a/issues/0002.md');
    expect(text).toContain('without --dry-run');
  });

  test('without it the new address is only told', async () => {
    const web = await localWeb({ '/old': MOVED, '/new': {} });
    const before = issueWith(item(`${web.at('127.0.0.1')}/old`));
    const project = testProject({ 'issues/0002.md': before });
    const { text, result } = await run(project);
    expect(result.exitCode).toBe(0);
    expect(text).toContain(`now ${web.at('127.0.0.1')}/new`);
    expect(textOf(project)).toBe(before);
  });

  test('signs that Markdown would read are written so that it does not', async () => {
    const web = await localWeb({
      '/old': { status: 301, headers: { location: '/a_(b)?c=1&copy;=2&d=[e]' } },
      '/a_(b)': {},
    });
    const project = testProject({ 'issues/0002.md': issueWith(item(`${web.at('127.0.0.1')}/old`)) });
    await run(project, { options: { fix: true } });
    expect(textOf(project)).toContain(`(${web.at('127.0.0.1')}/a_(b)?c=1&amp;copy;=2&d=[e])`);
    expect((await run(project, { options: { fresh: true } })).value.links).toMatchObject([{ class: 'ok' }]);
  });

  test('a bracket without its other half does not end the address', async () => {
    const web = await localWeb({ '/old': { status: 301, headers: { location: '/a)b' } }, '/a)b': {} });
    const project = testProject({ 'issues/0002.md': issueWith(item(`${web.at('127.0.0.1')}/old`)) });
    await run(project, { options: { fix: true } });
    expect(textOf(project)).toContain(`(${web.at('127.0.0.1')}/a\\)b)`);
    expect((await run(project, { options: { fresh: true } })).value.links).toMatchObject([{ class: 'ok' }]);
  });

  test('a text that would say something else afterwards stays as it was', () => {
    const read = (value: string): Issue => parseIssue({ path: 'issues/0002.md', value }, settings()).issue;
    const issue = read(issueWith(item('https://a.example/old')));
    const [link] = collectLinks([issue]);
    const mends = (link?.uses ?? []).map((use) => ({
      use,
      url: 'https://a.example/new',
      kind: 'moved' as const,
    }));
    const [good] = mendLinks(mends, read);
    expect(good).toMatchObject({ applied: [{}], byHand: [] });
    const [bad] = mendLinks(mends, (text) => read(text.replace('Crane crews', 'Nobody')));
    expect(bad).toMatchObject({ text: issue.text, applied: [], byHand: [{}] });
  });

  test.each([
    ['an address that is its own words', '<URL>'],
    ['an address that is written with escapes', '[the rota](URL&amp;x)'],
  ])('%s is left to the editor', async (_what, markdown) => {
    const web = await localWeb((request) =>
      request.url === '/new'
        ? {}
        : request.url?.startsWith('/old')
          ? { status: 301, headers: { location: '/new' } }
          : { status: 404 },
    );
    const text = issueWith(
      `### Dockers vote\n\nHarbour Post reports (5 January): See ${markdown.replace('URL', `${web.at('127.0.0.1')}/old?a=1`)}\n`,
    );
    const project = testProject({ 'issues/0002.md': text });
    const { value, text: report } = await run(project, { options: { fix: true } });
    expect(textOf(project)).toBe(text);
    expect(value).toMatchObject({ mended: [], byHand: [{ kind: 'moved' }] });
    expect(report).toContain('by hand  issues/0002.md:12');
  });
});

describe('--archive', () => {
  const DAY = '20160113';

  async function archiveOf(copyOf: (url: string) => string | undefined): Promise<LocalWeb> {
    return localWeb((request) => {
      const url = new URL(`http://x${request.url}`);
      if (url.pathname !== '/available') return { status: 410 };
      expect(url.searchParams.get('timestamp')).toBe(DAY);
      const copy = copyOf(url.searchParams.get('url') ?? '');
      const closest = copy === undefined ? {} : { closest: { available: true, url: copy, status: '200' } };
      return {
        body: JSON.stringify({ archived_snapshots: closest }),
        headers: { 'content-type': 'application/json' },
      };
    });
  }

  const copyOf = (url: string): string => `http://web.archive.org/web/20160114000000/${url}`;

  test.each([
    ['a headline', '### [Vote](URL)\n\nHarbour Post reports (5 January): Crews went back.|'],
    [
      'a headline, the words on lines of their own',
      '### [Vote](URL)\n\nHarbour Post reports (5 January):\n\nCrews went back.|\n\nMore.',
    ],
    ['a source’s name', '### Vote\n\n[Harbour Post](URL) reports (5 January): Crews went back.|\n\nMore.'],
    [
      'a second source',
      '### Vote\n\nHarbour Post reports (5 January): Crews.\n\n[The Tide](URL) reports (6 January): A rota.|\n\nTags: vote',
    ],
    [
      'running text',
      '### Vote\n\nHarbour Post reports (5 January): Crews [went back](URL) today.|\nTags: vote',
    ],
    ['quoted words', '### Vote\n\nHarbour Post reports (5 January): "We [went back](URL) today."|'],
    [
      'a listing',
      '## Of interest to readers\n\n- [A history](URL), free online.| Disclaimer: Not ours.\n- [Other](http://127.0.0.1:22/x), too.',
    ],
    ['a bare listing', '## Of interest to readers\n\n- [A history](URL)|'],
    [
      'a film',
      '### Vote\n\nHarbour Post reports (5 January): Crews.\n\n[Video: Cranes](URL)\nby Quay TV via VideoSite\n\n([Archived copy](COPY).)\n\nMore.',
    ],
    [
      'an event',
      '## Events\n\n### [Harbour walk](URL)\n\nWhen: Saturday 16 January 2016, 2pm to 4pm\nWhere: Custom House steps\n\nCome along.|',
    ],
  ])('beside %s', async (_what, form) => {
    const web = await archiveOf(copyOf);
    const url = `${web.at('127.0.0.1')}/gone`;
    const copy = copyOf(url).replace('http:', 'https:');
    const source = form.replace('URL', url);
    const isOwn = source.includes('COPY');
    const before = issueWith(
      isOwn ? source.replace('\n\n([Archived copy](COPY).)', '') : source.replace('|', ''),
    );
    const after = issueWith(
      isOwn ? source.replace('COPY', copy) : source.replace('|', ` ([Archived copy](${copy}).)`),
    );
    const project = testProject({ 'issues/0002.md': before, 'issues/sources.yaml': SOURCES });
    const reported = await proofread(project);
    const env = { BROADSIDE_ARCHIVE_URL: `${web.at('127.0.0.9')}/available` };
    const { result, value } = await run(project, { options: { archive: true }, env });
    expect(textOf(project)).toBe(after);
    expect(result.exitCode).toBe(0);
    expect(value).toMatchObject({ rotten: 0, mended: [{ kind: 'archived', to: copy }], byHand: [] });
    expect(await proofread(project)).toEqual(reported);

    const again = await run(project, { options: { archive: true }, env });
    expect(textOf(project)).toBe(after);
    expect(again.value.mended).toEqual([]);
    expect(again.result.exitCode).toBe(0);
  });

  test('in a quotation by a block of its own, behind it', async () => {
    const web = await archiveOf(copyOf);
    const url = `${web.at('127.0.0.1')}/gone`;
    const project = testProject({
      'issues/0002.md': issueWith(
        `### Vote\n\nHarbour Post reports (5 January):\n\n> "We [went](${url})."\n> -- Ines Roca, porter\n\nMore.`,
      ),
    });
    await run(project, {
      options: { archive: true },
      env: { BROADSIDE_ARCHIVE_URL: `${web.at('127.0.0.9')}/available` },
    });
    expect(textOf(project)).toContain(
      `porter\n\n([Archived copy](${copyOf(url).replace('http:', 'https:')}).)\n\nMore.`,
    );
  });

  test('two in one paragraph stand one behind the other', async () => {
    const web = await archiveOf(copyOf);
    const base = web.at('127.0.0.1');
    const project = testProject({
      'issues/0002.md': issueWith(
        `### [Vote](${base}/a)\n\nHarbour Post reports (5 January): Crews [went](${base}/b) back.`,
      ),
    });
    const env = { BROADSIDE_ARCHIVE_URL: `${web.at('127.0.0.9')}/available` };
    const { value } = await run(project, { options: { archive: true }, env });
    expect(value.mended).toHaveLength(2);
    expect(textOf(project)).toMatch(
      /back\. \(\[Archived copy\]\(\S+\/a\)\.\) \(\[Archived copy\]\(\S+\/b\)\.\)\n/u,
    );
    expect((await run(project, { options: { archive: true }, env })).value.mended).toEqual([]);
  });

  test('no copy is looked for of a copy that is gone', async () => {
    const web = await archiveOf(copyOf);
    const project = testProject({
      'issues/0002.md': issueWith(item(`${web.at('127.0.0.1')}/web/2016/http://a.example/story`)),
    });
    const { value } = await run(project, {
      options: { archive: true },
      env: { BROADSIDE_ARCHIVE_URL: `${web.at('127.0.0.9')}/available` },
    });
    expect(value).toMatchObject({ rotten: 1, mended: [] });
    expect(web.asked.some((line) => line.includes('/available'))).toBe(false);
  });

  test('Ctrl-C while the archive is asked keeps what was found', async () => {
    let press: (() => void) | undefined;
    const interrupted = new Promise<void>((resolve) => {
      press = resolve;
    });
    const web = await localWeb((request) => {
      if (!request.url?.startsWith('/available')) return { status: 404 };
      if (request.url.includes('%2Fb')) {
        press?.();
        return undefined;
      }
      const closest = { available: true, url: 'https://web.archive.org/web/2016/x', status: '200' };
      return { body: JSON.stringify({ archived_snapshots: { closest } }) };
    });
    const project = testProject({
      'issues/0002.md': issueWith(`${item(`${web.at('127.0.0.1')}/a`)}\n${item(`${web.at('127.0.0.1')}/b`)}`),
    });
    const { value } = await run(project, {
      options: { archive: true },
      env: { BROADSIDE_ARCHIVE_URL: `${web.at('127.0.0.9')}/available` },
      interrupted,
    });
    expect(value.mended).toHaveLength(1);
    expect(value.archiveTrouble).toEqual(['broken off: 1 page not asked for']);
  });

  test('where no archive has it, it stays rot', async () => {
    const web = await archiveOf(() => undefined);
    const before = issueWith(item(`${web.at('127.0.0.1')}/gone`));
    const project = testProject({ 'issues/0002.md': before });
    const { result, text } = await run(project, {
      options: { archive: true },
      env: { BROADSIDE_ARCHIVE_URL: `${web.at('127.0.0.9')}/available` },
    });
    expect(result.exitCode).toBe(1);
    expect(text).toContain('no archive has these pages');
    expect(textOf(project)).toBe(before);
  });

  test.each([
    ['<html>busy</html>', 200, 'something else than JSON'],
    ['', 503, 'status 503'],
  ])('an archive that answers "%s" with %s is told of, once', async (body, status, words) => {
    const web = await localWeb((request) =>
      request.url?.startsWith('/available') ? { status, body } : { status: 404 },
    );
    const project = testProject({
      'issues/0002.md': issueWith(`${item(`${web.at('127.0.0.1')}/a`)}\n${item(`${web.at('127.0.0.1')}/b`)}`),
    });
    const { result, value } = await run(project, {
      options: { archive: true },
      env: { BROADSIDE_ARCHIVE_URL: `${web.at('127.0.0.9')}/available` },
    });
    expect(result.exitCode).toBe(1);
    expect(value.archiveTrouble).toHaveLength(1);
    expect(value.archiveTrouble[0]).toContain(words);
  });

  test.each([
    '{"archived_snapshots":{"closest":{"available":true,"url":"javascript:alert(1)","status":"200"}}}',
    '{"archived_snapshots":{"closest":{"available":false,"url":"https://web.archive.org/web/1/x","status":"200"}}}',
    '{"archived_snapshots":{"closest":{"available":true,"url":"https://web.archive.org/web/1/x","status":"404"}}}',
    '{"archived_snapshots":{"closest":{"available":true,"url":7}}}',
    '{"archived_snapshots":{}}',
    '[]',
    'null',
  ])('%s is no copy', async (body) => {
    const web = await localWeb((request) =>
      request.url?.startsWith('/available') ? { body } : { status: 404 },
    );
    const project = testProject({ 'issues/0002.md': issueWith(item(`${web.at('127.0.0.1')}/a`)) });
    const { value } = await run(project, {
      options: { archive: true },
      env: { BROADSIDE_ARCHIVE_URL: `${web.at('127.0.0.9')}/available` },
    });
    expect(value).toMatchObject({ mended: [], archiveTrouble: [] });
  });
});

function settings(): Settings {
  const { settings: found } = compileSettings({
    newsletter: {
      path: 'issues/newsletter.yaml',
      value: readFileSync(path.join(ROOT, 'issues/newsletter.yaml'), 'utf8'),
    },
    sources: { path: 'issues/sources.yaml', value: SOURCES },
    ids: { path: 'issues/ids.yaml', value: '' },
    issues: [],
    images: [],
    templates: { layouts: {}, partials: {}, styles: {} },
  } as unknown as ProjectFiles);
  if (found === undefined) throw new Error('the shipped settings cannot be used');
  return found;
}

/** What the proofreader says of issue 2: rule and words, not the place. */
async function proofread(project: TestProject): Promise<readonly string[]> {
  const run = await project.run(['check', '2', '--json']);
  const { diagnostics } = run.json() as { diagnostics: readonly { ruleId: string; reason: string }[] };
  return diagnostics.map(({ ruleId, reason }) => `${ruleId}: ${reason}`);
}

describe('--watch-rot', () => {
  const state = (url: string, checkedAt: string, extra: Partial<LinkState> = {}): LinkState => ({
    url,
    class: 'ok',
    detail: '',
    checkedAt: `2016-${checkedAt}T00:00:00.000Z`,
    failures: 0,
    failingDays: 0,
    ...extra,
  });
  const failing = { class: 'gone', failures: 1, failingDays: 1 } as const;

  test.each<[number, readonly LinkState[], readonly string[]]>([
    [2, [], ['a', 'b']],
    [3, [state('a', '01-20'), state('c', '01-10')], ['b', 'd', 'c']],
    [9, [state('a', '01-20'), state('c', '02-01')], ['b', 'd', 'a']],
    [4, [state('a', '01-01'), state('d', '01-30', failing)], ['d', 'b', 'c', 'a']],
    [4, [state('c', '01-30', { ...failing, failingDays: 3 })], ['a', 'b', 'd', 'c']],
    [0, [], []],
  ])('of a, b, c, d a round of %d takes %j: %j', (max, known, expected) => {
    const memory = new Map(known.map((one) => [one.url, one]));
    expect(chooseForRound(['a', 'b', 'c', 'd'], memory, max, '2016-02-01T09:00:00.000Z')).toEqual(expected);
  });

  test('comes round to every address, and says rot on the second day only', async () => {
    const web = await localWeb({ '/1': {}, '/3': {} });
    const items = [1, 2, 3].map((page) => item(`${web.at('127.0.0.1')}/${page}`)).join('\n');
    const project = testProject({
      'issues/0001.md': issueText(1, '2016-01-06').replace(/https:\S+(?=\))/u, `${web.at('127.0.0.1')}/1`),
      'issues/0002.md': issueWith(items),
    });
    const round = (day: number): Promise<LinksTrial> =>
      run(project, { options: { watchRot: true, max: '2' }, now: `2016-02-0${day}T09:00:00.000Z` });
    const pathsOf = ({ value }: LinksTrial): readonly string[] =>
      value.links.map(({ url }) => new URL(url).pathname);
    const first = await round(1);
    expect(pathsOf(first)).toEqual(['/1', '/2']);
    expect(first.result.exitCode).toBe(0);
    expect(pathsOf(await round(1))).toEqual(['/3']);
    const second = await round(2);
    expect(pathsOf(second)).toEqual(['/1', '/2']);
    expect(second.result.exitCode).toBe(1);
    expect(second.text).toContain('first failed on 2016-02-01');
  });
});

describe('a row of failures', () => {
  const bad: LinkFinding = { class: 'unreachable', detail: 'no' };
  const good: LinkFinding = { class: 'ok', detail: 'yes' };
  const unsure: LinkFinding = { class: 'refused', detail: 'no idea' };

  function play(steps: readonly (readonly [finding: LinkFinding, day: string])[]): LinkState | undefined {
    return steps.reduce<LinkState | undefined>(
      (before, [finding, day]) => nextState('http://a.example/', finding, before, `${day}T10:00:00.000Z`),
      undefined,
    );
  }

  test('counts checks and days, and begins anew after a good one', () => {
    expect(
      play([
        [bad, '2016-01-01'],
        [bad, '2016-01-01'],
        [bad, '2016-01-02'],
      ]),
    ).toMatchObject({
      failures: 3,
      failingDays: 2,
      firstFailedAt: '2016-01-01T10:00:00.000Z',
    });
    expect(
      play([
        [bad, '2016-01-01'],
        [good, '2016-01-02'],
      ]),
    ).toMatchObject({ failures: 0, failingDays: 0 });
    expect(
      play([
        [bad, '2016-01-01'],
        [good, '2016-01-02'],
      ]),
    ).not.toHaveProperty('firstFailedAt');
    expect(
      play([
        [bad, '2016-01-01'],
        [unsure, '2016-01-02'],
        [bad, '2016-01-03'],
      ]),
    ).toMatchObject({
      failures: 2,
      failingDays: 2,
      firstFailedAt: '2016-01-01T10:00:00.000Z',
    });
  });

  test.each<[LinkFinding, number, boolean, boolean]>([
    [good, 0, false, false],
    [unsure, 5, false, false],
    [{ class: 'gone', detail: '' }, 1, true, false],
    [{ class: 'gone', detail: '' }, 2, true, true],
    [{ class: 'soft-404', detail: '' }, 1, true, false],
    [{ ...bad, isFinal: true }, 1, true, false],
    [bad, 2, false, false],
    [bad, 3, true, true],
    [{ class: 'server-error', detail: '' }, 3, true, true],
  ])('%j on %d days: rot for whoever asks %s, in a round %s', (finding, failingDays, asked, watched) => {
    const state = { url: '', checkedAt: '', failures: failingDays, failingDays, ...finding };
    expect([isRotten(state, false), isRotten(state, true)]).toEqual([asked, watched]);
    if (asked) expect(isFailing(state)).toBe(true);
  });

  test('an answer from the future is asked again', () => {
    const state = { url: '', checkedAt: '2016-03-01T00:00:00.000Z', failures: 0, failingDays: 0, ...good };
    expect(isDue(state, '2016-02-01T00:00:00.000Z')).toBe(true);
  });
});
