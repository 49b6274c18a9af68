// One issue's mail as files to look at: `out/email/0294/`. The `message.eml` beside them is composed where mail is composed.
import type { OutputFile, RenderedIssue } from '../model/rendered.ts';

export function publishMail(rendered: RenderedIssue): readonly OutputFile[] {
  const folder = `email/${rendered.slug}`;
  return [
    { path: `${folder}/index.html`, contents: rendered.html, mediaType: 'text/html; charset=utf-8' },
    { path: `${folder}/text.txt`, contents: rendered.text, mediaType: 'text/plain; charset=utf-8' },
  ];
}
