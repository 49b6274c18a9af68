// The mail's templates and its style sheet → templates whose every tag carries its own styles, because many mail programs
// throw style sheets away. Done once, on the templates: each tag with a class is set up as a specimen, css-inline styles the
// specimens, and their styles go back into the templates. Filling one in for an issue or a reader inlines nothing.
import { inline } from '@css-inline/css-inline';
import { BroadsideError } from '../model/errors.ts';
import type { TemplateFile, TemplateSet } from '../model/rendered.ts';
import { withoutComments } from './without-comments.ts';

export interface InlinedStyles {
  /** The templates with `style` attributes in place. */
  readonly templates: TemplateSet;
  /** What cannot be inlined: `@media`, `:hover`, `[data-ogsc]`. For a `<style>` in the head. */
  readonly headStyles: string;
  /** For an element that no template holds (those of running text). */
  readonly attributesOf: (classes: string) => { readonly class?: string; readonly style?: string };
}

/** A start tag with a fixed class; `{{rtl}}` as its last class means that the right-to-left form is wanted too. */
const START_TAG = /<([a-z][a-z0-9]*)(?![a-z0-9])([^<>]*?)\sclass="([a-z0-9 -]+?)( \{\{rtl\}\})?"/gu;
const RTL = 'rtl';

/**
 * @param runningText Classes that only running text has: `text`, `link`; each has a right-to-left form.
 * @throws BroadsideError TEMPLATE_INVALID when the style sheet cannot be read
 */
export function inlineStyles(
  templates: TemplateSet,
  styles: TemplateFile,
  runningText: readonly string[],
): InlinedStyles {
  const wanted = new Set(runningText.flatMap((classes) => [classes, `${classes} ${RTL}`]));
  for (const { source } of templates.values()) {
    for (const [, , , classes = '', rtl] of source.matchAll(START_TAG)) {
      wanted.add(classes);
      if (rtl !== undefined) wanted.add(`${classes} ${RTL}`);
    }
  }
  const { styleOf, headStyles } = styleSpecimens([...wanted], styles);
  const attributesOf = (classes: string) => {
    const style = styleOf.get(classes) ?? '';
    const kept = classes.split(' ').filter((name) => headStyles.includes(`.${name}`));
    return { ...(kept.length > 0 && { class: kept.join(' ') }), ...(style !== '' && { style }) };
  };
  const dressed = new Map(
    [...templates].map(([name, file]) => {
      const source = file.source.replace(
        START_TAG,
        (_, tag: string, others: string, classes: string, rtl: string | undefined) => {
          const plain = written(attributesOf(classes));
          const turned = written(attributesOf(`${classes} ${RTL}`));
          const either = rtl === undefined || plain === turned;
          return `<${tag}${others}${either ? plain : `{{#if rtl}}${turned}{{else}}${plain}{{/if}}`}`;
        },
      );
      return [name, { ...file, source }];
    }),
  );
  return { templates: dressed, headStyles, attributesOf };
}

/** The style sheet speaks of classes alone, never of tags, so that one kind of specimen serves for all. */
function styleSpecimens(
  specimens: readonly string[],
  styles: TemplateFile,
): { styleOf: ReadonlyMap<string, string>; headStyles: string } {
  const body = specimens.map((classes) => `<div class="${classes}"></div>`).join('\n');
  const html = inlined(
    `<!doctype html><html><head><style>${styles.source}</style></head><body>${body}</body></html>`,
    styles,
  );
  const found = [...html.matchAll(/<div class="[^"]*"(?: style="([^"]*)")?>/gu)].map(
    (match) => match[1] ?? '',
  );
  const sheets = html
    .split('<style>')
    .slice(1)
    .map((sheet) => sheet.split('</style>')[0]?.trim() ?? '');
  return {
    styleOf: new Map(specimens.map((classes, index) => [classes, found[index] ?? ''])),
    headStyles: compact(sheets.join('\n')),
  };
}

/** One rule to a line, no space that means nothing: this goes to every reader. */
function compact(css: string): string {
  return withoutComments(css)
    .replace(/\s+/gu, ' ')
    .replace(/ ?([{};,]) ?/gu, '$1')
    .replace(/([{;][\w-]+): /gu, '$1:')
    .replace(/;\}/gu, '}')
    .replace(/\}(?!\})/gu, '}\n')
    .trim();
}

function inlined(html: string, styles: TemplateFile): string {
  try {
    return inline(html, {
      keepStyleTags: true,
      keepAtRules: true,
      removeInlinedSelectors: true,
      minifyCss: true,
      // A style sheet that names others would fetch them while an issue is being made.
      loadRemoteStylesheets: false,
    });
  } catch (cause) {
    throw new BroadsideError('TEMPLATE_INVALID', 'The style sheet of the mail cannot be read', {
      cause,
      place: styles.shownPath,
    });
  }
}

function written(attributes: { class?: string; style?: string }): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
}
