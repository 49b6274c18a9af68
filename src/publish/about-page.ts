// Who makes the newsletter, and how: the editors' own text on a page of its own.

import { SITE_PATHS } from '../model/site-paths.ts';
import { breadcrumbs } from './linked-data.ts';
import type { Page } from './page-writer.ts';
import type { PublishInput } from './publish-input.ts';

/** No page where there is no such text. */
export function aboutPages({ newsletter, renderBlocks, say }: PublishInput): readonly Page<'about'>[] {
  const { about, language, title } = newsletter;
  if (about === undefined) return [];
  const heading = say(language, 'about-heading', { title });
  return [
    {
      path: SITE_PATHS.about,
      template: 'about',
      here: 'about',
      title: say(language, 'about'),
      description: say(language, 'about-description', { title }),
      linkedData: [breadcrumbs(newsletter, [{ name: say(language, 'about'), path: SITE_PATHS.about }])],
      context: { heading, bodyHtml: renderBlocks(about, { root: '' }) },
    },
  ];
}
