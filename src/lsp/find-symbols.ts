// A few words go in, the headlines of all issues that have them come out, the newest issue first.
import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver/node';
import { isEarlier } from '../model/archive-index.ts';
import { uriOfPath } from './file-address.ts';
import type { OpenProject } from './open-project.ts';
import { rangeOfPlace } from './positions.ts';

/** More than that nobody reads; the editor asks again with each letter. */
const MAX_SYMBOLS = 200;

export function findSymbols(query: string, projects: readonly OpenProject[]): WorkspaceSymbol[] {
  const words = query.toLowerCase().split(/\s+/u);
  const symbols: WorkspaceSymbol[] = [];
  for (const { root, archive } of projects) {
    for (const issue of [...archive.all()].sort((a, b) => (isEarlier(a, b) ? 1 : -1))) {
      for (const { headline, place } of issue.entries) {
        if (symbols.length >= MAX_SYMBOLS) return symbols;
        const letters = headline.toLowerCase();
        if (headline === '' || !words.every((word) => letters.includes(word))) continue;
        const location = { uri: uriOfPath(root, issue.path), range: rangeOfPlace(place) };
        symbols.push({ name: headline, kind: SymbolKind.String, location, containerName: issue.title });
      }
    }
  }
  return symbols;
}
