// Puts the frame that all pages share around what one page says of its own, and has it rendered.
import type { IsoDate } from '../model/calendar.ts';
import { type Direction, directionOfLanguage } from '../model/direction.ts';
import type {
  FeedLink,
  MovedTo,
  PageContexts,
  PageFrame,
  SharedArticle,
  SharedPicture,
  SiteContext,
} from '../model/pages.ts';
import type { OutputFile } from '../model/rendered.ts';
import { absoluteUrl, linkTo, rootOf } from '../model/site-paths.ts';
import { madeFile } from './made-file.ts';
import { printOfContext } from './print-of-context.ts';
import type { PublishInput } from './publish-input.ts';

/** One page before it is rendered. */
export interface Page<Name extends keyof PageContexts> {
  /** Relative to the archive's root. */
  readonly path: string;
  readonly template: Name;
  readonly here: PageFrame['here'];
  readonly title: string;
  readonly description: string;
  /** The newsletter's own, unless the page is an issue in another. */
  readonly language?: string;
  readonly direction?: Direction;
  /** Paths relative to the archive's root. */
  readonly scripts?: readonly string[];
  /** JSON-LD, one document each. */
  readonly linkedData?: readonly object[];
  readonly picture?: SharedPicture;
  /** The last day on which something that it shows came or changed; absent where no date tells. */
  readonly changedOn?: IsoDate;
  /** Of a page that is an issue. */
  readonly article?: SharedArticle;
  /** Nobody is to find it: it stands for what is not there, or not there any more. */
  readonly isUnlisted?: true;
  /** Where whoever comes to it is led at once; `url` from the page. */
  readonly movedTo?: MovedTo;
  /** Where its links begin, if not by its path: what is shown at any address begins at the host's root. */
  readonly root?: string;
  readonly context: PageContexts[Name];
  /** Another for every other context and linked data, where that can be told without making them: then both are made when they are asked for. */
  readonly told?: string | undefined;
}

export type PageWriter = <Name extends keyof PageContexts>(page: Page<Name>, more?: PageMore) => OutputFile;

/** What a page says of the rest of the archive. */
export interface PageMore {
  /** URLs relative to the page. */
  readonly feeds?: readonly FeedLink[];
  /** Shown where the page is shared. */
  readonly picture?: SharedPicture | undefined;
}

export function createPageWriter(
  input: PublishInput,
  shown: Pick<SiteContext, 'hasCorrections' | 'hasEvents'>,
): PageWriter {
  const { newsletter } = input;
  const sites = new Map<string, SiteContext>();
  const siteFor = (root: string): SiteContext => {
    const site = sites.get(root) ?? { ...siteContext(input, root), ...shown };
    sites.set(root, site);
    return site;
  };
  return (page, { feeds = [], picture = page.picture } = {}) => {
    const root = page.root ?? rootOf(page.path);
    const language = page.language ?? newsletter.language;
    const frame = (): PageFrame => ({
      pageTitle: page.title,
      pageDescription: page.description,
      absoluteUrl: absoluteUrl(newsletter.siteUrl, page.path),
      root,
      language,
      direction: page.direction ?? directionOfLanguage(language),
      site: siteFor(root),
      feeds,
      scripts: (page.scripts ?? []).map((path) => linkTo(root, path)),
      linkedData: (page.linkedData ?? []).map(scriptText),
      pictures: picture === undefined ? [] : [picture],
      articles: page.article === undefined ? [] : [page.article],
      locale: localeOf(language),
      moved: page.movedTo === undefined ? [] : [page.movedTo],
      isListed: page.isUnlisted !== true,
      here: page.here,
    });
    const told = () => ({ ...page.context, ...frame() });
    return madeFile(
      input,
      { path: `site/${page.path}`, mediaType: 'text/html; charset=utf-8' },
      () => {
        const known =
          page.told === undefined
            ? printOfContext(told())
            : printOfContext({ ...ownOf(page), feeds, picture, shown });
        return known === undefined ? undefined : `${page.template}\n${known}`;
      },
      () => input.renderPage(page.template, told()),
    );
  };
}

/** Of a page whose context nobody need make: all that it says of itself; the rest of its frame is made of settings alone. */
function ownOf(page: Page<keyof PageContexts>): object {
  const { told, path, title, description, language, direction, scripts, changedOn, article } = page;
  return { told, path, title, description, language, direction, scripts, changedOn, article };
}

function siteContext(input: PublishInput, root: string): Omit<SiteContext, 'hasCorrections' | 'hasEvents'> {
  const { newsletter, renderBlocks } = input;
  return {
    title: newsletter.title,
    shortTitle: newsletter.shortTitle,
    description: newsletter.description,
    host: new URL(newsletter.siteUrl).host,
    language: newsletter.language,
    direction: directionOfLanguage(newsletter.language),
    absoluteUrl: newsletter.siteUrl,
    hasStatement: newsletter.statement !== undefined,
    hasAbout: newsletter.about !== undefined,
    statementTitle: newsletter.statement?.title ?? '',
    signUpUrl: newsletter.hasFrontDoor ? `${newsletter.listUrl}subscribe` : '',
    signUpOrigin: newsletter.hasFrontDoor ? new URL(newsletter.listUrl).origin : '',
    subscribeHtml: renderBlocks(newsletter.boilerplate.subscribe, { root }),
    disclaimerHtml: renderBlocks(newsletter.boilerplate.disclaimer, { root }),
    postalAddress: newsletter.postalAddress,
  };
}

/** `ar_EG`: Open Graph asks for a country too. English is British, as in our dates. */
function localeOf(language: string): string {
  if (language === 'en') return 'en_GB';
  const { language: base, region } = new Intl.Locale(language).maximize();
  return region === undefined ? base : `${base}_${region}`;
}

/** JSON in which nothing can end or comment out the element that it stands in (HTML Standard §4.12.1.3). */
function scriptText(document: object): string {
  return JSON.stringify(document).replaceAll('<', '\\u003C');
}
