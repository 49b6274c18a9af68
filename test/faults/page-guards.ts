// The guards of what a page, a mail or a feed shows, each with the text that is taken out and the fault test that has to notice.
import type { Guard } from './guard-list.ts';

export const PAGE_GUARDS: readonly Guard[] = [
  {
    name: 'addresses-judged',
    meaning: 'a link may lead to anything',
    changes: [
      {
        file: 'src/render/safe-url.ts',
        text: 'if (parsed === null || !ALLOWED.has(parsed.protocol)) return undefined;',
        instead: 'if (parsed === null) return undefined;',
      },
      {
        file: 'src/render/safe-url.ts',
        text: "if (parsed.protocol !== 'mailto:' && parsed.hostname === '') return undefined;",
        instead: '',
      },
    ],
    test: '14',
    only: 'every mail',
  },
  {
    name: 'words-escaped',
    meaning: 'templates put in what they are given as it is',
    changes: [
      {
        file: 'src/render/compile-templates.ts',
        text: 'noEscape: name.startsWith(',
        instead: 'noEscape: true || name.startsWith(',
      },
    ],
    test: '14',
    only: 'subscription',
  },
];
