// What RSS and Atom have in common as XML: how a browser is to show it, and proof that it is well-formed.
import { SaxesParser } from 'saxes';
import { linkTo, rootOf, SITE_PATHS } from '../../model/site-paths.ts';

/** What of a feed changes on its way through a library of ours: nothing a reader wrote is given to one. */
export interface Frame {
  /** From the declaration to where the items begin. */
  readonly head: string;
  /** From where the items end. */
  readonly tail: string;
}

/**
 * With the style sheets: browsers that still know XSLT make a page of it, the others set it by CSS. A feed reader passes over both.
 * @param path Of the feed, relative to the archive's root.
 */
export function declaration(path: string): string {
  const root = rootOf(path);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<?xml-stylesheet type="text/xsl" href="${linkTo(root, SITE_PATHS.feedSheet)}"?>`,
    `<?xml-stylesheet type="text/css" href="${linkTo(root, SITE_PATHS.feedStyles)}"?>`,
  ].join('\n');
}

/**
 * Of what stands around the items: they are plain text with references and HTML in CDATA, without the characters that XML has no way to write,
 * and reading each again would cost as much as all the rest. @throws Error where it is not: a bug, for texts are cleaned before.
 */
export function checkWellFormed(xml: string, what: string): void {
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw new Error(`${what} is not well-formed XML: ${error.message}`, { cause: error });
  });
  parser.write(xml).close();
}
