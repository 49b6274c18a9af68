// What is under the cursor goes in, where it comes from comes out: the row of a source, the earlier issues that had a link, the issue
// that a number names.
import type { Location, Position } from 'vscode-languageserver/node';
import { earlierUses } from './earlier-uses.ts';
import { uriOfPath } from './file-address.ts';
import type { OpenProject } from './open-project.ts';
import { rangeOfPlace } from './positions.ts';
import type { Proof } from './proof.ts';
import { placeOfRow } from './source-rows.ts';
import { type Thing, thingsAt } from './things-at.ts';
import type { OpenFile } from './workspace.ts';

const FIRST_LINE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Of the narrowest thing that has one. */
export async function findDefinition(
  position: Position,
  { document, project, proof }: OpenFile,
): Promise<Location[]> {
  if (proof === undefined) return [];
  for (const thing of thingsAt(proof, document.offsetAt(position))) {
    const found = await originsOf(thing, proof, project);
    if (found.length > 0) return found;
  }
  return [];
}

async function originsOf(thing: Thing, proof: Proof, project: OpenProject): Promise<Location[]> {
  const { root, archive } = project;
  switch (thing.kind) {
    case 'source': {
      const path = 'issues/sources.yaml';
      const place = placeOfRow((await project.textOf(path)) ?? '', thing.source.id ?? '');
      return place === undefined ? [] : [{ uri: uriOfPath(root, path), range: rangeOfPlace(place) }];
    }
    case 'date':
      return [];
    case 'issue':
      return archive
        .numbered()
        .filter(({ number, path }) => number === thing.number && path !== proof.issue.path)
        .map(({ path }) => ({ uri: uriOfPath(root, path), range: FIRST_LINE }));
    case 'link':
      return earlierUses(thing.link, proof.digest, archive).map(({ issue, found }) => ({
        uri: uriOfPath(root, issue.path),
        range: rangeOfPlace(found.place),
      }));
  }
}
