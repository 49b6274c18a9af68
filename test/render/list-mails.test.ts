// The mails about a subscription: as good a mail as an issue, with one thing to do, and nothing in it that a stranger could have typed.
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { readPalette } from '../../src/render/read-palette.ts';
import { columnsOf, TEXT_COLUMNS } from '../../src/render/wrap-text.ts';
import { HOUSE_TEMPLATES, HOUSE_WORDS } from '../support/house-templates.ts';
import { accessFaults, htmlFaults } from './document-faults.ts';
import { LIST_MAILS, LIST_NEWSLETTER, listPrinter } from './list-samples.ts';
import { unexcusedFeatures } from './mail-features.ts';

const PRINTER = listPrinter();
const TOKENS = HOUSE_TEMPLATES.get('styles/tokens.css');
const PALETTE = TOKENS === undefined ? [] : [...readPalette(TOKENS).values()];
const MAILS = [...HOUSE_WORDS.keys()].flatMap((language) =>
  LIST_MAILS.map((mail) => ({ mail, language, kind: mail.kind, ...PRINTER.mail(mail, language) })),
);

describe.each(MAILS)('$kind in $language', ({ mail, language, subject, html, text }) => {
  const { document } = new JSDOM(html).window;
  const direction = language === 'ar' || language === 'ckb' ? 'rtl' : 'ltr';

  test('is valid HTML that shuts nobody out', async () => {
    expect(await htmlFaults(html)).toEqual([]);
    expect(await accessFaults(html)).toEqual([]);
  });

  test('says its language and direction where every program looks', () => {
    for (const tag of ['html', 'body', 'body > div']) {
      expect(document.querySelector(tag)?.getAttribute('lang')).toBe(language);
      expect(document.querySelector(tag)?.getAttribute('dir')).toBe(direction);
    }
  });

  test('has a subject of one line with the newsletter’s name, and leads to one place', () => {
    expect(subject.length).toBeLessThanOrEqual(78);
    expect(subject).toContain(LIST_NEWSLETTER.title);
    expect(subject).not.toMatch(/\p{Cc}/u);
    const url = mail.kind === 'confirm' ? mail.confirmUrl : mail.preferencesUrl;
    expect(document.querySelectorAll(`a[href="${url}"]`)).toHaveLength(2);
    expect(document.body.textContent).toContain(url);
    expect(text.split(url)).toHaveLength(2);
  });

  test('uses nothing that a common mail program would choke on, and no colour but the palette’s', () => {
    expect(unexcusedFeatures(html)).toEqual([]);
    const colours = [...html.matchAll(/#[0-9a-f]{6}\b/giu)].map(([hit]) => hit.toLowerCase());
    expect(colours.filter((colour) => !PALETTE.includes(colour))).toEqual([]);
  });

  test('fetches nothing, runs nothing', () => {
    expect([...document.querySelectorAll('script, link, form, input, img, iframe, svg')]).toEqual([]);
    expect(html).not.toMatch(/url\(|@import|var\(--/u);
  });

  test('is plain text of 72 columns, but for addresses', () => {
    for (const line of text.split('\n')) {
      if (!line.includes('://')) expect(columnsOf(line), line).toBeLessThanOrEqual(TEXT_COLUMNS);
    }
    expect(text).not.toMatch(/<\/?[a-z]|&[a-z]+;|\{[a-z]+\}/iu);
    expect(html).not.toMatch(/\{(?:title|count|date)\}/u);
  });
});

test('the mail to confirm says how long its link holds, and what to do if it was not you', () => {
  const confirm = LIST_MAILS.find(({ kind }) => kind === 'confirm');
  if (confirm === undefined) throw new Error('no such mail');
  const { text } = PRINTER.mail(confirm, 'en');
  expect(text.replace(/\s+/gu, ' ')).toContain('The link holds for 7 days, until 4 December 2026.');
  expect(text.replace(/\s+/gu, ' ')).toContain('after 30 days we erase the address');
  expect(PRINTER.mail(confirm, 'fr').text).toContain('4 décembre 2026');
});

test('a title too long for a subject gives way to the short one, and that is cut', () => {
  const [mail] = LIST_MAILS;
  if (mail === undefined) throw new Error('no mail');
  const long = 'A very long name '.repeat(8).trim();
  const short = listPrinter({ ...LIST_NEWSLETTER, title: long, shortTitle: 'AVLN' });
  expect(short.mail(mail, 'en').subject).toBe('Please confirm: AVLN');
  const cut = listPrinter({ ...LIST_NEWSLETTER, title: long, shortTitle: long }).mail(mail, 'en').subject;
  expect(cut.length).toBeLessThanOrEqual(78);
  expect(cut).toMatch(/…$/u);
});

test('a name that runs the other way stands by itself', () => {
  const [mail] = LIST_MAILS;
  if (mail === undefined) throw new Error('no mail');
  expect(PRINTER.mail(mail, 'ar').text).toContain(`\u2068${LIST_NEWSLETTER.title}\u2069`);
  expect(PRINTER.mail(mail, 'en').text).not.toContain('\u2068');
});
