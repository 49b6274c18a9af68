// What of a document could do something by itself: elements and attributes that run, load or lead elsewhere; and whether something did run.
import { JSDOM, type JsdomDocument, type JsdomElement } from 'jsdom';

const LIVE_TAGS = new Set(
  'script iframe object embed form input button textarea base svg math template noscript video audio source frame applet'.split(
    ' ',
  ),
);

const { window } = new JSDOM('');

export function parsed(html: string): JsdomDocument {
  return new window.DOMParser().parseFromString(html, 'text/html');
}

/** With scripts allowed, as a browser would load it. */
export function ranIn(html: string): boolean {
  const page = new JSDOM(html, { runScripts: 'dangerously' }).window;
  const ran = page.eval('globalThis.ran') !== undefined;
  page.close();
  return ran;
}

/** @param allowed Elements that the program's own page has: a form. */
export function faultsIn(document: JsdomDocument, allowed: readonly string[] = []): readonly string[] {
  return [...document.querySelectorAll('*')].flatMap((element) =>
    LIVE_TAGS.has(element.tagName.toLowerCase()) && !allowed.includes(element.tagName.toLowerCase())
      ? [element.outerHTML]
      : attributeFaults(element),
  );
}

function attributeFaults(element: JsdomElement): readonly string[] {
  return [...element.attributes].flatMap(({ name, value }) => {
    const isBad =
      name.startsWith('on') ||
      name === 'srcdoc' ||
      name.includes(':') ||
      (['href', 'src', 'action', 'data', 'poster'].includes(name) && !isHarmless(value)) ||
      (name === 'style' && /url\(|expression|import|@|javascript/iu.test(value));
    return isBad ? [`${name}="${value}"`] : [];
  });
}

/** As a browser reads it: without the spaces around it and the tabs and line breaks inside (WHATWG URL §4.4). */
function isHarmless(url: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a browser drops them
  const read = url.replace(/^[\u0000-\u0020]+/u, '').replace(/[\t\n\r]/gu, '');
  return /^(?:https?:|mailto:)/iu.test(read) || !/^(?:[a-z][a-z0-9+.-]*:|[/\\]{2})/iu.test(read);
}
