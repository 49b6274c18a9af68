// A number goes in, a bar of letters comes out, as long as the number is beside the greatest one: block elements (Unicode 2580–259F), which divide a
// column in eight, or number signs where a terminal may not have those.

export type Bars = (value: number, most: number, columns: number) => string;

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const PER_COLUMN = 8;

const blockBars: Bars = (value, most, columns) => {
  if (value <= 0 || most <= 0) return '';
  // What is there is seen, however small it is beside the rest.
  const parts = Math.max(1, Math.round((PER_COLUMN * columns * value) / most));
  return '█'.repeat(Math.floor(parts / PER_COLUMN)) + (EIGHTHS[parts % PER_COLUMN] ?? '');
};

const plainBars: Bars = (value, most, columns) =>
  value <= 0 || most <= 0 ? '' : '#'.repeat(Math.max(1, Math.round((columns * value) / most)));

/** By what the environment says of the terminal's letters (POSIX: LC_ALL before LC_CTYPE before LANG). */
export function barsFor(env: Readonly<Record<string, string | undefined>>): Bars {
  if (env['TERM'] === 'dumb' || env['TERM'] === 'linux') return plainBars;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  const isWindowsTerminal = env['WT_SESSION'] !== undefined;
  return /utf-?8/iu.test(locale) || isWindowsTerminal ? blockBars : plainBars;
}
