// A whole project in which every place where an editor, a feed or a source can put words or an address holds something that would like to run,
// some in each issue. Compiled by the program's own flow, errors and all: what is wrong is shown in the preview, not refused.
import { archiveFiles, type CompiledArchive, compileArchive, preparePress } from '../../src/compile.ts';
import { compileSettings } from '../../src/compile-settings.ts';
import { readCardFonts } from '../../src/files/read-card-fonts.ts';
import { readProject } from '../../src/files/read-project.ts';
import type { ProjectFiles } from '../../src/model/project.ts';
import type { OutputFile, TemplateSet } from '../../src/model/rendered.ts';
import { createPreviewState, type PreviewState } from '../../src/server/preview-state.ts';
import { NEWSLETTER } from './project.ts';

export interface HostileProject {
  readonly templates: TemplateSet;
  readonly archive: CompiledArchive;
  /** `site/…` */
  readonly files: readonly OutputFile[];
  readonly preview: PreviewState;
}

/** @param root A project whose templates are used; there is nothing else of it in the result. */
export async function hostileProject(
  root: string,
  vectors: readonly string[],
  perIssue: number,
): Promise<HostileProject> {
  const { templates } = await readProject(root);
  const issues: string[][] = [];
  for (let from = 0; from < vectors.length; from += perIssue)
    issues.push(vectors.slice(from, from + perIssue));
  const files: ProjectFiles = {
    newsletter: { path: 'issues/newsletter.yaml', value: newsletterWith(vectors) },
    sources: { path: 'issues/sources.yaml', value: sourcesWith(vectors) },
    ids: { path: 'issues/ids.yaml', value: '' },
    issues: issues.map((some, n) => ({
      path: `issues/${String(n + 1).padStart(4, '0')}.md`,
      value: issueWith(n + 1, some),
    })),
    images: [],
    templates,
  };
  const { settings, diagnostics } = compileSettings(files);
  if (settings === undefined) throw new Error('The hostile newsletter.yaml cannot be read at all');
  const press = preparePress(files, settings);
  const archive = compileArchive(files, settings, press);
  const out = await archiveFiles(files, archive, press, { cardFonts: readCardFonts });
  return {
    templates,
    archive,
    files: out,
    preview: createPreviewState({
      newsletter: settings.newsletter,
      issues: archive.issues,
      rendered: archive.rendered,
      files: async () => out,
      images: [],
      diagnostics: [...diagnostics, ...archive.diagnostics],
    }),
  };
}

const LONGEST_LINE = 200;

/** As YAML's double-quoted text, which is JSON's. */
const quoted = (text: string): string => JSON.stringify(text);
const inOneLine = (text: string): string =>
  text.replaceAll(/[\r\n\u2028\u2029]+/gu, ' ').slice(0, LONGEST_LINE);

function newsletterWith(vectors: readonly string[]): string {
  const some = vectors.filter((_, n) => n % 10 === 0);
  return NEWSLETTER.replace(
    /^description: .*$/mu,
    `description: ${quoted(inOneLine(some.slice(0, 3).join(' ')))}`,
  )
    .replace(/^title: .*$/mu, `title: ${quoted(`Harbour ${inOneLine(some[1] ?? '')}`)}`)
    .replace(/^ {2}subscribe: .*$/mu, `  subscribe: ${quoted(some.join('\n\n'))}`)
    .replace(/^ {2}disclaimer: .*$/mu, `  disclaimer: ${quoted(vectors.slice(0, 40).join('\n\n'))}`);
}

function sourcesWith(vectors: readonly string[]): string {
  return `sources:\n${vectors
    .slice(0, 30)
    .map(
      (vector, n) =>
        `  - { id: source-${n}, name: ${quoted(`S${n} ${inOneLine(vector)}`)}, verb: reports, kind: newspaper, domains: [s${n}.example] }`,
    )
    .join('\n')}\n`;
}

function issueWith(number: number, vectors: readonly string[]): string {
  const [first = '', second = first] = vectors;
  const lines = vectors.map(inOneLine);
  return `---
number: ${number}
date: 2026-01-${String((number % 28) + 1).padStart(2, '0')}
subject: ${quoted(`${first} ${second}`)}
preheader: ${quoted(second)}
tags: [${lines.map(quoted).join(', ')}]
---

${vectors.join('\n\n')}

${lines
  .map(
    (line, n) => `## ${line}

### [${line}](https://a.example/${n} "${line.replaceAll('"', "'")}")

${line} reports (5 January): ${line}

> ${line}
> -- ${line}

![${line}](https://a.example/${n}.png "${line}") ${line} [Credit: ${line}]

Tags: ${line}
Language: ${line}

### [x](${line.replaceAll(' ', '%20')})

[Video: ${line}](https://a.example/film) ${line}

[Update, 9 January 2026] ${line}

Disclaimer: ${line}
`,
  )
  .join('\n')}
## Live: ${lines[0] ?? ''}

### 16:40: ${lines[0] ?? ''}

by ${lines[1] ?? ''}, edited by ${lines[0] ?? ''}

${lines.join('\n\n')}

## Events

${lines.map((line) => `### ${line}\n\nWhen: ${line}\nWhere: ${line}\n`).join('\n')}
## Of interest to readers

${lines.map((line) => `- [${line}](https://a.example/) ${line}`).join('\n')}
`;
}
