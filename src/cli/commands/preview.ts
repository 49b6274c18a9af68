// `preview`: the site and each mail in a browser, following every save, until Ctrl-C.
import { archiveFiles, compileArchive } from '../../compile.ts';
import { compileSettings } from '../../compile-settings.ts';
import { findProject } from '../../files/find-project.ts';
import { readCardFonts } from '../../files/read-card-fonts.ts';
import { readProject } from '../../files/read-project.ts';
import { watchProject } from '../../files/watch-project.ts';
import type { IsoInstant } from '../../model/calendar.ts';
import { BroadsideError } from '../../model/errors.ts';
import { createPreview } from '../../server/create-preview.ts';
import { serve } from '../../server/listen.ts';
import { createPreviewState, failedPreviewState, type PreviewState } from '../../server/preview-state.ts';
import { asOfNow } from '../as-of-now.ts';
import type { CommandResult } from '../command-result.ts';
import { rememberCompiled } from '../previewing/remember-compiled.ts';
import { LONGEST_TIMER_MS } from '../process-clock.ts';
import { readSent } from '../read-sent.ts';
import type { Terminal } from '../terminal.ts';

export interface PreviewCommandOptions {
  readonly port: string;
  readonly json?: true;
}

export async function preview(options: PreviewCommandOptions, terminal: Terminal): Promise<CommandResult> {
  const port = readPort(options.port);
  const root = await findProject(terminal.cwd);
  let timer: NodeJS.Timeout | undefined;
  /** A live entry that is held back shows by itself when its time comes. */
  const lookAgainAt = (at: IsoInstant | undefined): void => {
    clearTimeout(timer);
    if (at === undefined) return;
    const waitMs = Math.max(0, Date.parse(at) - Date.parse(terminal.now())) + 50;
    timer = setTimeout(() => shown.changed(), Math.min(waitMs, LONGEST_TIMER_MS)).unref();
  };
  const remembered = rememberCompiled();
  const shown = createPreview({
    load: () => loadState(root, terminal, { remembered, lookAgainAt }),
    onBug: (error) => terminal.complain(String(error)),
  });
  const server = await serve(shown.app, { port });
  const watch = await watchProject(root, () => shown.changed(), {
    onError: (error) => terminal.complain(error.message),
  });
  // Listened for before the address is out: whoever reads it may end the preview in the same moment.
  const interrupted = terminal.untilInterrupted();
  // Said at once: whoever started it wants to open the address, not to wait for the end.
  if (options.json === true) terminal.print(JSON.stringify({ url: server.url }));
  else {
    terminal.print(`${terminal.paint.done('Preview')}  ${server.url}`);
    terminal.print(terminal.paint.dim('         It follows every save. Ctrl-C ends it.'));
  }
  await interrupted;
  clearTimeout(timer);
  await watch.close();
  shown.close();
  await server.close();
  return { exitCode: 0, value: undefined, lines: () => ['', 'Preview ended.'] };
}

interface LoadOptions {
  readonly remembered: ReturnType<typeof rememberCompiled>;
  readonly lookAgainAt: (at: IsoInstant | undefined) => void;
}

/** Read and compiled as a build does, errors and drafts included: what is wrong is shown, not refused. */
async function loadState(
  root: string,
  terminal: Terminal,
  { remembered, lookAgainAt }: LoadOptions,
): Promise<PreviewState> {
  const read = await readProject(root);
  const compiled = compileSettings(read);
  const { diagnostics } = compiled;
  if (compiled.settings === undefined) {
    const first = diagnostics[0];
    return failedPreviewState(
      {
        code: 'SETTINGS_INVALID',
        message: first?.reason ?? 'issues/newsletter.yaml cannot be used',
        hint: first?.note ?? 'Correct issues/newsletter.yaml.',
        ...(first === undefined
          ? {}
          : { place: `${first.path}:${first.place?.start.line ?? 1}:${first.place?.start.column ?? 1}` }),
      },
      diagnostics,
    );
  }
  const { files, nextAt } = asOfNow(read, compiled.settings, terminal.now());
  lookAgainAt(nextAt);
  const sent = await readSent({ root, issues: files.issues, settings: compiled.settings }, terminal);
  const settings = { ...compiled.settings, sent };
  // What was sent is for the archive's checks alone.
  const { press, compile } = remembered(files, compiled.settings);
  const archive = compileArchive(files, settings, press, compile);
  return createPreviewState({
    newsletter: settings.newsletter,
    issues: archive.issues,
    rendered: archive.rendered,
    files: () => archiveFiles(files, archive, press, { isLater: true, cardFonts: readCardFonts }),
    images: files.images,
    diagnostics: [...diagnostics, ...archive.diagnostics],
  });
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/u.test(text) && port <= 65_535) return port;
  throw new BroadsideError('USAGE', `Unexpected port "${text}", expected a number from 0 to 65535`);
}
