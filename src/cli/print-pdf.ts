// A page on the disk → a PDF, by the Chromium or Chrome of this machine: tagged, with an outline, and without the browser's own head and foot.
// No network: the page's own policy lets it load nothing, and the browser is told to ask for nothing either.
import { execFile } from 'node:child_process';
import { access, constants, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { BroadsideError } from '../model/errors.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'msedge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
/** A year of a daily newsletter has thousands of pages. */
const PRINTING_MS = 300_000;

/** Absolute path. Throws BROWSER_MISSING. */
export async function findChromium(env: Readonly<Record<string, string | undefined>>): Promise<string> {
  const chosen = env['BROADSIDE_CHROMIUM']?.trim() ?? '';
  if (chosen !== '') {
    if (await isProgram(chosen)) return chosen;
    throw new BroadsideError('BROWSER_MISSING', `BROADSIDE_CHROMIUM names ${chosen}, which cannot be run`);
  }
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const ending = process.platform === 'win32' ? '.exe' : '';
  const candidates = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name + ending)));
  for (const candidate of [...candidates, ...PLACES]) if (await isProgram(candidate)) return candidate;
  throw new BroadsideError('BROWSER_MISSING', 'There is no Chromium or Chrome on the PATH');
}

async function isProgram(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** @param page Absolute; the PDF is made beside it. Throws BROWSER_FAILED. */
export async function printPdf(chromium: string, page: string): Promise<Uint8Array> {
  const folder = path.dirname(page);
  const pdf = path.join(folder, 'book.pdf');
  const flags = [
    '--headless',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--user-data-dir=${path.join(folder, 'profile')}`,
    '--no-pdf-header-footer',
    '--export-tagged-pdf',
    '--generate-pdf-document-outline',
    // Chromium refuses to run as root with its sandbox; containers have nobody else.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--print-to-pdf=${pdf}`,
    pathToFileURL(page).href,
  ];
  try {
    await promisify(execFile)(chromium, flags, { timeout: PRINTING_MS, maxBuffer: 1 << 24 });
    return await readFile(pdf);
  } catch (error) {
    throw new BroadsideError('BROWSER_FAILED', `${chromium} printed nothing`, { cause: error });
  }
}
