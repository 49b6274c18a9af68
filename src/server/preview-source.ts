// A text with line numbers, and an issue's Markdown with what was found in it: each diagnostic stands under the line it
// speaks of, with the very words underlined. None is left out, wherever it says it stands.
import { html } from 'hono/html';
import { type Diagnostic, placeName } from '../model/diagnostic.ts';
import { showFault } from './preview-faults.ts';
import type { Html } from './preview-page.ts';
import type { PreviewIssue } from './preview-state.ts';

/** Line endings as CommonMark 0.31.2 §2.1 has them, so that lines count as the parser counts them. */
const LINE_END = /\r\n|\n|\r/u;

/** @param label For screen readers: what the text is. */
export function showLines(text: string, label: string): Html {
  return linesHtml(text, label, []);
}

export function showSource(issue: PreviewIssue, diagnostics: readonly Diagnostic[]): Html {
  const own = diagnostics.filter((diagnostic) => diagnostic.path === issue.sourcePath);
  return linesHtml(issue.sourceText, issue.sourcePath, own);
}

function linesHtml(text: string, label: string, diagnostics: readonly Diagnostic[]): Html {
  const lines = text.split(LINE_END);
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  const byLine = Map.groupBy(diagnostics, (diagnostic) => {
    const line = diagnostic.place?.start.line ?? 0;
    return line >= 1 && line <= lines.length ? line : 0;
  });
  const unplaced = byLine.get(0) ?? [];
  return html`${
    unplaced.length === 0
      ? ''
      : html`<div class="faults">${unplaced.map((one) => showFault(one, html`${placeName(one)}`))}</div>`
  }
<div class="lines" role="region" aria-label="${label}">
${lines.map((line, index) => lineHtml(line, index + 1, byLine.get(index + 1) ?? []))}</div>`;
}

function lineHtml(line: string, number: number, diagnostics: readonly Diagnostic[]): Html {
  return html`<div class="line" id="L${number}"><a class="number" href="#L${number}" aria-label="Line ${number}">${number}</a><code dir="auto">${markWords(line, number, diagnostics)}</code></div>
${diagnostics.map((one) => showFault(one, html`line ${number}, column ${one.place?.start.column ?? 1}`))}`;
}

/** The line with what its diagnostics speak of in `<mark>`; a diagnostic that goes on below is marked to the line's end. */
function markWords(
  line: string,
  number: number,
  diagnostics: readonly Diagnostic[],
): readonly (Html | string)[] {
  const ranges = diagnostics.flatMap(({ place }) => {
    if (place === undefined) return [];
    const start = place.start.column - 1;
    const end = place.end.line === number ? place.end.column - 1 : line.length;
    return end > start ? [{ start, end: Math.min(end, line.length) }] : [];
  });
  const pieces: (Html | string)[] = [];
  let done = 0;
  for (const { start, end } of ranges.sort((a, b) => a.start - b.start)) {
    const from = Math.max(start, done);
    if (end <= from) continue;
    pieces.push(line.slice(done, from), html`<mark>${line.slice(from, end)}</mark>`);
    done = end;
  }
  return [...pieces, line.slice(done)];
}
