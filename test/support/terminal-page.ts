// What a command printed with `pagePaint` goes in, a page that shows it as a coloured terminal would comes out.
import type { Paint } from '../../src/cli/paint.ts';

const STYLES = {
  stop: 'color:#e5534b',
  ask: 'color:#d4a72c',
  done: 'color:#57ab5a',
  dim: 'opacity:.65',
  strong: 'font-weight:bold',
} as const;
const NAMES = Object.keys(STYLES) as (keyof typeof STYLES)[];

/** Signs for private use stand where a style begins and where it ends: no issue holds them, and nothing escapes them. */
const END = '\ue000';
const startOf = (name: keyof typeof STYLES): string => String.fromCharCode(0xe001 + NAMES.indexOf(name));

export const pagePaint: Paint = {
  stop: (text) => startOf('stop') + text + END,
  ask: (text) => startOf('ask') + text + END,
  done: (text) => startOf('done') + text + END,
  dim: (text) => startOf('dim') + text + END,
  strong: (text) => startOf('strong') + text + END,
  link: (_, words) => words,
};

export function terminalPage(command: string, printed: string): string {
  const escaped = `${startOf('strong')}$ ${command}${END}\n\n${printed}`
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(END, '</span>');
  const html = NAMES.reduce(
    (now, name) => now.replaceAll(startOf(name), `<span style="${STYLES[name]}">`),
    escaped,
  );
  return `<!doctype html><meta charset="utf-8"><body style="margin:0;padding:20px 24px;background:#1c2128;color:#cdd9e5">
<pre style="margin:0;font:14px/1.4 'DejaVu Sans Mono',monospace">${html}</pre>`;
}
