// What an editor may ask about a place in an issue, and what it is answered: the real program, driven over its standard input and
// output.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ABILITIES, type Range } from '../support/lsp-client.ts';
import { GOOD_ITEM, head, SOURCES, useHarbourDesk, wordsOf } from './harbour-desk.ts';

const desk = useHarbourDesk();
const plainDesk = useHarbourDesk({ window: { workDoneProgress: true } });
const snippetDesk = useHarbourDesk({
  ...ABILITIES,
  workspace: { workspaceEdit: { documentChanges: true, snippetEditSupport: true } },
});

const issue = (body: string) => `${head()}\n## Ports and trade\n\n${body}`;
const GOOD = issue(GOOD_ITEM);

interface Edit {
  readonly range: Range;
  readonly newText?: string;
  readonly snippet?: { readonly value: string };
}

interface Action {
  readonly title: string;
  readonly kind: string;
  readonly isPreferred?: boolean;
  readonly diagnostics?: readonly { readonly code: string }[];
  readonly edit: {
    readonly changes?: Readonly<Record<string, readonly Edit[]>>;
    readonly documentChanges?: readonly {
      readonly kind?: string;
      readonly textDocument: { readonly uri: string; readonly version: number | null };
      readonly edits: readonly Edit[];
    }[];
  };
}

/** What is offered at the cursor. */
async function actionsAt(
  marked: string,
  only?: readonly string[],
  from = desk(),
): Promise<readonly Action[]> {
  const { client, uri, type } = from;
  const { at, version } = type(marked);
  const diagnostics = await client.diagnostics(uri, (found) => found.version === version);
  return client.ask('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: at, end: at },
    context: { diagnostics, ...(only !== undefined && { only }) },
  });
}

const titles = (actions: readonly Action[]) => actions.map(({ title }) => title);

function editsOf({ edit }: Action, uri: string): readonly Edit[] {
  return (
    edit.changes?.[uri] ??
    edit.documentChanges
      ?.filter((change) => change.textDocument?.uri === uri)
      .flatMap(({ edits }) => edits) ??
    []
  );
}

function applied(text: string, edits: readonly Edit[]): string {
  const offsetOf = (position: Range['start']) =>
    text
      .split('\n')
      .slice(0, position.line)
      .reduce((sum, line) => sum + line.length + 1, position.character);
  return edits
    .toSorted((a, b) => offsetOf(b.range.start) - offsetOf(a.range.start))
    .reduce(
      (now, { range, newText = '' }) =>
        now.slice(0, offsetOf(range.start)) + newText + now.slice(offsetOf(range.end)),
      text,
    );
}

describe('quick fixes', () => {
  const variant = issue(GOOD_ITEM.replace('Harbour Post reports', 'Harbour‸Post reports'));
  const unknown = issue(GOOD_ITEM.replace('Harbour Post reports', 'Har‸buor Post reports'));

  test('a mend is preferred, for this version of the text, and mends', async () => {
    const actions = await actionsAt(variant, ['quickfix']);
    const [mend] = actions;
    expect(mend).toMatchObject({
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: [{ code: 'source-variant' }],
    });
    const { uri, client } = desk();
    const version = client.publications(uri).at(-1)?.version;
    expect(mend?.edit.documentChanges?.[0]?.textDocument).toEqual({ uri, version });
    expect(applied(variant.replace('‸', ''), editsOf(mend ?? expect.fail(), uri))).toBe(GOOD);
  });

  test('an editor that knows no versions gets plain changes', async () => {
    const [mend] = await actionsAt(variant, ['quickfix'], plainDesk());
    expect(mend?.edit.documentChanges).toBeUndefined();
    expect(applied(variant.replace('‸', ''), editsOf(mend ?? expect.fail(), plainDesk().uri))).toBe(GOOD);
  });

  test('words that could stand there can be chosen', async () => {
    const action = (await actionsAt(unknown)).find(({ title }) => title === 'Write "Harbour Post"');
    expect(action?.isPreferred).toBeUndefined();
    expect(applied(unknown.replace('‸', ''), editsOf(action ?? expect.fail(), desk().uri))).toBe(GOOD);
  });

  test.each([
    ['the shipped rows', undefined],
    ['rows in braces', 'sources:\n  - { id: a-wire, name: A Wire, kind: agency }\n'],
    ['an empty list', 'sources: []\n'],
    ['nothing', ''],
    ['people behind the sources', `${SOURCES}\npeople:\n  - id: juan\n    name: Juan\n`],
    ['line ends of Windows', SOURCES.replaceAll('\n', '\r\n')],
  ])('a source gets a row of its own beside %s', async (_, sources) => {
    const { client, uri, uriOf, type, say } = desk();
    const sourcesUri = uriOf('issues/sources.yaml');
    // Without any row nothing is unknown: the issue is looked at with the rows that there were.
    if (sources !== undefined) type(sources, sourcesUri);
    const text = unknown.replace(
      'Har‸buor Post reports',
      '[Ma‸rsh Weekly](https://www.marsh.example/a) writes',
    );
    const actions = await actionsAt(text);
    const action = actions.find(({ title }) => title.startsWith('Add '));
    if (sources === '' || sources === 'sources: []\n') {
      expect(action).toBeUndefined();
    } else {
      expect(action?.title).toBe('Add "Marsh Weekly" to sources.yaml, as a newspaper');
      const added = applied(sources ?? SOURCES, editsOf(action ?? expect.fail(), sourcesUri));
      expect(added).toMatchSnapshot();
      await say(added, sourcesUri);
      await client.diagnostics(uri, ({ diagnostics }) =>
        diagnostics.every(({ code }) => code !== 'source-unknown'),
      );
    }
    client.close(sourcesUri);
  });

  test.each([
    ['a headline', GOOD_ITEM.replace('/night-ferry)', '/‸)')],
    ['an attribution', GOOD_ITEM.replace('Harbour Post reports', 'Harbuor‸ Post reports')],
    [
      'code, where a comment is no comment',
      GOOD_ITEM.replace('Tags:', '    Four bl‸anks make it code.\n\nTags:'),
    ],
    ['a line with a comment', GOOD_ITEM.replace('/night-ferry)', '/‸) <!-- mind this -->')],
  ])('"on purpose" is said on the line of %s', async (_, body) => {
    const text = issue(body);
    const action = (await actionsAt(text)).find(({ title }) => title.startsWith('Say that it is on purpose'));
    const quiet = applied(text.replace('‸', ''), editsOf(action ?? expect.fail(), desk().uri));
    const lines = quiet.split('\n');
    const at = lines.findIndex((line) => line.includes('on purpose'));
    expect(lines.slice(at, at + 2).join('\n')).toMatchSnapshot();
    const withoutReason = await desk().say(quiet);
    expect(withoutReason.map(({ code }) => code)).toContain('silence-reason');
    expect(await desk().say(quiet.replace('()', '(it has no other address)'))).toEqual([]);
  });

  test('"on purpose" for the front matter stands below it', async () => {
    const text = GOOD.replace('date: 2016-01-27', 'date: 2016-01-‸13');
    const action = (await actionsAt(text)).find(({ title }) => title.includes('(issue-date-order)'));
    const quiet = applied(text.replace('‸', ''), editsOf(action ?? expect.fail(), desk().uri));
    expect(quiet).toContain('---\n\n<!-- on purpose: issue-date-order () -->\n\n## Ports');
  });

  test('an editor that fills in gets a place for the reason', async () => {
    const text = issue(GOOD_ITEM.replace('/night-ferry)', '/‸)'));
    const actions = await actionsAt(text, ['quickfix'], snippetDesk());
    const action = actions.find(({ title }) => title.startsWith('Say that'));
    expect(editsOf(action ?? expect.fail(), snippetDesk().uri)[0]?.snippet?.value).toBe(
      `${' <!-- on purpose: link-home-page ($'}{1:the reason}) -->`,
    );
  });

  test('all that can be mended is mended at once', async () => {
    const second = GOOD_ITEM.replace('Night ferry', 'Day ferry').replaceAll('night-ferry', 'day-ferry');
    const text = issue(`${GOOD_ITEM}\n${second}`).replaceAll('Harbour Post reports', 'HarbourPost reports');
    for (const only of ['source.fixAll', 'source.fixAll.broadside', 'source']) {
      const actions = await actionsAt(text, [only]);
      expect(titles(actions)).toEqual(['Mend all that can be mended by itself']);
      const mended = applied(text, editsOf(actions[0] ?? expect.fail(), desk().uri));
      expect(mended).toBe(text.replaceAll('HarbourPost', 'Harbour Post'));
    }
  });

  test.each([
    ['another kind is wanted', variant, ['refactor']],
    ['nothing is wrong', GOOD.replace('Night', 'Ni‸ght'), undefined],
    ['it is wrong elsewhere', variant.replace('‸', '').replace('## Ports', '## Po‸rts'), ['quickfix']],
  ])('nothing is offered where %s', async (_, text, only) => {
    expect(await actionsAt(text, only)).toEqual([]);
  });
});

describe('completion', () => {
  const complete = async (text: string, from = desk()) => {
    const items = await from.askAt('textDocument/completion', text);
    // In the order in which an editor shows them.
    return (items as { label: string; sortText: string; textEdit: Edit; detail?: string }[]).toSorted(
      (a, b) => (a.sortText < b.sortText ? -1 : 1),
    );
  };
  const labels = async (text: string) => (await complete(text)).map(({ label }) => label);

  test('of sources at the beginning of a paragraph, the most quoted first', async () => {
    const text = issue('### [Night ferry](https://harbourpost.example/a)\n\nHa‸');
    const items = await complete(text);
    expect(items.map(({ label }) => label)).toEqual(['Harbour Post', 'Coast Wire']);
    expect(items[0]).toMatchObject({
      detail: 'newspaper, used 2 times, https://harbourpost.example/',
      insertTextFormat: 2,
      textEdit: { newText: 'Harbour Post reports ($1): $0' },
    });
    expect(wordsOf(text.replace('‸', ''), items[0]?.textEdit.range ?? expect.fail())).toBe('Ha');
  });

  test('of a source behind a bracket, the closing one that the editor has put there included', async () => {
    const text = issue('### [Night ferry](https://harbourpost.example/a)\n\n[Co‸]');
    const wire = (await complete(text)).find(({ label }) => label === 'Coast Wire');
    expect(wire?.textEdit.newText).toBe('Coast Wire]($1) report ($2): $0');
    expect(wordsOf(text.replace('‸', ''), wire?.textEdit.range ?? expect.fail())).toBe('Co]');
  });

  test('finds a source by another of its names', async () => {
    const items = await complete(issue('### [Night ferry](https://harbourpost.example/a)\n\nthe‸'));
    expect(items.find(({ label }) => label === 'The Post → Harbour Post')).toMatchObject({
      filterText: 'The Post',
      textEdit: { newText: 'Harbour Post reports ($1): $0' },
    });
  });

  test('is plain text for an editor that fills nothing in', async () => {
    const items = await complete(issue('### [Night](https://harbourpost.example/a)\n\nHa‸'), plainDesk());
    expect(items[0]).toMatchObject({ textEdit: { newText: 'Harbour Post reports (' } });
    expect(items[0]).not.toHaveProperty('insertTextFormat');
  });

  test('of tags, the most used first', async () => {
    const tags = await labels(GOOD.replace('Tags: ferries', 'Tags: ferries, w‸'));
    expect(tags.slice(0, 2)).toEqual(['ports', 'wages']);
    expect(tags).toContain('rents');
    expect(await labels(GOOD.replace('tags: [ports]', 'tags: [‸]'))).toContain('strike');
    expect(await labels(GOOD.replace('tags: [ports]', 'tags: [ports, st‸]'))).toContain('strike');
  });

  test('of sections, those that are missing first', async () => {
    expect(await labels(`${GOOD}\n## ‸`)).toEqual(['Housing', 'Live', 'Ports and trade']);
    expect(await labels(`${GOOD}\n##‸`)).toEqual([]);
  });

  test('of pictures', async () => {
    expect(await labels(`${GOOD}\n![Cranes](‸)`)).toEqual(['images/cranes.png']);
    expect(await labels(`${GOOD}\n![Cranes](images/cr‸)`)).toEqual(['images/cranes.png']);
    expect(await labels(`${GOOD}\nMore [here](https://a.example/‸)`)).toEqual([]);
  });

  test('of rules in a comment, those that are met here first', async () => {
    const text = issue(GOOD_ITEM.replace('/night-ferry)', '/) <!-- on purpose: li‸ -->'));
    expect((await labels(text))[0]).toBe('link-home-page');
    const second = text.replace('li‸', 'link-home-page, sou‸');
    expect(await labels(second)).toContain('source-unknown');
    expect(await labels(text.replace('li‸', 'link-home-page (the ‸'))).toEqual([]);
    expect(await labels(text.replace('on purpose: li‸', 'mind th‸'))).toEqual([]);
  });

  test('of the front matter, what is not there yet', async () => {
    const keys = await complete(GOOD.replace('tags: [ports]', 't‸'));
    expect(keys.map(({ label }) => label)).toContain('timeZone');
    expect(keys.map(({ label }) => label)).not.toContain('number');
    expect(keys.find(({ label }) => label === 'tags')?.textEdit.newText).toBe('tags: [$1]');
    expect(await labels('---\nnumber: 14\nd‸')).toContain('date');
  });

  test.each([
    ['in running text', GOOD.replace('The night', 'The ‸night')],
    ['in a value of the front matter', GOOD.replace('2016-01-27', '2016-‸01-27')],
    ['on a line that goes on', GOOD.replace('Tags: ferries', 'a line\nand an‸')],
  ])('of nothing %s', async (_, text) => {
    expect(await labels(text)).toEqual([]);
  });
});

describe('hover', () => {
  const hover = async (text: string): Promise<string | undefined> =>
    (await desk().askAt('textDocument/hover', text))?.contents.value;
  const repeated = GOOD.replace('/night-ferry', '/dockers‸-vote?utm_source=x');

  test.each([
    ['a source', GOOD.replace('Harbour Post reports', 'Harb‸our Post reports')],
    ['a source that nobody knows', GOOD.replace('Harbour Post reports', 'Harb‸uor Post reports')],
    [
      'a linked source',
      GOOD.replace('Harbour Post reports', '[Coast‸ Wire](https://coastwire.example/rents) reports'),
    ],
    ['a date', GOOD.replace('26 January', '26 Jan‸uary')],
    ['the date of the issue', GOOD.replace('2016-01-27', '2016-‸01-27')],
    ['the date of an update', GOOD.replace('Tags:', '[Update, 29 Jan‸uary 2016] It sank.\n\nTags:')],
    ['the number of an issue', GOOD.replace('The night', 'As in No. 1‸2, the night')],
    ['a link that an earlier issue had', repeated],
  ])('on %s', async (_, text) => {
    expect(await hover(text)).toMatchSnapshot();
  });

  test.each([
    ['running text', GOOD.replace('seat taken', 'se‸at taken')],
    ['the end', `${GOOD}‸`],
    ['a new link', GOOD.replace('night-ferry', 'night-‸ferry')],
    ['the number of no issue', GOOD.replace('The night', 'As in No. 9‸9, the night')],
  ])('on %s says nothing', async (_, text) => {
    expect(await hover(text)).toBeUndefined();
  });

  test('a place outside of the text is none', async () => {
    const { client, uri, type } = desk();
    type(GOOD);
    const position = { line: 9999, character: 9999 };
    expect(await client.ask('textDocument/hover', { textDocument: { uri }, position })).toBeNull();
  });
});

describe('definition', () => {
  const define = async (text: string): Promise<{ uri: string; range: Range }[]> =>
    desk().askAt('textDocument/definition', text);
  const words = ({ uri, range }: { uri: string; range: Range }) =>
    `${uri.split('/').at(-1)}: ${wordsOf(readFileSync(new URL(uri), 'utf8'), range)}`;

  test.each([
    [
      'a source',
      GOOD.replace('Harbour Post reports', 'Harb‸our Post reports'),
      ['sources.yaml: harbour-post'],
    ],
    [
      'a link',
      GOOD.replace('/night-ferry', '/dockers-‸vote#top'),
      ['0011.md: [Dockers vote to end nine-week strike](https://harbourpost.example/dockers-vote)'],
    ],
    ['No. 12', GOOD.replace('The night', 'As in No. 1‸2, the night'), ['0012.md: ']],
    ['0013', GOOD.replace('The night', 'As in 00‸13, the night'), ['0013.md: ']],
    ['a new link', GOOD.replace('night-ferry', 'night-‸ferry'), []],
    ['a date', GOOD.replace('26 January', '26 Jan‸uary'), []],
  ])('of %s', async (_, text, expected) => {
    expect((await define(text)).map(words)).toEqual(expected);
  });
});

describe('outline', () => {
  const LIVE =
    '\n## Live: the vote count\n\n### 30 December, 16:40: Result is in\n\nBack to work by 412 to 103. [Coast Wire]\n';

  test('of sections, entries and reports', async () => {
    const { client, uri, say } = desk();
    await say(GOOD + LIVE);
    const symbols = await client.ask('textDocument/documentSymbol', { textDocument: { uri } });
    const shown = (list: { name: string; detail?: string; children?: never[] }[], indent = ''): string[] =>
      list.flatMap(({ name, detail = '', children = [] }) => [
        `${indent}${name} ${detail}`.trimEnd(),
        ...shown(children, `${indent}  `),
      ]);
    expect(shown(symbols)).toEqual([
      'Ports and trade',
      '  Night ferry is back in service',
      '    Harbour Post 26 January',
      'Live: the vote count',
      '  30 December, 16:40 Result is in',
    ]);
  });

  test('for an editor that knows no parts of parts', async () => {
    const { client, uri, say } = plainDesk();
    await say(GOOD);
    const symbols = await client.ask('textDocument/documentSymbol', { textDocument: { uri } });
    expect(symbols[1]).toMatchObject({ containerName: 'Ports and trade', location: { uri } });
  });

  test('of what folds', async () => {
    const { client, uri, say } = desk();
    await say(GOOD + LIVE);
    expect(await client.ask('textDocument/foldingRange', { textDocument: { uri } })).toEqual([
      { startLine: 0, endLine: 5 },
      { startLine: 7, endLine: 13 },
      { startLine: 9, endLine: 13 },
      { startLine: 15, endLine: 19 },
      { startLine: 17, endLine: 19 },
    ]);
  });

  test('of pictures that are there', async () => {
    const { client, uri, uriOf, say } = desk();
    await say(`${GOOD}\n![Cranes at dusk](images/cranes.png)\n\n![Lost](images/lost.png)\n`);
    const links = await client.ask('textDocument/documentLink', { textDocument: { uri } });
    expect(links.map(({ target }: { target: string }) => target)).toEqual([
      uriOf('issues/images/cranes.png'),
    ]);
  });

  test.each([
    ['cranes painted', ['Cranes to be painted green']],
    ['STRIKE', ['Dockers vote to end nine-week strike']],
    ['nowhere', []],
  ])('of all issues: %s', async (query, expected) => {
    const { client } = desk();
    const symbols = await client.ask('workspace/symbol', { query });
    expect(symbols.map(({ name }: { name: string }) => name)).toEqual(expected);
  });
});
