// What the language server says of texts while they are typed: the real program, driven over its standard input and output.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ABILITIES, framed } from '../support/lsp-client.ts';
import { startClient } from '../support/start-client.ts';
import {
  GOOD_ITEM,
  harbourFolder,
  head,
  NEWSLETTER,
  SOURCES,
  useHarbourDesk,
  wordsOf,
  writeInto,
} from './harbour-desk.ts';

const desk = useHarbourDesk();

const SECTION = '\n## Ports and trade\n\n';
const goodIssue = head() + SECTION + GOOD_ITEM;
const badIssue = goodIssue.replace('Harbour Post reports', 'Harbuor Post reports');

describe('a finding', () => {
  test('says where, how grave, which rule, and where the manual explains it', async () => {
    const [found, ...others] = await desk().say(badIssue);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      range: { start: { line: 11, character: 0 }, end: { line: 11, character: 12 } },
      severity: 2,
      code: 'source-unknown',
      source: 'broadside',
    });
    expect(found?.message).toMatch(
      /^Unexpected source "Harbuor Post", expected "Harbour Post"\nCorrect the name/u,
    );
    const manual = new URL(found?.codeDescription.href ?? '');
    expect(existsSync(fileURLToPath(manual))).toBe(true);
    expect(readFileSync(manual, 'utf8')).toContain(`\n## ${manual.hash.slice(1)}\n`);
  });

  const behind = (words: string) => goodIssue.replace('The night ferry', `${words} [way](htp://a.example/b)`);
  test.each([
    ['line ends of Windows', badIssue.replaceAll('\n', '\r\n'), 'source-unknown', 'Harbuor Post'],
    ['a byte order mark', `\ufeff${badIssue}`, 'source-unknown', 'Harbuor Post'],
    ['emoji above it', badIssue.replace('Night', 'Night 🚢🚢'), 'source-unknown', 'Harbuor Post'],
    ['emoji before it', behind('The 🚢🚢 ferry'), 'link-malformed', 'htp://a.example/b'],
    ['Arabic before it', behind('The ميناء بلا سفن'), 'link-malformed', 'htp://a.example/b'],
  ])('points at the words themselves: %s', async (_, text, ruleId, words) => {
    const found = (await desk().say(text)).find(({ code }) => code === ruleId);
    expect(wordsOf(text, found?.range ?? expect.fail())).toBe(words);
  });

  test('of the whole file stands on its first line', async () => {
    const found = await desk().say('Only words.\n');
    expect(found.map(({ range }) => range.start.line)).toContain(0);
    for (const { range } of found) expect(range.start.line).toBeLessThanOrEqual(range.end.line);
  });

  test('of good text there is none', async () => {
    expect(await desk().say(goodIssue)).toEqual([]);
  });
});

describe('typing', () => {
  test('letter by letter gives the diagnostics of the last text, and of none after it', async () => {
    const { client, uri, type } = desk();
    const { version: first } = type(goodIssue);
    const at = (character: number) => ({ line: 11, character });
    const typed = [...'Harbuor'].map((letter, index) => ({
      method: 'textDocument/didChange',
      params: {
        textDocument: { uri, version: first + index + 1 },
        contentChanges: [{ range: { start: at(index), end: at(index + 1) }, text: letter }],
      },
    }));
    // All in one packet: the server must not look at each of them.
    client.raw(typed.map(framed).join(''));
    const last = first + typed.length;
    const found = await client.diagnostics(uri, ({ version }) => version === last);
    expect(found.map(({ code }) => code)).toEqual(['source-unknown']);
    const versions = client.publications(uri).flatMap(({ version }) => version ?? []);
    expect(versions.toSorted((a, b) => a - b)).toEqual(versions);
    expect(versions.filter((version) => version > first && version < last)).toEqual([]);
  });

  test('changes behind signs of two units fall where they should', async () => {
    const { client, uri, type } = desk();
    const line = 'Harbour Post reports (26 January): 🚢🚢 ميناء left at ten.';
    const { version } = type(goodIssue.replace(/^Harbour Post.*$/mu, line));
    const from = line.indexOf('left');
    client.change(uri, version + 1, 'left left', {
      start: { line: 11, character: from },
      end: { line: 11, character: from + 4 },
    });
    client.change(uri, version + 2, 'Harbuor', {
      start: { line: 11, character: 0 },
      end: { line: 11, character: 7 },
    });
    const found = await client.diagnostics(uri, (one) => one.version === version + 2);
    expect(found.map(({ code }) => code)).toContain('source-unknown');
    const symbols = await client.ask('textDocument/documentSymbol', { textDocument: { uri } });
    expect(symbols[0].children[0].children[0].name).toBe('Harbuor Post');
  });
});

describe('the archive', () => {
  test('is what an issue is compared with', async () => {
    const found = await desk().say(goodIssue.replace('date: 2016-01-27', 'date: 2016-01-12'));
    expect(found.map(({ code }) => code)).toContain('issue-date-order');
  });

  test('shows the place in the other issue', async () => {
    const { say, uriOf } = desk();
    const found = await say(goodIssue.replace('/night-ferry', '/dockers-vote?utm_source=x'));
    const repeated = found.find(({ code }) => code === 'link-repeated');
    expect(repeated?.relatedInformation).toEqual([
      {
        location: {
          uri: uriOf('issues/0011.md'),
          range: { start: { line: 9, character: 4 }, end: { line: 9, character: 84 } },
        },
        message: 'The same page in Newsletter No. 11, 2016-01-06',
      },
    ]);
  });

  test('follows what is written, removed or added on the disk', async () => {
    const { client, uri, uriOf, write, say, root } = desk();
    const told = (type: number) =>
      client.tell('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf('issues/0013.md'), type }] });
    const before = readFileSync(path.join(root, 'issues/0013.md'), 'utf8');
    expect(await say(goodIssue)).toEqual([]);
    write('issues/0013.md', before.replace('date: 2016-01-20', 'date: 2016-02-20'));
    told(2);
    const later = await client.diagnostics(uri, (one) => one.diagnostics.length > 0);
    expect(later.map(({ code }) => code)).toEqual(['issue-date-order']);
    rmSync(path.join(root, 'issues/0013.md'));
    told(3);
    const gone = await client.diagnostics(uri, (one) => one.diagnostics[0]?.code === 'issue-number-gap');
    expect(gone).toHaveLength(1);
    write('issues/0013.md', before);
    told(1);
    await client.diagnostics(uri, (one) => one.diagnostics.length === 0);
  });

  test('what the mail shows is said when there was time to set it', async () => {
    const long = `The ferry left at ten. ${'The crew counted every seat twice. '.repeat(12)}\n\n`.repeat(260);
    const { client, uri, say, type } = desk();
    await say(goodIssue.replace('Tags: ferries', `${long}Tags: ferries`));
    const found = await client.diagnostics(uri, (one) =>
      one.diagnostics.some(({ code }) => code === 'mail-size'),
    );
    expect(found.map(({ code }) => code)).toContain('mail-size');
    type(goodIssue);
    await client.diagnostics(uri, (one) => one.diagnostics.length === 0);
  });
});

describe('settings', () => {
  const newsletterUri = () => desk().uriOf('issues/newsletter.yaml');
  const sourcesUri = () => desk().uriOf('issues/sources.yaml');

  test('are proofread too, and the last good ones hold while one is mended', async () => {
    const { client, uri, say } = desk();
    expect(await say(goodIssue)).toEqual([]);
    const broken = await say(NEWSLETTER.replace('Europe/London', 'Mars/Phobos'), newsletterUri());
    expect(broken).toHaveLength(1);
    expect(broken[0]).toMatchObject({
      code: 'newsletter-file',
      severity: 1,
      range: { start: { line: 4, character: 10 }, end: { line: 4, character: 21 } },
    });
    expect(await say('"', newsletterUri())).not.toEqual([]);
    expect(client.publications(uri).at(-1)?.diagnostics).toEqual([]);
    // What is typed now is still checked.
    expect((await say(badIssue)).map(({ code }) => code)).toEqual(['source-unknown']);
    expect(await say(goodIssue)).toEqual([]);
    expect(await say(NEWSLETTER, newsletterUri())).toEqual([]);
    client.close(newsletterUri());
  });

  test('that are changed change what is said of every open issue', async () => {
    const { client, uri, say } = desk();
    await say(badIssue);
    const row =
      '\n  - { id: harbuor-post, name: Harbuor Post, kind: blog, verb: reports, domains: [harbourpost.example] }\n';
    await say(SOURCES + row, sourcesUri());
    await client.diagnostics(uri, (one) => one.diagnostics.length === 0);
    const half = await say(`${SOURCES + row}  - { id: x`, sourcesUri());
    expect(half.map(({ code }) => code)).toEqual(['sources-file']);
    expect(client.publications(uri).at(-1)?.diagnostics).toEqual([]);
    await say(SOURCES.replace('kind: newspaper', 'kind: magazine'), sourcesUri());
    expect(await say(goodIssue)).toEqual([]);
    await say(badIssue);
    // Closed without saving: the file on the disk counts again.
    client.close(sourcesUri());
    await client.diagnostics(uri, (one) => one.diagnostics[0]?.code === 'source-unknown');
    await client.diagnostics(sourcesUri(), (one) => one.diagnostics.length === 0);
  });

  test('on the disk are read again when the editor says so', async () => {
    const { client, uri, say, write } = desk();
    await say(badIssue);
    const told = () =>
      client.tell('workspace/didChangeWatchedFiles', { changes: [{ uri: sourcesUri(), type: 2 }] });
    write('issues/sources.yaml', SOURCES.replace('The Post]', 'Harbuor Post]'));
    told();
    await client.diagnostics(uri, (one) => one.diagnostics[0]?.code === 'source-variant');
    write('issues/sources.yaml', SOURCES);
    told();
    await client.diagnostics(uri, (one) => one.diagnostics[0]?.code === 'source-unknown');
  });
});

test('a closed issue has no diagnostics', async () => {
  const { client, uri, say } = desk();
  expect(await say(badIssue)).not.toEqual([]);
  client.close(uri);
  const last = await client.until('The empty list', () => {
    const latest = client.publications(uri).at(-1);
    return latest?.diagnostics.length === 0 ? latest : undefined;
  });
  expect(last).toEqual({ uri, diagnostics: [] });
});

test.each([
  ['a file beside the issues', 'issues/README.md'],
  ['a file outside of issues/', 'notes/0014.md'],
  ['a text without a name', 'untitled:Untitled-1'],
  ['an address that is no path', 'file://%zz'],
])('of %s nothing is said', async (_, name) => {
  const { client, uriOf } = desk();
  const uri = /^\w+:/u.test(name) ? name : uriOf(name);
  client.open(uri, badIssue);
  for (const [method, empty] of [
    ['textDocument/hover', null],
    ['textDocument/documentSymbol', null],
  ] as const) {
    const params = { textDocument: { uri }, position: { line: 11, character: 3 } };
    expect(await client.ask(method, params)).toEqual(empty);
  }
  expect(client.publications(uri)).toEqual([]);
});

describe('other editors', () => {
  const otherClient = () => {
    const client = startClient();
    onTestFinished(() => client.stop());
    return client;
  };
  const otherFolder = (files?: Readonly<Record<string, string>>) => {
    const root = harbourFolder(files);
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    return root;
  };
  const uriIn = (root: string, file: string) => pathToFileURL(path.join(root, file)).href;

  test('one that does not tell of files is helped out by watching', async () => {
    const root = otherFolder();
    const client = otherClient();
    await client.initialize([root], {});
    const uri = uriIn(root, 'issues/0014.md');
    client.open(uri, goodIssue);
    await client.diagnostics(uri, (one) => one.diagnostics.length === 0);
    // Whatever is written before the watching has begun is not seen: written until it is.
    const writing = setInterval(
      () =>
        writeInto(
          root,
          'issues/sources.yaml',
          SOURCES.replace('The Post]', 'Harbour Post]').replace('name: Harbour Post', 'name: Harbour Mail'),
        ),
      200,
    );
    onTestFinished(() => clearInterval(writing));
    const found = await client.diagnostics(uri, (one) => one.diagnostics.length > 0);
    expect(found.map(({ code }) => code)).toEqual(['source-variant']);
  });

  test('several folders are several newsletters, and one that is none is passed over', async () => {
    const [first, second, none] = [
      otherFolder(),
      otherFolder({ 'issues/sources.yaml': SOURCES.replaceAll('Harbour Post', 'Harbuor Post') }),
      otherFolder(),
    ];
    rmSync(path.join(none, 'issues/newsletter.yaml'));
    const client = otherClient();
    await client.initialize([first, second, none], ABILITIES);
    for (const root of [first, second, none]) client.open(uriIn(root, 'issues/0014.md'), badIssue);
    const firstFound = await client.diagnostics(uriIn(first, 'issues/0014.md'));
    const secondFound = await client.diagnostics(uriIn(second, 'issues/0014.md'));
    expect(firstFound.map(({ code }) => code)).toContain('source-unknown');
    expect(secondFound.map(({ code }) => code)).not.toContain('source-unknown');
    // It becomes one when it gets its settings.
    writeInto(none, 'issues/newsletter.yaml', NEWSLETTER);
    const change = { uri: uriIn(none, 'issues/newsletter.yaml'), type: 1 };
    client.tell('workspace/didChangeWatchedFiles', { changes: [change] });
    expect(await client.diagnostics(uriIn(none, 'issues/0014.md'))).not.toEqual([]);
  });
});
