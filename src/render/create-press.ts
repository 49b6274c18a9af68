// Templates, style sheets, the newsletter and its pictures → a press: the functions that print issues and pages. Everything
// that is the same for all issues is done here, once: templates compiled, the mail's styles inlined, standing texts set.
import type { Block } from '../model/block.ts';
import { directionOfLanguage } from '../model/direction.ts';
import { BroadsideError } from '../model/errors.ts';
import type { Issue } from '../model/issue.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { PageRenderer } from '../model/pages.ts';
import type { ImageFile, RenderedIssue, TemplateFile, TemplateSet } from '../model/rendered.ts';
import type { Source } from '../model/source.ts';
import { compileTemplates, requireTemplates } from './compile-templates.ts';
import { describeBlock } from './describe-block.ts';
import { type Edition, RUNNING_PARTS } from './edition.ts';
import { htmlOfProse } from './html-of-prose.ts';
import { inlineStyles } from './inline-styles.ts';
import { fillPalette, readPalette } from './read-palette.ts';
import { issueRenderer } from './render-issue.ts';
import { pageRenderer } from './render-page.ts';
import { tidy } from './tidy.ts';

export interface Press {
  readonly renderIssue: (issue: Issue) => RenderedIssue;
  readonly renderPage: PageRenderer;
  /** HTML of standing texts (boilerplate, statement) on a page whose way to the archive's root is `root` (`` or `../`). */
  readonly renderBlocks: (blocks: readonly Block[], options: { readonly root: string }) => string;
  /** `styles/site.css`. */
  readonly siteStyles: string;
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
];

/** @throws BroadsideError TEMPLATE_MISSING, TEMPLATE_INVALID */
export function createPress(options: {
  templates: TemplateSet;
  newsletter: Newsletter;
  sources: readonly Source[];
  images: readonly ImageFile[];
}): Press {
  const { templates, newsletter } = options;
  const named = handlebarsOf(templates);
  requireTemplates(named, REQUIRED);
  const tokens = styleSheet(templates, 'styles/tokens.css');
  const mailStyles = inlineStyles(
    new Map([...named].filter(([name]) => name.startsWith('email/'))),
    fillPalette(styleSheet(templates, 'styles/email.css'), readPalette(tokens)),
    [...RUNNING_PARTS, ...RUNNING_PARTS.map((part) => `foot-${part}`)],
  );
  const fill = compileTemplates(new Map([...named, ...mailStyles.templates]), named);
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
      return tidy(fill('site/blocks', { blocks: blocks.map((block) => describeBlock(block, scope)) }));
    },
    siteStyles: `${tokens.source.trimEnd()}\n\n${styleSheet(templates, 'styles/site.css').source}`,
  };
}

/** A template of one line belongs inside a line: its own line end, which every file has, is no part of it. */
function handlebarsOf(templates: TemplateSet): TemplateSet {
  const files = [...templates].filter(([path]) => path.endsWith('.hbs'));
  return new Map(
    files.map(([path, file]) => {
      const line = file.source.trimEnd();
      return [path.slice(0, -'.hbs'.length), line.includes('\n') ? file : { ...file, source: line }];
    }),
  );
}

function styleSheet(templates: TemplateSet, path: string): TemplateFile {
  const file = templates.get(path);
  if (file !== undefined) return file;
  throw new BroadsideError('TEMPLATE_MISSING', `There is no style sheet "${path}"`, {
    place: `templates/${path}`,
  });
}
