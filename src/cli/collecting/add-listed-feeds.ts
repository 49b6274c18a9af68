// `collect --opml FILE`: the feeds of a feed reader's list are written into issues/newsletter.yaml, below those that are there; not a letter of what
// stands there is changed. Written and not only shown, because a list has a hundred lines, and pasting is where mistakes are made; with --dry-run shown.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { compileSettings } from '../../compile-settings.ts';
import { unreadable } from '../../files/disk-error.ts';
import { writeText } from '../../files/write-text.ts';
import { type ListedFeed, readOpml } from '../../intake/feeds/read-opml.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Newsletter, SectionName } from '../../model/newsletter.ts';
import { findSection } from '../../model/section-names.ts';
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import type { OpenProject } from '../open-project.ts';
import type { Terminal } from '../terminal.ts';

const MOST_BYTES = 5 * 1024 * 1024;

/** @throws BroadsideError FILE_UNREADABLE, FILE_EXISTS, FILE_UNWRITABLE */
export async function addListedFeeds(
  name: string,
  project: OpenProject,
  isDryRun: boolean,
  terminal: Terminal,
): Promise<CommandResult> {
  const listed = readOpml(await readList(path.resolve(terminal.cwd, name), name));
  if (listed === undefined)
    throw new BroadsideError('FILE_UNREADABLE', `${name} is no list of feeds`, {
      place: name,
      hint: 'Feed readers export their list as OPML: look there for "Export".',
    });
  const { newsletter, sources } = project.settings;
  const known = new Set(
    [...(newsletter.feeds ?? []), ...sources.flatMap(({ feeds }) => feeds ?? [])].map(
      ({ url }) => URL.parse(url)?.href,
    ),
  );
  const added = listed.filter(({ url }) => !known.has(url));
  const rows = added.flatMap((feed) => rowOf(feed, newsletter.sectionOrder));
  const { newsletter: file } = project.files;
  const text = added.length === 0 ? file.value : withRows(file.value, rows);
  // What was made is read again before it is written: the settings must hold exactly these feeds more.
  const isRight =
    text !== undefined && holdsAll(text, project, (newsletter.feeds ?? []).length + added.length);
  const isWritten = isRight && added.length > 0 && !isDryRun;
  if (isWritten)
    await writeText(path.join(project.root, file.path), text, {
      ifExists: 'replace',
      textBefore: file.value,
    });
  const isForHand = added.length > 0 && !isRight;
  const knownCount = listed.length - added.length;
  return {
    exitCode: isForHand ? 1 : 0,
    value: { added, knownCount, isWritten },
    lines: (paint) => [
      ...(isWritten || added.length === 0 ? [] : ['feeds:', ...rows, '']),
      added.length === 0
        ? `All ${countOf(listed.length, 'feed')} of ${name} are in the settings.`
        : `${countOf(added.length, 'feed')} ${isWritten ? `written into ${file.path}` : 'not in the settings yet'}${knownCount > 0 ? `, ${knownCount} there already` : ''}.`,
      ...(isForHand
        ? nextStep(
            `paste these lines into ${file.path}; it has a form in which they cannot be put by a program.`,
            paint,
          )
        : nextStep(
            isWritten
              ? '`broadside collect` asks them for stories.'
              : 'run it without --dry-run to write them.',
            paint,
          ).slice(added.length === 0 ? 2 : 0)),
    ],
  };
}

async function readList(file: string, name: string): Promise<string> {
  try {
    if ((await stat(file)).size > MOST_BYTES)
      throw new BroadsideError('FILE_UNREADABLE', `${name} is larger than 5 MB: no list of feeds`, {
        place: name,
      });
    return await readFile(file, 'utf8');
  } catch (error) {
    throw error instanceof BroadsideError ? error : unreadable(name, error);
  }
}

function rowOf({ url, title, folder }: ListedFeed, sectionOrder: readonly SectionName[]): readonly string[] {
  const section = folder === undefined ? undefined : findSection(folder, sectionOrder);
  return [
    `  - url: ${JSON.stringify(url)}${title === undefined ? '' : ` # ${title.replaceAll('#', '')}`}`,
    ...(section?.kind === 'items' ? [`    section: ${JSON.stringify(section.name)}`] : []),
  ];
}

/** Undefined where `feeds:` has another form than a list in lines. */
function withRows(text: string, rows: readonly string[]): string | undefined {
  const lineEnd = /\r\n|\n/u.exec(text)?.[0] ?? '\n';
  const block = (lines: readonly string[]): string => lines.map((line) => line + lineEnd).join('');
  const lines = text.split(/(?<=\n)/u);
  const open = lines.findIndex((line) => /^feeds\s*:\s*(?:#.*)?$/u.test(line.trimEnd()));
  if (open < 0) {
    if (/^feeds\s*:/mu.test(text)) return undefined;
    const isEnded = text === '' || text.endsWith('\n');
    return `${text}${isEnded ? '' : lineEnd}${block(['', 'feeds:', ...rows])}`;
  }
  const next = lines.findIndex((line, index) => index > open && /^[^\s#-]/u.test(line));
  const inside = lines.slice(open + 1, next < 0 ? undefined : next);
  const last = inside.findLastIndex((line) => /^\s*[^\s#]/u.test(line));
  const indent = /^(\s*)-/u.exec(inside.find((line) => /^\s*-/u.test(line)) ?? '')?.[1] ?? '  ';
  const at = open + 1 + last + 1;
  const before = lines.slice(0, at).join('');
  const fitting = rows.map((row) => indent + row.slice(2));
  return `${before}${before.endsWith('\n') ? '' : lineEnd}${block(fitting)}${lines.slice(at).join('')}`;
}

function holdsAll(text: string, { files, settings }: OpenProject, count: number): boolean {
  const read = compileSettings({ ...files, newsletter: { ...files.newsletter, value: text } }).settings
    ?.newsletter;
  return read?.feeds?.length === count && withoutFeeds(read) === withoutFeeds(settings.newsletter);
}

function withoutFeeds({ feeds: _feeds, rulePlaces: _places, ...others }: Newsletter): string {
  return JSON.stringify(others);
}
