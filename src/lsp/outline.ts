// An issue's shape for the editor's margins: the outline (sections, entries, reports), what can be folded, and pictures that can be
// opened.
import {
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type SymbolInformation,
  SymbolKind,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { nodesOf } from '../check/parts/nodes-of.ts';
import type { Entry } from '../model/entry.ts';
import { imagePathsOf } from '../model/image-path.ts';
import type { Section } from '../model/issue.ts';
import type { Place } from '../model/place.ts';
import { uriOfPath } from './file-address.ts';
import { endOf, rangeIn, startOf } from './positions.ts';
import type { OpenFile } from './workspace.ts';

const KINDS = {
  item: SymbolKind.String,
  live: SymbolKind.Event,
  event: SymbolKind.Event,
  listing: SymbolKind.Key,
} as const;

export function outline({ document, proof, options }: OpenFile): DocumentSymbol[] | SymbolInformation[] {
  const symbols =
    proof === undefined ? [] : proof.issue.sections.flatMap((one) => sectionSymbols(one, document));
  return options.abilities.nestsSymbols ? symbols : flattened(symbols, document.uri);
}

function sectionSymbols(section: Section, document: TextDocument): DocumentSymbol[] {
  const children = section.entries.map((entry) => entrySymbol(entry, document));
  if (section.headingPosition === undefined) return children;
  const places = { position: section.position, name: section.headingPosition };
  return [{ ...symbol(section.heading || 'Section', SymbolKind.Namespace, places, document), children }];
}

function entrySymbol(entry: Entry, document: TextDocument): DocumentSymbol {
  const time = entry.kind === 'live' ? entry.atAsWritten : undefined;
  const name = [time, entry.headline].filter((part) => part !== undefined && part !== '').join(' ');
  const reports = entry.kind === 'item' ? entry.reports : [];
  return {
    ...symbol(
      name || 'Without a headline',
      KINDS[entry.kind],
      { position: entry.position, name: entry.headlinePosition },
      document,
    ),
    children: reports.map(({ source, dateAsWritten, position }) => ({
      ...symbol(
        source.written || 'Without a source',
        SymbolKind.Field,
        { position, name: position },
        document,
      ),
      ...(dateAsWritten !== undefined && { detail: dateAsWritten }),
    })),
  };
}

/** The protocol wants the name's range inside the whole. */
function symbol(
  name: string,
  kind: SymbolKind,
  { position, name: own }: { position: Place; name: Place },
  document: TextDocument,
): DocumentSymbol {
  const isInside = startOf(position) <= startOf(own) && endOf(own) <= endOf(position);
  const range = rangeIn(document, position);
  return { name, kind, range, selectionRange: isInside ? rangeIn(document, own) : range };
}

function flattened(symbols: readonly DocumentSymbol[], uri: string, container?: string): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, children = [] }) => [
    { name, kind, location: { uri, range }, ...(container !== undefined && { containerName: container }) },
    ...flattened(children, uri, name),
  ]);
}

/** The front matter, each section and each entry; blank lines behind one are not folded away with it. */
export function foldingRanges({ document, proof }: OpenFile): FoldingRange[] {
  if (proof === undefined) return [];
  const { frontMatter, sections } = proof.issue;
  const places = [
    ...(frontMatter.position === undefined ? [] : [frontMatter.position]),
    ...sections.flatMap(({ position, headingPosition, entries }) => [
      ...(headingPosition === undefined ? [] : [position]),
      ...entries.map((entry) => entry.position),
    ]),
  ];
  return places.flatMap((place) => {
    const text = proof.issue.text.slice(startOf(place), endOf(place)).trimEnd();
    const startLine = document.positionAt(startOf(place)).line;
    const endLine = document.positionAt(startOf(place) + text.length).line;
    return endLine > startLine ? [{ startLine, endLine }] : [];
  });
}

/** Pictures that are there. */
export function documentLinks({ document, project, proof }: OpenFile): DocumentLink[] {
  if (proof === undefined) return [];
  return nodesOf(proof.issue.tree, 'image').flatMap(({ url, position }) => {
    const file = imagePathsOf(url).find((one) => proof.settings.images.has(one));
    if (position === undefined || file === undefined) return [];
    return [{ range: rangeIn(document, position), target: uriOfPath(project.root, `issues/${file}`) }];
  });
}
