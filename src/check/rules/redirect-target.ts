// `redirects.yaml` leads from where nothing stands any more to where something does. A page hidden behind its own redirect, or a way
// into the void, would be noticed by readers only.
import type { ArchiveIndex } from '../../model/archive-index.ts';
import { readIsoDate } from '../../model/calendar.ts';
import { nearestNames } from '../../model/nearest-names.ts';
import { isElsewhere, redirectKey } from '../../model/redirect.ts';
import { issuePath, periodPath, SITE_PATHS, topicPath } from '../../model/site-paths.ts';
import { tagSlug } from '../../model/slug.ts';
import type { RuleContext, SettingsFinding, SettingsRule } from '../rule.ts';

const PATH = 'issues/redirects.yaml';

/** Pages that stand at the archive's root, the home page left out; those that are not always there included. */
export const ROOT_PAGES: readonly string[] = Object.values(SITE_PATHS).filter(
  (path) => path.endsWith('.html') && path !== SITE_PATHS.home,
);

/** Pages of these folders are known by name; what else there is (feeds, files to take along) is not judged. */
const JUDGED = /^(?:(?:issues|archive|tags|sources)\/)?[^/]+\.html$/u;

export const redirectTarget: SettingsRule = {
  id: 'redirect-target',
  severity: 'error',
  stage: 'settings',
  description:
    'Every line of redirects.yaml leads from an address where no page stands to one where a page does.',
  check: (context) => {
    const { redirects = [], archive } = context;
    if (redirects.length === 0 || archive === undefined) return [];
    const { pages, anchors } = pagesOf(archive, context);
    const moved = new Set(redirects.map(({ from }) => redirectKey(from)));
    return redirects.flatMap((redirect): readonly SettingsFinding[] => {
      const { from, to, fromPlace, toPlace } = redirect;
      const hidden = pages.has(redirectKey(from))
        ? [
            {
              path: PATH,
              place: fromPlace,
              reason: `Unexpected "${from}", expected an address where no page stands`,
              actual: from,
              note: 'The archive has a page there, which nobody would get to see. Take the line out.',
            },
          ]
        : [];
      if (isElsewhere(redirect)) return hidden;
      const key = redirectKey(to);
      const [, anchor] = to.split('#');
      if (JUDGED.test(key) && !pages.has(key) && !moved.has(key)) {
        const [nearest] = nearestNames(key, [...pages]);
        return [
          ...hidden,
          {
            path: PATH,
            place: toPlace,
            reason: `Unexpected "${to}", expected ${nearest === undefined ? 'the address of a page' : `"${nearest}"`}`,
            actual: to,
            ...(nearest === undefined ? {} : { expected: [nearest] }),
            note: 'The archive has no such page. Drafts have none yet.',
          },
        ];
      }
      const isLost = anchor !== undefined && /^(?:no-\d|special-)/u.test(anchor) && anchors.has(key);
      if (!isLost || anchors.get(key)?.has(anchor) === true) return hidden;
      return [
        ...hidden,
        {
          path: PATH,
          place: toPlace,
          severity: 'warning',
          reason: `Unexpected "#${anchor}", expected the id of an item of that issue`,
          actual: `#${anchor}`,
          note: 'Readers come to the top of the page. The link beside an item ends in its id.',
        },
      ];
    });
  },
};

function pagesOf(
  archive: ArchiveIndex,
  { newsletter }: RuleContext,
): { readonly pages: ReadonlySet<string>; readonly anchors: ReadonlyMap<string, ReadonlySet<string>> } {
  const issues = archive.all().filter(({ isDraft, date }) => !isDraft && readIsoDate(date) !== undefined);
  const absent: readonly string[] = [
    ...(newsletter.statement === undefined ? [SITE_PATHS.statement] : []),
    ...(newsletter.about === undefined ? [SITE_PATHS.about] : []),
  ];
  const anchors = new Map(
    issues.map(({ slug, entries }) => [issuePath(slug), new Set(entries.map(({ id }) => id))]),
  );
  return {
    pages: new Set([
      '',
      ...ROOT_PAGES.filter((page) => !absent.includes(page)),
      ...anchors.keys(),
      ...issues.flatMap(({ date, tags, sources }) => [
        periodPath(date.slice(0, 4)),
        periodPath(date.slice(0, 7)),
        ...tags.map((tag) => topicPath('tag', tagSlug(tag))),
        ...sources.flatMap(({ id }) => (id === undefined ? [] : [topicPath('source', id)])),
      ]),
    ]),
    anchors,
  };
}
