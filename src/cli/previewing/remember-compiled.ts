// What a preview keeps from one save to the next: the press, and every compiled issue. One is compiled again when its text has changed, and all
// are when anything has that they are compiled with.
import { type CompiledIssue, compileIssue, preparePress } from '../../compile.ts';
import type { Settings } from '../../compile-settings.ts';
import type { IssueFile } from '../../model/issue.ts';
import type { ProjectFiles } from '../../model/project.ts';
import type { Press } from '../../render/create-press.ts';
import { findingsKeys, groundOf } from '../cache-keys.ts';

export interface CompiledBefore {
  /** @throws BroadsideError TEMPLATE_MISSING, TEMPLATE_INVALID */
  readonly press: Press;
  readonly compile: (file: IssueFile) => CompiledIssue;
}

/** @returns asked once for each state of the project */
export function rememberCompiled(): (files: ProjectFiles, settings: Settings) => CompiledBefore {
  let press: { readonly ground: string; readonly value: Press } | undefined;
  let known: ReadonlyMap<string, Known> = new Map();
  return (files, settings) => {
    const keyOf = findingsKeys(files);
    const ground = groundOf(keyOf);
    if (press?.ground !== ground) press = { ground, value: preparePress(files, settings) };
    const { value } = press;
    const before = known;
    const now = new Map<string, Known>();
    // Issues that are gone are forgotten.
    known = now;
    return {
      press: value,
      compile: (file) => {
        const key = keyOf(file);
        const held = before.get(file.path);
        const one = held?.key === key ? held : { key, compiled: compileIssue(file, settings, value) };
        now.set(file.path, one);
        return one.compiled;
      },
    };
  };
}

interface Known {
  readonly key: string;
  readonly compiled: CompiledIssue;
}
