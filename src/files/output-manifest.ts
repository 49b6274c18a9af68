// What earlier builds wrote below `out/`, so that the next one takes away only its own, and what it must remember of them.
// No times and no sums stand in it: the same build leaves the same bytes.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BroadsideError } from '../model/errors.ts';
import { isAbsence, unreadable } from './disk-error.ts';
import { isSafePath } from './safe-path.ts';

export interface OutputManifest {
  /** POSIX paths relative to `out/`, sorted. */
  readonly files: readonly string[];
  /** JSON that the caller of `writeOutput` left for the next build; absent when there was none. */
  readonly published?: unknown;
}

export const MANIFEST_NAME = '.manifest.json';

/** One build asks several times: what says the same need not be understood again. */
let last: { readonly text: string; readonly manifest: OutputManifest } | undefined;

/**
 * The manifest of `outDir`; an empty one before the first build.
 * @throws BroadsideError FILE_UNREADABLE when it was tampered with or torn
 */
export async function readManifest(outDir: string): Promise<OutputManifest> {
  const path = join(outDir, MANIFEST_NAME);
  const text = await readFile(path, 'utf8').catch((error) => {
    if (isAbsence(error)) return '{"files":[]}';
    throw unreadable(path, error);
  });
  if (text === last?.text) return last.manifest;
  const manifest = parseManifest(text);
  if (manifest !== undefined) last = { text, manifest };
  if (manifest !== undefined) return manifest;
  throw new BroadsideError('FILE_UNREADABLE', `${path} is not as the last build left it`, {
    place: path,
    hint: `Delete the folder ${outDir} and build again: everything in it is made anew.`,
  });
}

/** One path a line, so that two builds can be compared by eye. */
export function formatManifest(manifest: OutputManifest): string {
  return `${JSON.stringify(manifest, undefined, 1)}\n`;
}

function parseManifest(text: string): OutputManifest | undefined {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || !('files' in value)) return undefined;
  const { files } = value;
  if (!Array.isArray(files) || !files.every((path) => typeof path === 'string' && isSafePath(path))) {
    return undefined;
  }
  return 'published' in value ? { files, published: value.published } : { files };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
