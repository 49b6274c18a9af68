// A position goes in, what could be written there comes out, the most used first: sources, tags, sections, pictures, names of rules,
// keys of the front matter.
import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  type Position,
} from 'vscode-languageserver/node';
import { DESCRIPTIONS } from '../check/rules.ts';
import type { Source } from '../model/source.ts';
import { FRONT_MATTER_KEYS } from '../parse/read-front-matter.ts';
import { type CompletionPlace, completionPlace } from './completion-place.ts';
import { rangeOf } from './positions.ts';
import type { Proof } from './proof.ts';
import { timesNamed } from './source-use.ts';
import type { OpenFile } from './workspace.ts';

interface Offer extends Pick<CompletionItem, 'label' | 'detail' | 'kind' | 'filterText'> {
  /** What is written; the label unless given. */
  readonly text?: string;
  /** The same with places to fill in, for an editor that knows such things. */
  readonly snippet?: string;
  /** The more, the further up. */
  readonly uses: number;
}

const KEY_DETAILS: Readonly<Record<(typeof FRONT_MATTER_KEYS)[number], string>> = {
  number: 'the number of the issue, as in its file name',
  date: 'the day of the issue: 2016-01-28',
  title: 'of a special; an issue with a number has one already',
  subject: 'of the mail, where it is not the title',
  preheader: 'the sentence that a mail program shows beside the subject',
  tags: 'of the issue as a whole: [ports, housing]',
  language: 'en, ar …, where it is not the newsletter’s',
  timeZone: 'Europe/London …, where it is not the newsletter’s',
  live: 'ended, once no more entries come to its live section',
  liveOrder: 'newest-first or newest-last: how readers see a live section, however it is written',
  draft: 'true as long as the issue is neither published nor sent',
};

export function complete(position: Position, file: OpenFile): CompletionItem[] {
  const { document, proof, options } = file;
  if (proof === undefined) return [];
  const place = completionPlace(document.getText(), document.offsetAt(position));
  if (place === undefined) return [];
  const range = rangeOf(document, place.start, place.end);
  const isFilledIn = options.abilities.takesSnippets;
  return [...offersFor(place, file, proof)]
    .sort((a, b) => b.uses - a.uses)
    .map(({ text, snippet, uses: _, ...offer }, index) => ({
      ...offer,
      sortText: String(index).padStart(5, '0'),
      ...(isFilledIn && snippet !== undefined
        ? { insertTextFormat: InsertTextFormat.Snippet, textEdit: { range, newText: snippet } }
        : { textEdit: { range, newText: text ?? offer.label } }),
    }));
}

function offersFor(place: CompletionPlace, file: OpenFile, proof: Proof): readonly Offer[] {
  switch (place.wanted) {
    case 'rule':
      return DESCRIPTIONS.map(({ id, description }) => ({
        label: id,
        detail: description,
        kind: CompletionItemKind.EnumMember,
        // What is found in this issue is what one wants to silence.
        uses: file.project.diagnosticsOf(file.path).filter(({ ruleId }) => ruleId === id).length,
      }));
    case 'front-matter-key':
      return FRONT_MATTER_KEYS.filter((key) => proof.issue.frontMatter.fields[key] === undefined).map(
        (key, index) => ({
          label: key,
          text: key === 'tags' ? 'tags: []' : `${key}: `,
          snippet: key === 'tags' ? 'tags: [$1]' : `${key}: $1`,
          detail: KEY_DETAILS[key],
          kind: CompletionItemKind.Property,
          uses: -index,
        }),
      );
    case 'tag':
      return [...file.project.archive.tags()].map(([tag, uses]) => ({
        label: tag,
        detail: timesIn(uses),
        kind: CompletionItemKind.Keyword,
        uses,
      }));
    case 'section':
      return sectionOffers(proof);
    case 'image':
      return [...proof.settings.images].map((path, index) => ({
        label: path,
        kind: CompletionItemKind.File,
        uses: -index,
      }));
    case 'source':
    case 'linked-source':
      return proof.settings.sources.flatMap((source) => sourceOffers(source, place, file));
  }
}

/** In the order of newsletter.yaml, those that the issue has already at the end. */
function sectionOffers({ issue, settings }: Proof): readonly Offer[] {
  const taken = new Set(issue.sections.map(({ heading }) => heading));
  return settings.newsletter.sectionOrder.map(({ name, kind }, index) => ({
    label: name,
    ...(kind === 'live' && { text: `${name}: `, snippet: `${name}: $1` }),
    detail: kind,
    kind: CompletionItemKind.Module,
    uses: (taken.has(name) ? -1000 : 0) - index,
  }));
}

function sourceOffers(source: Source, { wanted, typed }: CompletionPlace, file: OpenFile): readonly Offer[] {
  const { name, qualifier, verb = 'reports', kind, home } = source;
  const uses = timesNamed(source, file.project.archive.sourceNames());
  const isLinked = wanted === 'linked-source';
  const offer: Offer = {
    label: name,
    text: isLinked ? `${name}](` : `${name} ${verb} (`,
    snippet: isLinked
      ? `${escaped(name)}]($1) ${escaped(verb)} ($2): $0`
      : `${escaped(name)} ${escaped(verb)} ($1): $0`,
    detail: [qualifier, kind, timesIn(uses), home].filter((part) => part !== undefined).join(', '),
    kind: CompletionItemKind.Reference,
    uses,
  };
  const letters = typed.trim().toLowerCase();
  const begins = (words: string): boolean => letters !== '' && words.toLowerCase().startsWith(letters);
  // Whoever types "Associated" is looking for AP.
  const variants = begins(name) ? [] : source.variants.filter(begins);
  return [
    offer,
    ...variants.map((variant) => ({ ...offer, label: `${variant} → ${name}`, filterText: variant })),
  ];
}

function timesIn(uses: number): string {
  return uses === 0 ? 'not used yet' : uses === 1 ? 'used once' : `used ${uses} times`;
}

/** Of a snippet's own signs (LSP 3.17, "Snippet Syntax"). */
function escaped(words: string): string {
  return words.replace(/[\\$}]/gu, '\\$&');
}
