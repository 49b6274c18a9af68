// A small newsletter and a rendered issue with every kind of character in it, for tests of this room.
import { MARKERS, markedLink } from '../../src/model/markers.ts';
import type { Newsletter } from '../../src/model/newsletter.ts';
import type { RenderedIssue } from '../../src/model/rendered.ts';

export const NEWSLETTER: Newsletter = {
  title: 'Harbour Letter',
  shortTitle: 'Harbour',
  description: 'News of the quays',
  siteUrl: 'https://harbour.example.org/',
  listUrl: 'https://harbour.example.org/list/',
  language: 'en',
  timeZone: 'Europe/London',
  from: { name: 'Harbour Letter', address: 'news@harbour.example.org' },
  replyTo: { name: 'The editors', address: 'editors@harbour.example.org' },
  unsubscribeAddress: 'leave@harbour.example.org',
  owner: 'owner@harbour.example.org',
  listId: 'letter.harbour.example.org',
  postalAddress: ['1 Quay Street'],
  boilerplate: { subscribe: [], disclaimer: [] },
  sectionOrder: [],
  delivery: { expiresAfterHours: 120 },
  maxReportAgeDays: 60,
  rules: {},
};

export const LINKS = {
  unsubscribe: markedLink(NEWSLETTER.listUrl, 'unsubscribe'),
  preferences: markedLink(NEWSLETTER.listUrl, 'preferences'),
};

/** The links stand at every distance from the start of a line, so that quoted-printable breaks them at every character. */
export const RENDERED: Pick<RenderedIssue, 'subject' | 'html' | 'text'> = {
  subject: 'Harbour Letter: No. 12, “ميناء” and the new rota',
  html: `<!doctype html>\n<html lang="en"><body>\n${Array.from(
    { length: 80 },
    (_, n) =>
      `<p>${'x'.repeat(n)}é <a href="${LINKS.unsubscribe}">leave</a> <a href="${LINKS.preferences}">choose</a></p>`,
  ).join('\n')}\n.\n.dot\nFrom here\n</body></html>\n`,
  text: `Harbour Letter No. 12\n\nDockers vote — ميناء بلا سفن\n\n.\n..\nFrom the quay\n-- \n${'w'.repeat(40)} ${LINKS.unsubscribe}\n${LINKS.preferences}\n`,
};

export const TOKENS = {
  unsubscribe: 'u0-_'.repeat(MARKERS.unsubscribe.length / 4),
  preferences: 'p9_-'.repeat(MARKERS.preferences.length / 4),
};

export const DATE = new Date('2026-01-09T08:00:00Z');
