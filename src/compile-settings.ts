// The settings files go in, and what every issue of a project is compiled with comes out. Apart from `compile.ts`, so that a command that
// asks the settings and no issue (`worker`, `serve`, `subscribers`) loads no proofreader and no templates.
import type { SentDigest } from './check/rule.ts';
import { compareDiagnostics, type Diagnostic } from './model/diagnostic.ts';
import type { Newsletter } from './model/newsletter.ts';
import type { KeptIds, ProjectFiles } from './model/project.ts';
import type { Redirect } from './model/redirect.ts';
import type { Source } from './model/source.ts';
import { parseIds } from './parse/parse-ids.ts';
import { parseNewsletter } from './parse/parse-newsletter.ts';
import { parseRedirects } from './parse/parse-redirects.ts';
import { parseSources } from './parse/parse-sources.ts';

/** What every issue of a project is compiled with. */
export interface Settings {
  readonly newsletter: Newsletter;
  readonly sources: readonly Source[];
  readonly ids: KeptIds;
  /** Paths relative to `issues/`. */
  readonly images: ReadonlySet<string>;
  /** Names in `issues/` that look as if they were meant to be issues, and are not read. */
  readonly strays?: readonly string[];
  /** What has moved, by `redirects.yaml`. */
  readonly redirects?: readonly Redirect[];
  /** What was sent and has changed since, by slug. */
  readonly sent?: ReadonlyMap<string, SentDigest>;
}

/** Reads the settings files. `settings` is absent when `newsletter.yaml` cannot be used at all; then there are errors. */
export function compileSettings(project: ProjectFiles): {
  settings?: Settings;
  diagnostics: readonly Diagnostic[];
} {
  const { newsletter, diagnostics } = parseNewsletter(project.newsletter);
  const sources = parseSources(project.sources);
  const ids = parseIds(project.ids);
  const { redirects, diagnostics: ofRedirects } =
    project.redirects === undefined
      ? { redirects: [], diagnostics: [] }
      : parseRedirects(project.redirects, newsletter?.siteUrl ?? '');
  const all = [...diagnostics, ...sources.diagnostics, ...ids.diagnostics, ...ofRedirects].sort(
    compareDiagnostics,
  );
  if (newsletter === undefined) return { diagnostics: all };
  const images = new Set(project.images.map(({ path }) => path));
  const { strays = [] } = project;
  return {
    settings: {
      newsletter,
      sources: sources.sources,
      ids: ids.ids,
      images,
      strays,
      ...(redirects.length === 0 ? {} : { redirects }),
    },
    diagnostics: all,
  };
}
