// Templates, style sheets and words → what every press works with: the templates compiled, the mail's with their styles written into the
// tags. Apart, because issues and the pages about a subscription are printed on the same machine.
import { BroadsideError } from '../model/errors.ts';
import type { TemplateFile, TemplateSet } from '../model/rendered.ts';
import type { WordSet } from '../model/words.ts';
import { compileTemplates, type FillTemplate, requireTemplates } from './compile-templates.ts';
import { RUNNING_PARTS } from './edition.ts';
import { type InlinedStyles, inlineStyles } from './inline-styles.ts';
import { fillPalette, readPalette } from './read-palette.ts';

export interface PressRoom {
  readonly fill: FillTemplate;
  readonly mailStyles: InlinedStyles;
  /** The palette, then these style sheets of `styles/` one after the other, as one. */
  readonly styleSheet: (names: readonly string[]) => string;
  /** One style sheet with the palette's values put in, for readers that know no custom properties. */
  readonly filledSheet: (name: string) => string;
}

/**
 * @param mailSheets Laid over `styles/email.css`: what only some mails need, and the others are spared.
 * @throws BroadsideError TEMPLATE_MISSING, TEMPLATE_INVALID
 */
export function fitOut(
  templates: TemplateSet,
  words: WordSet,
  { required, mailSheets = [] }: { required: readonly string[]; mailSheets?: readonly string[] },
): PressRoom {
  const named = handlebarsOf(templates);
  requireTemplates(named, required);
  const sheet = (name: string) => styleSheet(templates, `styles/${name}`);
  const tokens = sheet('tokens.css');
  const palette = readPalette(tokens);
  const sheets = ['email.css', ...mailSheets].map((name) => fillPalette(sheet(name), palette));
  const mailStyles = inlineStyles(
    new Map([...named].filter(([name]) => name.startsWith('email/'))),
    {
      shownPath: sheets.map(({ shownPath }) => shownPath).join(', '),
      source: sheets.map(({ source }) => source).join('\n'),
    },
    [...RUNNING_PARTS, ...RUNNING_PARTS.map((part) => `foot-${part}`)],
  );
  return {
    fill: compileTemplates(new Map([...named, ...mailStyles.templates]), named, words),
    mailStyles,
    filledSheet: (name) => `${fillPalette(sheet(name), palette).source.trimEnd()}\n`,
    styleSheet: (names) =>
      `${[tokens, ...names.map(sheet)].map(({ source }) => source.trimEnd()).join('\n\n')}\n`,
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
