// The newsletter → what the templates of mails and of the pages about a subscription say of it.
import { type Direction, directionOf, directionOfLanguage } from '../model/direction.ts';
import type { Newsletter } from '../model/newsletter.ts';

export interface Site {
  readonly title: string;
  readonly shortTitle: string;
  readonly description: string;
  /** `www.example.org/iraq`: the site's address as one would say it. */
  readonly host: string;
  readonly absoluteUrl: string;
  readonly language: string;
  readonly direction: Direction;
  /** The class of right-to-left setting, or empty. */
  readonly rtl: 'rtl' | '';
  readonly postalAddress: readonly string[];
  /** Empty where it runs as the newsletter does. */
  readonly addressDirection: Direction | '';
  readonly statementTitle: string;
}

export function siteOf(newsletter: Newsletter): Site {
  const { title, shortTitle, description, siteUrl, language, postalAddress, statement } = newsletter;
  const direction = directionOfLanguage(language);
  const ofAddress = directionOf(postalAddress.join(' ')) ?? direction;
  return {
    title,
    shortTitle,
    description,
    host: siteUrl.replace(/^https?:\/\//u, '').replace(/\/$/u, ''),
    absoluteUrl: siteUrl,
    language,
    direction,
    rtl: direction === 'rtl' ? 'rtl' : '',
    postalAddress,
    addressDirection: ofAddress === direction ? '' : ofAddress,
    statementTitle: statement?.title ?? '',
  };
}
