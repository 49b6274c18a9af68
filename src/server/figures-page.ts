// The private page of figures: counts only, never who. Behind a signed link that ends; without it there is nothing to see, and nothing says that there is
// anything. It makes its pictures itself: no script, and nothing from elsewhere.
import { Hono } from 'hono';
import { readDatedToken } from '../audience/dated-token.ts';
import type { TokenKey } from '../audience/token.ts';
import type { IsoInstant } from '../model/calendar.ts';
import { FIGURES_STYLES } from './figures-styles.ts';
import { expiredFiguresPage, figuresPage } from './figures-view.ts';
import { type FiguresDoors, readFigures } from './read-figures.ts';

export interface FiguresPageOptions extends FiguresDoors {
  /** Of the newsletter. */
  readonly title: string;
  readonly listId: string;
  readonly tokenKeys: () => Promise<readonly TokenKey[]>;
  readonly now: () => IsoInstant;
}

/** How long a link of `broadside stats --link` holds. */
export const FIGURES_LINK_MS = 24 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
const SPANS = { '30d': 30, '90d': 90, '1y': 365, all: 36_500 } as const;
export type FiguresSpan = keyof typeof SPANS;
const MOST_ISSUES = 52;

/** `TOKEN` and `figures.css`, below wherever it is mounted: `stats/` of the front door. */
export function createFiguresPage(options: FiguresPageOptions): Hono {
  const { figures, returned, title, listId, tokenKeys, now } = options;
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header('Cache-Control', 'private, no-store');
    c.header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('X-Robots-Tag', 'noindex, nofollow');
    // The address is the key to the page.
    c.header('Referrer-Policy', 'no-referrer');
  });
  app.get('/figures.css', (c) => c.body(FIGURES_STYLES, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
  app.get('/:token', async (c) => {
    const link = readDatedToken(c.req.param('token'), { purpose: 'stats', listId }, await tokenKeys());
    if (link === undefined) return c.notFound();
    const at = now();
    if (Date.parse(at) - Date.parse(link.at) > FIGURES_LINK_MS) return c.html(expiredFiguresPage(title), 410);
    const span = spanOf(c.req.query('span'));
    const since = new Date(Math.max(0, Date.parse(at) - SPANS[span] * DAY_MS)).toISOString();
    const summary = await readFigures({ figures, returned }, { since, at, mostIssues: MOST_ISSUES });
    return c.html(figuresPage(summary, { title, span, endsAt: endOf(link.at) }));
  });
  return app;
}

function spanOf(text: string | undefined): FiguresSpan {
  return text === '30d' || text === '1y' || text === 'all' ? text : '90d';
}

function endOf(madeAt: IsoInstant): IsoInstant {
  return new Date(Date.parse(madeAt) + FIGURES_LINK_MS).toISOString();
}
