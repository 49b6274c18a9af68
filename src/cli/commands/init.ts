// `init DIR`: a new newsletter that already checks, builds and sends to the outbox.
import path from 'node:path';
import { writeText } from '../../files/write-text.ts';
import { localTimeOf } from '../../model/calendar.ts';
import { slugOf } from '../../model/slug.ts';
import { type CommandResult, nextStep } from '../command-result.ts';
import { starterFiles } from '../starter.ts';
import type { Terminal } from '../terminal.ts';
import { schemaFiles } from './schema.ts';

export async function init(
  dir: string,
  options: { readonly title?: string },
  terminal: Terminal,
): Promise<CommandResult> {
  const root = path.resolve(terminal.cwd, dir);
  const title = options.title ?? titleOf(path.basename(root));
  const { date } = localTimeOf(terminal.now(), 'UTC');
  // RFC 2919 §2: the id is of ASCII letters, digits and hyphens.
  const name = slugOf(title.normalize('NFKD').replace(/[^\x20-\x7e]/gu, ''), 'newsletter');
  const starter = starterFiles({ title, date, listId: `${name}.newsletter.example.org` });
  const files = new Map([...starter, ...schemaFiles()]);
  for (const [file, text] of files) await writeText(path.join(root, file), text, { ifExists: 'refuse' });
  const shown = path.relative(terminal.cwd, root) || '.';
  return {
    exitCode: 0,
    value: { dir: root, title, files: [...files.keys()] },
    lines: (paint) => [
      ...[...files.keys()].map((file) => `${paint.done('made')}  ${path.join(shown, file)}`),
      ...nextStep(
        `${shown === '.' ? '' : `cd ${shown}, `}write your names into issues/newsletter.yaml, then \`broadside preview\`.`,
        paint,
      ),
    ],
  };
}

/** "harbour-news" → "Harbour news". */
function titleOf(folder: string): string {
  const words = folder.replaceAll(/[-_.]+/gu, ' ').trim();
  return words === '' ? 'My newsletter' : words.replace(/^./u, (letter) => letter.toUpperCase());
}
