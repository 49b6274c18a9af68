// The sheet that every page of the proof desk is printed on: title, masthead, the script that reloads. Escaping is done by
// hono/html for every value, so an editor's text can hold anything.
import { html } from 'hono/html';

/** Escaped HTML. */
export type Html = ReturnType<typeof html>;

/**
 * The desk's pages run their own script, wear their own styles and frame their own mail; nothing else, from nowhere else
 * (Content Security Policy Level 3 §6).
 */
export const DESK_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface PageContext {
  /** The newsletter's name; may be empty when nothing could be compiled. */
  readonly newsletter: string;
  /** What the page shows; the script reloads it when another is announced. */
  readonly version: string;
}

export interface PageParts {
  /** For the browser's tab, without the newsletter's name. */
  readonly title: string;
  /** `desk` is the first page; `inner` pages stand under a smaller masthead that leads back to it. */
  readonly kind: 'desk' | 'inner';
  /** The quiet line under the name; the way back to the desk unless given. */
  readonly facts?: Html;
  readonly body: Html;
}

export function previewPage(context: PageContext, parts: PageParts): Html {
  const { newsletter, version } = context;
  const name = newsletter || 'Proof desk';
  return html`<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${parts.title === name ? name : `${parts.title} · ${name}`}</title>
<link rel="stylesheet" href="/desk.css">
${reloadTag(version)}
</head>
<body>
<div class="sheet ${parts.kind}">
<a class="skip" href="#main">To the content</a>
<header class="masthead"><div>
${
  parts.kind === 'desk'
    ? html`<h1 class="name"><bdi>${name}</bdi></h1>`
    : html`<p class="name"><a href="/"><bdi>${name}</bdi></a></p>`
}
<p class="facts">${parts.facts ?? html`<span><a href="/">Proof desk</a></span>`}</p>
</div></header>
<main id="main">
${parts.body}
</main>
</div>
</body>
</html>
`;
}

export function reloadTag(version: string): Html {
  return html`<script src="/reload.js" data-version="${version}" defer></script>`;
}
