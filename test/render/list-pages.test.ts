// Every page about a subscription, in a language that runs to the right and in one that runs to the left: valid, open to everyone, without a
// script, nobody else's business, and with the fields that the front door reads.
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { faultsIn, parsed } from '../support/live-parts.ts';
import { SCRIPT_VECTORS } from '../support/script-vectors.ts';
import { accessFaults, htmlFaults } from './document-faults.ts';
import { LIST_NEWSLETTER, LIST_PAGES, listPrinter } from './list-samples.ts';

const PRINTER = listPrinter();
const PAGES = ['en', 'ar'].flatMap((language) =>
  Object.entries(LIST_PAGES).map(([name, page]) => ({ name, ...PRINTER.page(page, language) })),
);

/** The page of a name in English, as a document. */
function documentOf(name: string, language = 'en') {
  const page = LIST_PAGES[name];
  if (page === undefined) throw new Error(`no page ${name}`);
  return new JSDOM(PRINTER.page(page, language).html).window.document;
}

describe.each(PAGES)('$name in $language', ({ html, language }) => {
  const { document } = new JSDOM(html).window;

  test('is valid HTML', async () => {
    expect(await htmlFaults(html)).toEqual([]);
  });

  test('shuts nobody out', async () => {
    expect(await accessFaults(html)).toEqual([]);
  });

  test('says its language and direction', () => {
    const root = document.querySelector('html');
    expect(root?.getAttribute('lang')).toBe(language);
    expect(root?.getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
  });

  test('runs nothing, fetches nothing but its style sheet, is kept to itself', () => {
    expect([...document.querySelectorAll('script, style, iframe, img, [style]')]).toEqual([]);
    const links = [...document.querySelectorAll('link')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(['/styles/list.css']);
    expect(document.querySelector('meta[name="robots"]')?.getAttribute('content')).toBe('noindex');
    expect(document.querySelector('meta[name="referrer"]')?.getAttribute('content')).toBe('same-origin');
  });

  test('has one heading that leads, and a title that says it', () => {
    const headings = [...document.querySelectorAll('h1')];
    expect(headings).toHaveLength(1);
    expect(document.title).toContain(headings[0]?.textContent ?? '?');
  });

  test('leaves no mark of a value unfilled', () => {
    expect(html).not.toMatch(/\{[a-z]+\}/iu);
  });
});

/** What a browser would send of the form that has an action, by name. */
function fieldsOf(name: string) {
  return [...documentOf(name).querySelectorAll('form')].map((form) => ({
    action: form.getAttribute('action'),
    method: form.getAttribute('method'),
    fields: [...new Set([...form.querySelectorAll('[name]')].map((field) => field.getAttribute('name')))],
  }));
}

describe('the forms have the fields that the front door reads', () => {
  test('signing up', () => {
    const [form] = fieldsOf('sign-up');
    expect(form).toEqual({
      action: '/subscribe',
      method: 'post',
      fields: ['form', 'address', 'name', 'topics', 'format', 'website'],
    });
    expect(fieldsOf('sign-up-plain')[0]?.fields).not.toContain('topics');
  });

  test('preferences, and the file of what is known', () => {
    const [form, mine] = fieldsOf('preferences');
    expect(form?.fields).toEqual(['choice', 'topics', 'pausedUntil', 'format', 'name', 'language']);
    expect(mine?.fields).toEqual([]);
    expect(mine?.action).toMatch(/\/data$/u);
    expect(fieldsOf('preferences-plain')[0]?.fields).not.toContain('topics');
  });

  test('one button and nothing else to confirm, to leave and to be erased', () => {
    for (const name of ['confirm', 'unsubscribe', 'erase']) {
      expect(fieldsOf(name).map(({ fields }) => fields)).toEqual([[]]);
      expect(documentOf(name).querySelectorAll('button')).toHaveLength(1);
    }
  });

  test('the undo is on the page that follows the press alone', () => {
    expect(fieldsOf('unsubscribed')[0]?.fields).toEqual(['undo']);
    expect(fieldsOf('unsubscribed-late')).toEqual([]);
  });
});

test('what was typed comes back in its fields', () => {
  const document = documentOf('sign-up-wrong');
  expect(document.querySelector('#address')?.getAttribute('value')).toBe('reader@');
  expect(document.querySelector('#name')?.getAttribute('value')).toBe('Rana');
  const checked = [...document.querySelectorAll('[checked]')].map((field) => field.getAttribute('value'));
  expect(checked).toEqual(['oil', 'text']);
});

test('preferences stand as they were chosen', () => {
  const document = documentOf('preferences-set');
  const checked = [...document.querySelectorAll('[checked]')].map((field) => field.getAttribute('value'));
  expect(checked).toEqual(['some', 'oil', 'الموصل', 'text']);
  expect(document.querySelector('#pausedUntil')?.getAttribute('value')).toBe('2026-12-24');
  expect(document.querySelector('[selected]')?.getAttribute('value')).toBe('fr');
  expect(document.querySelector('[role="status"]')?.textContent).toMatch(/^Saved/u);
});

test.each(['sign-up-wrong', 'sign-up-empty', 'sign-up-name', 'preferences-date'])(
  'a problem is told first, leads to its field, and is tied to it: %s',
  (name) => {
    const document = documentOf(name);
    const link = document.querySelector('.problem a');
    const field = document.querySelector(link?.getAttribute('href') ?? '#none');
    expect(field?.getAttribute('aria-invalid')).toBe('true');
    const described = (field?.getAttribute('aria-describedby') ?? '').split(' ');
    const words = described.map((id: string) => document.getElementById(id)?.textContent);
    expect(words).toContain(link?.textContent);
    expect(document.title).toMatch(/^To be corrected: /u);
  },
);

test('every description and label that a field names is there', () => {
  for (const { html } of PAGES) {
    const { document } = new JSDOM(html).window;
    for (const element of document.querySelectorAll('[aria-describedby], [aria-labelledby], label[for]')) {
      for (const name of ['aria-describedby', 'aria-labelledby', 'for']) {
        for (const id of (element.getAttribute(name) ?? '')
          .split(' ')
          .filter((each: string) => each !== '')) {
          expect(document.getElementById(id), id).not.toBeNull();
        }
      }
    }
  }
});

describe('languages', () => {
  test('the nearest that there are words in is taken, else the newsletter’s own', () => {
    const page = LIST_PAGES['asked'];
    if (page === undefined) throw new Error('no page');
    expect(PRINTER.page(page, 'ar-IQ').language).toBe('ar');
    expect(PRINTER.page(page, 'tlh').language).toBe('en');
    expect(PRINTER.page(page).language).toBe('en');
    const german = listPrinter({ ...LIST_NEWSLETTER, language: 'de-AT' });
    expect(german.page(page, 'tlh').language).toBe('de');
    expect(german.languages[0]?.tag).toBe('de');
  });

  test('each is called by its own name, the newsletter’s own first', () => {
    expect(PRINTER.languages.map(({ tag, name }) => `${tag} ${name}`)).toEqual([
      'en English',
      'ar العربية',
      'ckb کوردی (سۆرانی)',
      'de Deutsch',
      'es Español',
      'fr Français',
    ]);
  });
});

test('the consent is what stands beside the button, and its version changes with its words', () => {
  const { text, version, language } = PRINTER.consent('en');
  expect(language).toBe('en');
  expect(version).toMatch(/^en-[0-9a-f]{12}$/u);
  expect(documentOf('sign-up').querySelector('#consent')?.textContent).toBe(text);
  const other = listPrinter({ ...LIST_NEWSLETTER, title: 'Another' }).consent('en');
  expect(other.version).not.toBe(version);
  expect(PRINTER.consent('ar').version).toMatch(/^ar-/u);
});

test('words that were typed or set by an operator are text, never markup', () => {
  const mark = '<img src=x onerror=alert(1)>';
  const printer = listPrinter({ ...LIST_NEWSLETTER, title: mark, shortTitle: mark, topics: [mark] });
  for (const page of Object.values(LIST_PAGES)) {
    const typed =
      page.kind === 'sign-up'
        ? { ...page, values: { address: `"${mark}`, name: `'${mark}` }, topics: [mark] }
        : page;
    const { document } = new JSDOM(printer.page(typed).html).window;
    expect([...document.querySelectorAll('img, [onerror]')]).toEqual([]);
  }
});

test.each(SCRIPT_VECTORS.map((vector) => [vector]))('%j is nothing but words in a form', (vector) => {
  const { html } = PRINTER.page({
    kind: 'sign-up',
    action: vector,
    formToken: vector,
    values: { address: vector, name: vector },
    topics: [vector],
    isSecondStep: true,
  });
  expect(faultsIn(parsed(html), ['form', 'input', 'button'])).toEqual([]);
});

test('addresses that run something lead nowhere', () => {
  const html = PRINTER.page({ kind: 'confirmed', preferencesUrl: 'javascript:alert(1)' }).html;
  expect(html).not.toContain('javascript:');
});

test('the style sheet holds the palette and fetches nothing', () => {
  const { path, contents } = PRINTER.styles;
  expect(path).toBe('styles/list.css');
  expect(contents.match(/--light-oxblood:/gu)).toHaveLength(1);
  expect(contents).toContain('prefers-color-scheme: dark');
  expect(contents).not.toMatch(/url\(|@import/u);
});
