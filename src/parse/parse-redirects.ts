// In: `issues/redirects.yaml`. Out: which old address leads to which new one, as paths below the archive's root, and where each stands in
// the file. Whether anything is there is not asked here.
import { z } from 'zod';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { IssueFile } from '../model/issue.ts';
import { isPathName, type Redirect } from '../model/redirect.ts';
import { fitToSchema } from './fit-to-schema.ts';
import { readYaml } from './read-yaml.ts';
import { isWebAddress, lineOfText } from './yaml-values.ts';

const OLD_EXPECTED = 'an address below the archive such as 2016/01/old-page.html, without https://, ? and #';
const NEW_EXPECTED = 'an address below the archive such as issues/0294.html, or a whole one with https://';

/** With what editors show of it; see `settingsSchemas`. */
export const redirectsSchema = z
  .record(
    z.string(),
    lineOfText(NEW_EXPECTED)
      .refine((text) => isWebAddress(text) || isPath(text.replace(/#[^#]*$/u, ''), { mayBeEmpty: true }), {
        error: NEW_EXPECTED,
      })
      .describe('Where it is now: an address below the archive, or a whole one.'),
    { error: 'lines such as "2016/01/old-page.html: issues/0294.html"' },
  )
  .describe(
    'Addresses that have moved: the old one, below the archive, and where whoever comes to it is led.',
  );

/** An empty file, or none, leads nowhere. @param siteUrl What begins with it lies below the archive too. */
export function parseRedirects(
  file: IssueFile,
  siteUrl: string,
): { redirects: readonly Redirect[]; diagnostics: readonly Diagnostic[] } {
  const options = { path: file.path, ruleId: 'redirects-file' };
  const yaml = readYaml(file.value, options);
  if (yaml.value === undefined || yaml.value === null || yaml.value === '')
    return { redirects: [], diagnostics: yaml.diagnostics };
  const { value, diagnostics } = fitToSchema(redirectsSchema, yaml, options);
  const lines = Object.entries(value ?? {});
  const wrong = lines.filter(([from]) => !isPath(from, { mayBeEmpty: false }));
  return {
    redirects: lines
      .filter(([from]) => isPath(from, { mayBeEmpty: false }))
      .map(([from, to]) => ({
        from: decoded(below(from)),
        to: decodedTarget(to.startsWith(siteUrl) ? to.slice(siteUrl.length) : to),
        fromPlace: yaml.placeOfKey([from]),
        toPlace: yaml.placeAt([from]),
      })),
    diagnostics: yaml.isBroken
      ? yaml.diagnostics
      : [
          ...yaml.diagnostics,
          ...diagnostics,
          ...wrong.map(
            ([from]): Diagnostic => ({
              ...options,
              severity: 'error',
              reason: `Unexpected "${from}", expected ${OLD_EXPECTED}`,
              place: yaml.placeOfKey([from]),
              actual: from,
              note: 'A static archive cannot tell addresses apart by what stands behind a ? or a #.',
            }),
          ),
        ],
  };
}

/** The first slash may be there or not: all of it lies below the archive's root. */
function below(address: string): string {
  return address.replace(/^\//u, '');
}

function decodedTarget(to: string): string {
  if (isWebAddress(to)) return new URL(to).href;
  const [path = '', anchor] = to.split('#');
  return `${decoded(below(path))}${anchor === undefined ? '' : `#${decoded(anchor)}`}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** At its end a slash may stand. */
function isPath(written: string, { mayBeEmpty }: { readonly mayBeEmpty: boolean }): boolean {
  const path = decoded(below(written)).replace(/\/$/u, '');
  if (path === '') return mayBeEmpty;
  return path.split('/').every(isPathName);
}
