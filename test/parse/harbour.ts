// A small newsletter and its sources, for every test of this room.
import { readFileSync } from 'node:fs';
import type { Newsletter } from '../../src/model/newsletter.ts';
import type { Source } from '../../src/model/source.ts';
import type { IssueContext } from '../../src/parse/parse-issue.ts';
import { parseNewsletter } from '../../src/parse/parse-newsletter.ts';
import { parseSources } from '../../src/parse/parse-sources.ts';

const FIXTURES = new URL('../fixtures/parse/', import.meta.url);

export function readHarbour(): { newsletter: Newsletter; sources: readonly Source[] } {
  const read = (name: string) => ({
    path: `issues/${name}`,
    value: readFileSync(new URL(name, FIXTURES), 'utf8'),
  });
  const { newsletter, diagnostics } = parseNewsletter(read('newsletter.yaml'));
  const sources = parseSources(read('sources.yaml'));
  if (newsletter === undefined || diagnostics.length > 0 || sources.diagnostics.length > 0) {
    throw new Error(JSON.stringify([diagnostics, sources.diagnostics]));
  }
  return { newsletter, sources: sources.sources };
}

export function harbourContext(): IssueContext {
  return { ...readHarbour(), ids: new Map() };
}
