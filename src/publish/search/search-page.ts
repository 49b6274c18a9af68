// The page with the form, and the choices in it: the tags and sources with most entries, and every year.
import type { SearchChoice, SearchPage } from '../../model/pages.ts';
import { periodPath, SITE_PATHS, scriptPath } from '../../model/site-paths.ts';
import type { Page } from '../page-writer.ts';
import type { PublishedIssue, PublishInput } from '../publish-input.ts';
import type { Topic } from '../topics.ts';

/** A list of more is no choice, and weighs more than a search: rarer ones are found by typing their names. */
const MOST_CHOICES = 200;

/** @param version Of the index: changes whenever a piece of it does. */
export function searchPage(
  input: PublishInput,
  issues: readonly PublishedIssue[],
  topics: { readonly tags: readonly Topic[]; readonly sources: readonly Topic[] },
  version: string,
): Page<'search'> {
  const { language, title } = input.newsletter;
  const years = [...new Set(issues.map(({ issue }) => issue.date.slice(0, 4)))].sort().reverse();
  const context: SearchPage = {
    version,
    tags: commonest(topics.tags),
    sources: commonest(topics.sources),
    years: years.map((year) => ({ value: year, name: year, url: periodPath(year) })),
  };
  return {
    path: SITE_PATHS.search,
    template: 'search',
    here: 'search',
    title: input.say(language, 'search'),
    description: input.say(language, 'search-description', { title }),
    scripts: [scriptPath('search.js')],
    context,
  };
}

/** In the order in which they came, which is that of their names. */
function commonest(topics: readonly Topic[]): readonly SearchChoice[] {
  const few = new Set(topics.toSorted((a, b) => b.count - a.count).slice(0, MOST_CHOICES));
  return topics.filter((topic) => few.has(topic)).map(({ id, name }) => ({ value: id, name }));
}
