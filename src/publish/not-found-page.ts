// `404.html`: what web servers, `serve` and the preview show where there is nothing.

import { linkTo, SITE_PATHS } from '../model/site-paths.ts';
import type { Page } from './page-writer.ts';
import type { PublishInput } from './publish-input.ts';

export function notFoundPage({ newsletter, say }: PublishInput): Page<'not-found'> {
  const { language, siteUrl } = newsletter;
  const { pathname } = new URL(siteUrl);
  return {
    path: SITE_PATHS.notFound,
    template: 'not-found',
    here: 'nowhere',
    title: say(language, 'not-found-title'),
    description: say(language, 'not-found-lead'),
    isUnlisted: true,
    root: pathname,
    context: { homeUrl: pathname, archiveUrl: linkTo(pathname, SITE_PATHS.archive) },
  };
}
