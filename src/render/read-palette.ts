// The palette and the typefaces, which stand once, in `styles/tokens.css`. The site's style sheet takes them as custom
// properties; mail programs know none, so the mail's gets their values put in.
import { BroadsideError } from '../model/errors.ts';
import { pointOf } from '../model/place.ts';
import type { TemplateFile } from '../model/rendered.ts';
import { withoutComments } from './without-comments.ts';

/** By name without the dashes: `light-ink` → `#1C1917`. */
export type Palette = ReadonlyMap<string, string>;

const TOKEN = /(?<![\w-])--([a-z0-9-]+)\s*:([^;}]+)/gu;
const USE = /var\(--([a-z0-9-]+)\)/gu;

export function readPalette(tokens: TemplateFile): Palette {
  const css = withoutComments(tokens.source);
  return new Map([...css.matchAll(TOKEN)].map(([, name = '', value = '']) => [name, value.trim()]));
}

/** @throws BroadsideError TEMPLATE_INVALID for a name that the palette has not */
export function fillPalette(styles: TemplateFile, palette: Palette): TemplateFile {
  const source = styles.source.replace(USE, (_, name: string, offset: number) => {
    const value = palette.get(name);
    if (value !== undefined) return value;
    const { line, column } = pointOf(styles.source, offset);
    throw new BroadsideError(
      'TEMPLATE_INVALID',
      `Unexpected name "--${name}", expected one of styles/tokens.css`,
      {
        place: `${styles.shownPath}:${line}:${column}`,
      },
    );
  });
  return { ...styles, source };
}
