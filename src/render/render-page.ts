// A page's context → a whole HTML document: the page's own template inside the layout that all pages share.
import type { PageContexts, PageFrame, PageRenderer } from '../model/pages.ts';
import type { FillTemplate } from './compile-templates.ts';
import { tidy } from './tidy.ts';

/** Fields that a page's context may leave out; a template may ask for them all the same. */
const OPTIONAL = ['number', 'previous', 'next', 'homeUrl'];

export function pageRenderer(fill: FillTemplate): PageRenderer {
  return <Name extends keyof PageContexts>(name: Name, context: PageContexts[Name] & PageFrame) => {
    const contentHtml = fill(`site/${name}`, context, OPTIONAL);
    return `${tidy(fill('site/layout', { ...context, contentHtml }, OPTIONAL))}\n`;
  };
}
