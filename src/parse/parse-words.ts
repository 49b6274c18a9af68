// In: the files `words/xx.yaml` of the templates, a project's own laid over the program's. Out: the words of every language, complete,
// and each slip with its place: a key that nothing asks for, a placeholder that nothing fills, a plural form the language has not.
import type { Diagnostic } from '../model/diagnostic.ts';
import { nearestNames } from '../model/nearest-names.ts';
import type { TemplateFile, TemplateSet } from '../model/rendered.ts';
import {
  BASE_LANGUAGE,
  type Message,
  PLURAL_FORMS,
  type PluralForm,
  placeholdersOf,
  type WordSet,
  type Words,
} from '../model/words.ts';
import { readYaml, type YamlText } from './read-yaml.ts';

const WORDS_FILE = /^words\/(.+)\.ya?ml$/u;
const RULE = 'words-file';

/** Never throws. Without the English file there are no words at all. */
export function parseWords(templates: TemplateSet): {
  words: WordSet;
  diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const layers = new Map<string, readonly TemplateFile[]>();
  for (const [path, file] of templates) {
    const name = WORDS_FILE.exec(path)?.[1];
    if (name === undefined) continue;
    const language = languageNamed(name);
    if (language === undefined) diagnostics.push(misnamed(file));
    else
      layers.set(language, [...(layers.get(language) ?? []), ...(file.beneath ? [file.beneath] : []), file]);
  }
  const base = layers.get(BASE_LANGUAGE)?.[0];
  // The program's own English says which keys there are, and what each is given.
  const known: Words =
    base === undefined ? new Map() : readLayer(base, BASE_LANGUAGE, undefined, diagnostics);
  const read = new Map<string, Words>();
  for (const [language, files] of layers) {
    const parts = files.map((file) => readLayer(file, language, known, diagnostics));
    read.set(language, new Map(parts.flatMap((part) => [...part])));
  }
  const complete = [...read].map(([language]) => [language, completed(language, read, known)] as const);
  return { words: new Map(complete.sort(([a], [b]) => (a < b ? -1 : 1))), diagnostics };
}

function languageNamed(name: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(name)[0];
  } catch {
    return undefined;
  }
}

function misnamed(file: TemplateFile): Diagnostic {
  return {
    ruleId: RULE,
    severity: 'error',
    reason: 'Unexpected file name, expected a language such as fr.yaml or pt-BR.yaml',
    path: file.shownPath,
  };
}

/** @param known Undefined while the keys themselves are being learnt. */
function readLayer(
  file: TemplateFile,
  language: string,
  known: Words | undefined,
  diagnostics: Diagnostic[],
): Words {
  const yaml = readYaml(file.source, { path: file.shownPath, ruleId: RULE });
  const report = (reason: string, place: Diagnostic['place']) =>
    diagnostics.push({
      ruleId: RULE,
      severity: 'error',
      reason,
      path: file.shownPath,
      ...(place !== undefined && { place }),
    });
  diagnostics.push(...yaml.diagnostics);
  if (yaml.value === undefined || yaml.value === '' || yaml.isBroken) return new Map();
  if (typeof yaml.value !== 'object' || yaml.value === null || Array.isArray(yaml.value)) {
    report('Unexpected text, expected lines such as "subscribe: Subscribe"', yaml.placeAt([]));
    return new Map();
  }
  const words = new Map<string, Message>();
  for (const [key, value] of Object.entries(yaml.value)) {
    const english = known?.get(key);
    if (known !== undefined && english === undefined) {
      const [guess] = nearestNames(key, [...known.keys()]);
      report(
        `Unexpected key "${key}", expected ${guess === undefined ? 'one of templates/words/en.yaml' : `"${guess}"`}`,
        yaml.placeOfKey([key]),
      );
      continue;
    }
    const message = readMessage(value, { key, language, yaml, report });
    if (message === undefined) continue;
    const strange = english === undefined ? undefined : strangePlaceholder(message, english);
    if (strange === undefined) words.set(key, message);
    else report(strange, yaml.placeAt([key]));
  }
  return words;
}

function readMessage(
  value: unknown,
  {
    key,
    language,
    yaml,
    report,
  }: {
    key: string;
    language: string;
    yaml: YamlText;
    report: (reason: string, place: Diagnostic['place']) => void;
  },
): Message | undefined {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report(`Unexpected ${value === '' ? 'gap' : 'list'} for "${key}", expected a text`, yaml.placeAt([key]));
    return undefined;
  }
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const texts = new Map<PluralForm, string>();
  for (const [form, text] of Object.entries(value)) {
    const name = PLURAL_FORMS.find((each) => each === form);
    if (name === undefined || !forms.includes(name)) {
      report(
        `Unexpected plural form "${form}", expected ${PLURAL_FORMS.filter((each) => forms.includes(each)).join(', ')}`,
        yaml.placeOfKey([key, form]),
      );
    } else if (typeof text !== 'string' || text.trim() === '') {
      report(`Unexpected gap for "${form}", expected a text`, yaml.placeOfKey([key, form]));
    } else texts.set(name, text.trim());
  }
  const other = texts.get('other');
  if (other !== undefined) return { ...Object.fromEntries(texts), other };
  report(`Unexpected gap for "${key}", expected the plural form "other"`, yaml.placeOfKey([key]));
  return undefined;
}

function strangePlaceholder(message: Message, english: Message): string | undefined {
  const given = placeholdersOf(english);
  const strange = placeholdersOf(message).find((name) => !given.includes(name));
  if (strange === undefined) return undefined;
  const expected =
    given.length === 0 ? 'none in this message' : given.map((name) => `{${name}}`).join(' or ');
  return typeof message !== 'string' && strange === 'count' && typeof english === 'string'
    ? 'Unexpected plural forms, expected one text'
    : `Unexpected {${strange}}, expected ${expected}`;
}

/** English, over it the language without its region, over it the language itself. */
function completed(language: string, read: ReadonlyMap<string, Words>, known: Words): Words {
  const parts = language.split('-');
  const chain = parts.map((_, index) => read.get(parts.slice(0, index + 1).join('-')) ?? new Map());
  return new Map([known, read.get(BASE_LANGUAGE) ?? known, ...chain].flatMap((part) => [...part]));
}
