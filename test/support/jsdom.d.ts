// What our tests use of jsdom, which brings no types of its own.
declare module 'jsdom' {
  export interface JsdomWindow {
    readonly document: import('axe-core').ElementContext & JsdomDocument;
    readonly DOMParser: new () => { parseFromString(html: string, type: 'text/html'): JsdomDocument };
    eval(code: string): unknown;
    close(): void;
  }
  export interface JsdomDocument extends JsdomElement {
    readonly title: string;
    readonly documentElement: JsdomElement;
    readonly body: JsdomElement;
  }
  export interface JsdomElement {
    readonly textContent: string | null;
    readonly outerHTML: string;
    readonly tagName: string;
    readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
    getAttribute(name: string): string | null;
    querySelector(selector: string): JsdomElement | null;
    querySelectorAll(selector: string): ArrayLike<JsdomElement> & Iterable<JsdomElement>;
  }
  export class VirtualConsole {}
  export class JSDOM {
    constructor(
      html: string,
      options?: {
        readonly url?: string;
        readonly runScripts?: 'outside-only' | 'dangerously';
        readonly virtualConsole?: VirtualConsole;
      },
    );
    readonly window: JsdomWindow;
  }
}
