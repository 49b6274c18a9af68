// The guards of asking the web and of reading what it says, each with the text that is taken out and the fault test that has to notice.
import type { Guard } from './guard-list.ts';

export const FETCH_GUARDS: readonly Guard[] = [
  {
    name: 'neighbours-refused',
    meaning: 'any address is connected to',
    changes: [
      {
        file: 'src/net/guard-addresses.ts',
        text: 'return refused[family].find((network) => network.holds(bare))?.what;',
        instead: 'return family === 4 && refused[4].length === 0 ? bare : undefined;',
      },
    ],
    test: '15',
  },
  {
    name: 'every-answer-judged',
    meaning: 'of several addresses of a name the first alone is judged',
    changes: [
      {
        file: 'src/net/resolve-host.ts',
        text: 'for (const address of answers) {',
        instead: 'for (const address of answers.slice(0, 1)) {',
      },
    ],
    test: '15',
  },
  {
    name: 'judged-address-dialled',
    meaning: 'the name is looked up once more when the connection is made',
    changes: [
      { file: 'src/net/ask-once.ts', text: '      lookup: pinned(question.addresses),\n', instead: '' },
    ],
    test: '15',
  },
  {
    name: 'redirects-judged',
    meaning: 'only the first address of a way is judged',
    changes: [
      {
        file: 'src/net/create-fetcher.ts',
        text: 'const step = await askInTime(now, request, Math.max(1, Math.ceil(timeLeftMs)), tools);',
        instead:
          'const step = await askInTime(now, request, Math.max(1, Math.ceil(timeLeftMs)), hops.length === 0 ? tools : { ...tools, guard: { refusal: () => undefined } });',
      },
    ],
    test: '15',
  },
  {
    name: 'decoded-bytes-counted',
    meaning: 'bodies are read to their end',
    changes: [
      {
        file: 'src/net/read-body.ts',
        text: 'const room = maxBytes - size;',
        instead: 'const room = Math.max(maxBytes, 1e12) - size;',
      },
    ],
    test: '16',
  },
  {
    name: 'redirects-counted',
    meaning: 'redirects are followed without end',
    changes: [
      {
        file: 'src/net/create-fetcher.ts',
        text: 'if (hops.length >= maxRedirects)',
        instead: 'if (hops.length >= 1e6 * maxRedirects)',
      },
    ],
    test: '16',
  },
  {
    name: 'time-is-up',
    meaning: 'a server that says nothing is waited for',
    changes: [
      {
        file: 'src/net/create-fetcher.ts',
        text: 'const timer = setTimeout(() => late.abort(), timeoutMs);',
        instead: 'const timer = setTimeout(() => late.abort(), timeoutMs * 6);',
      },
      {
        file: 'src/net/ask-once.ts',
        text: 'headersTimeout: timeoutMs,',
        instead: 'headersTimeout: timeoutMs * 6,',
      },
    ],
    test: '16',
  },
  {
    name: 'document-types-taken-out',
    meaning: 'the document type of a feed is handed to the reader of XML',
    changes: [
      {
        file: 'src/intake/feeds/read-xml-feed.ts',
        text: 'const xml = withoutForbidden(withoutDoctype(text));',
        instead: 'const xml = withoutForbidden(withoutDoctype(text.slice(0, 0)) + text);',
      },
    ],
    test: '17-feeds',
  },
  {
    name: 'long-feeds-shortened',
    meaning: 'a feed is read whole, however many entries it has',
    changes: [
      {
        file: 'src/intake/feeds/read-xml-feed.ts',
        text: 'export const MOST_READ = 2000;',
        instead: 'export const MOST_READ = 2_000_000;',
      },
    ],
    test: '17-feeds',
  },
  {
    name: 'foreign-words-escaped',
    meaning: 'headlines stand in the inbox as they came',
    changes: [
      {
        file: 'src/intake/inbox/plain-words.ts',
        text: ".replace(MARKS, '\\\\$&')",
        instead: '',
      },
    ],
    test: '12',
    only: 'feed',
  },
];
