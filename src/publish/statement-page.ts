// The standing statement on a page of its own, with when and where it was adopted.
import { formatDate } from '../model/calendar.ts';
import type { Statement } from '../model/newsletter.ts';
import { SITE_PATHS } from '../model/site-paths.ts';
import type { Say } from '../model/words.ts';
import { breadcrumbs } from './linked-data.ts';
import type { Page } from './page-writer.ts';
import type { PublishInput } from './publish-input.ts';

/** No page where there is no statement. */
export function statementPages(input: PublishInput): readonly Page<'statement'>[] {
  const { statement, language, title } = input.newsletter;
  if (statement === undefined) return [];
  return [
    {
      path: SITE_PATHS.statement,
      template: 'statement',
      here: 'statement',
      title: statement.title,
      description: input.say(language, 'statement-description', { statement: statement.title, title }),
      linkedData: [breadcrumbs(input.newsletter, [{ name: statement.title, path: SITE_PATHS.statement }])],
      context: {
        heading: statement.title,
        adopted: adoptedLine(statement, language, input.say),
        bodyHtml: input.renderBlocks(statement.body, { root: '' }),
        signatories: statement.signatories ?? [],
      },
    },
  ];
}

/** "Adopted in London, 19 July 2008". */
function adoptedLine({ adopted, place }: Statement, language: string, say: Say): string {
  if (adopted === undefined) return place === undefined ? '' : say(language, 'adopted-in', { place });
  const date = formatDate(adopted, language);
  return place === undefined
    ? say(language, 'adopted-on', { date })
    : say(language, 'adopted-in-on', { place, date });
}
