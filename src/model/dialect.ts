// How the issues of a newsletter are written: in the house's own format, or in one of the habits that most other newsletters in Markdown
// have. What a dialect asks of an issue stands here and nowhere else: reading, proofreading and the disk's door look it up.

export const DIALECT_NAMES = ['house', 'bullets', 'lines', 'bold-lead'] as const;

export type DialectName = (typeof DIALECT_NAMES)[number];

/** Every one but the house's own, which is what a newsletter has that names none. */
export type Dialect = Exclude<DialectName, 'house'>;

/**
 * Such newsletters point to pages, and mostly do not say who published them when: nothing of that is missed. What they call an issue in
 * its file's name, and where their sections stand, is their own affair too. `newsletter.yaml` can ask for any of it again.
 */
const RULES_OF_LINKS: Readonly<Record<string, 'off'>> = {
  'source-missing': 'off',
  'source-form': 'off',
  'source-unread': 'off',
  'source-date-missing': 'off',
  'link-missing': 'off',
  'link-home-page': 'off',
  'link-vague': 'off',
  'headline-label': 'off',
  'media-video': 'off',
  'section-unknown': 'off',
  'text-end': 'off',
};

/** Where the address stands behind or below the title, it is no address that somebody forgot to make a link of. */
const RULES_OF_ADDRESSES: Readonly<Record<string, 'off'>> = { 'link-more': 'off', 'link-bare': 'off' };

/** How strict the proofreader is where `newsletter.yaml` says nothing of a rule. */
export function rulesOfDialect(name: DialectName): Readonly<Record<string, 'off'>> {
  if (name === 'house') return {};
  return name === 'lines' ? { ...RULES_OF_LINKS, ...RULES_OF_ADDRESSES } : RULES_OF_LINKS;
}

const SETTING = /^dialect[ \t]*:[ \t]*["']?([a-z-]{1,20})["']?[ \t]*(?:#.*)?$/mu;

/** Of the text of `newsletter.yaml`, whatever else is wrong with it: files are found by it before anything is read. */
export function dialectIn(newsletter: string): Dialect | undefined {
  const written = SETTING.exec(newsletter.replaceAll('\r', ''))?.[1];
  const name = DIALECT_NAMES.find((known) => known === written);
  return name === 'house' ? undefined : name;
}
