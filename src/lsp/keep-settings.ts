// The texts of the settings files go in, settings to check with come out, always the last that could be used: while somebody
// rewrites a row of sources.yaml, every issue that quotes it must not turn red.
import { checkSettings } from '../check/check-archive.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type ProjectTools, SETTINGS_PATHS, type Settings, type SettingsTexts } from './project-tools.ts';

export interface SettingsKeeper {
  /** Undefined until newsletter.yaml could be used once. */
  readonly settings: Settings | undefined;
  /** Of the texts as they are now. */
  readonly diagnostics: readonly Diagnostic[];
  update(texts: SettingsTexts, names: Required<Pick<Settings, 'images' | 'strays'>>): void;
}

export function keepSettings(compileSettings: ProjectTools['compileSettings']): SettingsKeeper {
  let good: Partial<SettingsTexts> = {};
  let settings: Settings | undefined;
  let diagnostics: readonly Diagnostic[] = [];
  return {
    get settings() {
      return settings;
    },
    get diagnostics() {
      return diagnostics;
    },
    update: (texts, names) => {
      const now = compileSettings(texts, names);
      diagnostics = [...now.diagnostics, ...(now.settings === undefined ? [] : checkSettings(now.settings))];
      const broken = new Set<string>(
        now.diagnostics.filter(({ severity }) => severity === 'error').map(({ path }) => path),
      );
      const usable = { ...texts, ...pick(good, broken) };
      good = { ...good, ...pick(texts, new Set(SETTINGS_PATHS.filter((path) => !broken.has(path)))) };
      settings = (broken.size === 0 ? now : compileSettings(usable, names)).settings ?? settings;
    },
  };
}

function pick(texts: Partial<SettingsTexts>, paths: ReadonlySet<string>): Partial<SettingsTexts> {
  return Object.fromEntries(Object.entries(texts).filter(([path]) => paths.has(path)));
}
