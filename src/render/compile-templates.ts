// Handlebars sources → one function per template, compiled once. Everything that can be known to be wrong is found here and
// told with its file, line and column: a missing partial, an unknown helper, a slip in the braces. What only the data can
// show (a misspelt field) is told the same way when it happens.
import Handlebars from 'handlebars';
import { BroadsideError } from '../model/errors.ts';
import { nearestNames } from '../model/nearest-names.ts';
import type { TemplateFile, TemplateSet } from '../model/rendered.ts';
import { BASE_LANGUAGE, placeholdersOf, sayer, type WordSet, type Words } from '../model/words.ts';
import { type PlainContext, plainContext } from './plain-context.ts';
import { SAY_HELPERS, sayHelpers } from './say-helpers.ts';
import { templateHelpers } from './template-helpers.ts';

/** Fills in one template. `optional` names fields that may be missing from the context and from whatever it holds. */
export type FillTemplate = (name: string, context: object, optional?: readonly string[]) => string;

const BUILT_IN_HELPERS = ['each', 'if', 'unless', 'with', 'lookup'];
/** Handlebars' own messages begin so: `Parse error on line 3:`. */
const MISSING_FIELD = /^"(.+)" not defined in/u;
const PARSE_ERROR = /^Parse error on line (\d+)/u;

/**
 * @param sources By name without `.hbs`: `email/issue`. Templates below `text/` are not escaped, all others are.
 * @param asWritten The same as their authors know them (without inlined styles): faults are placed in these.
 * @param words What `{{say "key"}}` says.
 * @throws BroadsideError TEMPLATE_MISSING, TEMPLATE_INVALID, now and whenever a template is filled in
 */
export function compileTemplates(sources: TemplateSet, asWritten: TemplateSet, words: WordSet): FillTemplate {
  const handlebars = Handlebars.create();
  const helpers = { ...templateHelpers, ...sayHelpers(sayer(words)) };
  handlebars.registerHelper(helpers);
  const known = new Set([...BUILT_IN_HELPERS, ...Object.keys(helpers)]);
  const english: Words = words.get(BASE_LANGUAGE) ?? new Map();
  const knownHelpers = Object.fromEntries([...known].map((name) => [name, true]));
  const fills = new Map<string, (context: PlainContext) => string>();
  const trees = new Map([...asWritten].map(([name, file]) => [file, parse(name, file)]));
  for (const [file, tree] of trees) new Inspector(file, asWritten, known, english).accept(tree);
  for (const [name, file] of sources) {
    const compiled = handlebars.compile<PlainContext>(trees.get(file) ?? parse(name, file), {
      strict: true,
      knownHelpersOnly: true,
      knownHelpers: knownHelpers as CompileOptions['knownHelpers'] & object,
      noEscape: name.startsWith('text/'),
      preventIndent: true,
    });
    const fill: Handlebars.TemplateDelegate<PlainContext> = (context, options) =>
      told(asWritten.get(name) ?? file, () => compiled(context, options));
    handlebars.registerPartial(name, fill);
    fills.set(name, fill);
  }
  return (name, context, optional = []) => {
    const fill = fills.get(name);
    if (fill === undefined) throw missing(name, `templates/${name}.hbs`);
    return fill(plainContext(context, optional));
  };
}

/** @throws BroadsideError TEMPLATE_MISSING when one of `names` is not among the sources. */
export function requireTemplates(sources: TemplateSet, names: readonly string[]): void {
  for (const name of names) if (!sources.has(name)) throw missing(name, `templates/${name}.hbs`);
}

function parse(name: string, file: TemplateFile): hbs.AST.Program {
  return told(file, () => Handlebars.parse(file.source, { srcName: name }));
}

/** Handlebars gives up only when a template is first filled in; walking the tree finds the same faults at once. */
class Inspector extends Handlebars.Visitor {
  readonly #file: TemplateFile;
  readonly #sources: TemplateSet;
  readonly #helpers: ReadonlySet<string>;
  readonly #words: Words;

  constructor(file: TemplateFile, sources: TemplateSet, helpers: ReadonlySet<string>, words: Words) {
    super();
    this.#file = file;
    this.#sources = sources;
    this.#helpers = helpers;
    this.#words = words;
  }

  override MustacheStatement(node: hbs.AST.MustacheStatement): void {
    if (node.params.length > 0) this.#helper(node.path);
    this.#said(node);
    super.MustacheStatement(node);
  }

  override BlockStatement(node: hbs.AST.BlockStatement): void {
    if (node.params.length > 0) this.#helper(node.path);
    super.BlockStatement(node);
  }

  override SubExpression(node: hbs.AST.SubExpression): void {
    this.#helper(node.path);
    this.#said(node);
    super.SubExpression(node);
  }

  override PartialStatement(node: hbs.AST.PartialStatement): void {
    this.#partial(node);
    super.PartialStatement(node);
  }

  override PartialBlockStatement(node: hbs.AST.PartialBlockStatement): void {
    this.#partial(node);
    super.PartialBlockStatement(node);
  }

  #helper(path: hbs.AST.Node): void {
    const name = 'original' in path ? String(path.original) : '';
    if (this.#helpers.has(name)) return;
    throw new BroadsideError(
      'TEMPLATE_INVALID',
      `Unexpected helper "${name}", expected one of ${[...this.#helpers].sort().join(', ')}`,
      { place: placeIn(this.#file, path.loc.start.line, path.loc.start.column) },
    );
  }

  /** What is said must be in the message files, and be given what it has places for. */
  #said({ path, params: [key], hash, loc }: hbs.AST.MustacheStatement | hbs.AST.SubExpression): void {
    if (!SAY_HELPERS.includes('original' in path ? String(path.original) : '')) return;
    if (key?.type !== 'StringLiteral') return;
    const name = (key as hbs.AST.StringLiteral).value;
    const message = this.#words.get(name);
    const fault = (reason: string) =>
      new BroadsideError('TEMPLATE_INVALID', reason, {
        place: placeIn(this.#file, loc.start.line, loc.start.column),
      });
    if (message === undefined) {
      const [guess] = nearestNames(name, [...this.#words.keys()]);
      throw fault(
        `Unexpected words "${name}", expected ${guess === undefined ? 'a key of words/en.yaml' : `"${guess}"`}`,
      );
    }
    const given = (hash?.pairs ?? []).map((pair) => pair.key);
    const lacking = placeholdersOf(message).find((each) => !given.includes(each));
    if (lacking !== undefined) throw fault(`Unexpected end of {{say "${name}"}}, expected ${lacking}=…`);
  }

  #partial(node: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement): void {
    const place = placeIn(this.#file, node.loc.start.line, node.loc.start.column);
    if (node.name.type !== 'PathExpression') {
      throw new BroadsideError('TEMPLATE_INVALID', 'Unexpected computed partial, expected a name', { place });
    }
    const name = String((node.name as hbs.AST.PathExpression).original);
    if (name !== '@partial-block' && !this.#sources.has(name)) throw missing(name, place);
  }
}

/** Runs `deed`; what Handlebars throws becomes a failure that names the template. The innermost template is the one at fault. */
function told<T>(file: TemplateFile, deed: () => T): T {
  try {
    return deed();
  } catch (cause) {
    if (cause instanceof BroadsideError || !(cause instanceof Error)) throw cause;
    const { lineNumber, column } = cause as Partial<Handlebars.Exception>;
    const line = Number(lineNumber ?? PARSE_ERROR.exec(cause.message)?.[1] ?? 1);
    const detail = cause.message.split('\n')[0] ?? '';
    const field = MISSING_FIELD.exec(detail)?.[1];
    const found = field === undefined ? -1 : (file.source.split('\n')[line - 1] ?? '').indexOf(field);
    throw new BroadsideError('TEMPLATE_INVALID', plainWords(detail), {
      cause,
      place: placeIn(file, line, found === -1 ? Number(column ?? 0) : found),
    });
  }
}

/** Handlebars' messages in the words of ours. */
function plainWords(message: string): string {
  const field = MISSING_FIELD.exec(message)?.[1];
  if (field !== undefined) return `Unexpected name "${field}", expected one that this template is given`;
  const pair = /^(\S+) doesn't match (\S+)/u.exec(message);
  if (pair !== null) return `Unexpected {{/${pair[2]}}}, expected {{/${pair[1]}}}`;
  return PARSE_ERROR.test(message)
    ? 'Unexpected braces, expected {{name}}, {{#if …}} … {{/if}} or the like'
    : message;
}

function placeIn(file: TemplateFile, line: number, column: number): string {
  return `${file.shownPath}:${line}:${column + 1}`;
}

function missing(name: string, place: string): BroadsideError {
  return new BroadsideError('TEMPLATE_MISSING', `There is no template "${name}.hbs"`, { place });
}
