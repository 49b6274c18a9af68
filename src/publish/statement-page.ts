// The standing statement on a page of its own, with when and where it was adopted.
import { formatDate } from '../model/calendar.ts';
import type { Statement } from '../model/newsletter.ts';
import type { Page } from './page-writer.ts';
import type { PublishInput } from './publish-input.ts';
import { SITE_PATHS } from './site-paths.ts';

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
      description: `${statement.title}: what the publishers of ${title} stand for`,
      context: {
        heading: statement.title,
        adopted: adoptedLine(statement, language),
        bodyHtml: input.renderBlocks(statement.body, { root: '' }),
      },
    },
  ];
}

/** "Adopted in London, 19 July 2008". */
function adoptedLine({ adopted, place }: Statement, language: string): string {
  const where = place === undefined ? '' : ` in ${place}`;
  if (adopted === undefined) return where === '' ? '' : `Adopted${where}`;
  return `Adopted${where}${where === '' ? ' on ' : ', '}${formatDate(adopted, language)}`;
}
