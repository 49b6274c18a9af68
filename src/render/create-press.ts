// Templates, style sheets, the newsletter and its pictures → a press: the functions that print issues and pages. Everything
// that is the same for all issues is done here, once: templates compiled, the mail's styles inlined, standing texts set.
import type { Block } from '../model/block.ts';
import { directionOfLanguage } from '../model/direction.ts';
import type { Issue } from '../model/issue.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { PageRenderer } from '../model/pages.ts';
import type { ImageFile, RenderedIssue, TemplateSet } from '../model/rendered.ts';
import type { Source } from '../model/source.ts';
import { type Say, sayer, type WordSet } from '../model/words.ts';
import { describeBlock } from './describe-block.ts';
import type { Edition } from './edition.ts';
import { feedDress } from './feed-dress.ts';
import { htmlOfProse } from './html-of-prose.ts';
import { fitOut } from './press-room.ts';
import { issueRenderer } from './render-issue.ts';
import { pageRenderer } from './render-page.ts';
import { tidy } from './tidy.ts';

export interface Press {
  readonly renderIssue: (issue: Issue) => RenderedIssue;
  readonly renderPage: PageRenderer;
  /** HTML of standing texts (boilerplate, statement) on a page whose way to the archive's root is `root` (`` or `../`). */
  readonly renderBlocks: (blocks: readonly Block[], options: { readonly root: string }) => string;
  readonly say: Say;
  /** `styles/site.css`. */
  readonly siteStyles: string;
  /** `styles/book.css`. */
  readonly bookStyles: string;
  /** `styles/feed.xsl` and `styles/feed.css`. */
  readonly feedSheet: string;
  readonly feedStyles: string;
  /** The archive's own scripts, by name: `live.js`. */
  readonly siteScripts: ReadonlyMap<string, string>;
}

/** Width of the mail's column (600) less its margins, and of the page's measure at its largest. CSS pixels. */
const MAIL_PICTURE_PX = 536;
const PAGE_PICTURE_PX = 1224;
/** The column of times in styles/email.css. */
const MAIL_TIME_PX = 92;

const REQUIRED = [
  'email/issue',
  'email/blocks',
  'text/issue',
  'feed/issue',
  'site/layout',
  'site/entry',
  'site/issue-body',
  'site/blocks',
  'site/home',
  'site/issue',
  'site/archive',
  'site/topic',
  'site/topics',
  'site/statement',
  'site/corrections',
  'site/follow',
  'feed/sheet',
  'site/not-found',
  'site/moved',
  'site/search',
  'site/about',
  'site/events',
];

/** @throws BroadsideError TEMPLATE_MISSING, TEMPLATE_INVALID */
export function createPress(options: {
  templates: TemplateSet;
  words: WordSet;
  newsletter: Newsletter;
  sources: readonly Source[];
  images: readonly ImageFile[];
}): Press {
  const { templates, words, newsletter } = options;
  const say = sayer(words);
  const { fill, mailStyles, styleSheet, filledSheet } = fitOut(templates, words, { required: REQUIRED });
  const dressed = (prefix: string): Edition['dress'] => {
    return (part, isRtl) => mailStyles.attributesOf(`${prefix}${part}${isRtl ? ' rtl' : ''}`);
  };
  const images = new Map(options.images.map((image) => [image.path, image]));
  const root = newsletter.siteUrl;
  const mail: Edition = {
    name: 'mail',
    root,
    dress: dressed(''),
    images,
    widestPx: MAIL_PICTURE_PX,
    widestBesideTimePx: MAIL_PICTURE_PX - MAIL_TIME_PX,
  };
  const page: Edition = {
    name: 'page',
    root: '../',
    dress: () => ({}),
    images,
    widestPx: PAGE_PICTURE_PX,
    widestBesideTimePx: PAGE_PICTURE_PX,
  };
  return {
    renderIssue: issueRenderer({
      newsletter,
      fill,
      say,
      mail,
      mailFoot: { ...mail, dress: dressed('foot-') },
      page,
      feed: { ...page, name: 'feed', root },
      headStyles: mailStyles.headStyles,
    }),
    renderPage: pageRenderer(fill),
    renderBlocks: (blocks, { root: way }) => {
      const edition = { ...page, root: way };
      const { language } = newsletter;
      const prose = htmlOfProse(edition);
      const scope = { edition, prose, language, direction: directionOfLanguage(language), definitions: [] };
      return tidy(
        fill('site/blocks', { blocks: blocks.map((block) => describeBlock(block, scope)), language }),
      );
    },
    say,
    siteStyles: styleSheet(['page.css', 'site.css']),
    bookStyles: filledSheet('book.css'),
    ...feedDress({ fill, styleSheet, say, newsletter }),
    siteScripts: scriptsOf(templates),
  };
}

function scriptsOf(templates: TemplateSet): ReadonlyMap<string, string> {
  const prefix = 'scripts/';
  return new Map(
    [...templates]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, { source }]) => [path.slice(prefix.length), source]),
  );
}
