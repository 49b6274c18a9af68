// How the page of figures looks: one style sheet beside it. It belongs to the program like the proof desk's, and takes its colours from there, so that one test
// computes the contrast of both.
import { DESK_COLOURS } from './preview-styles.ts';

/** Between ink and paper, for what is not news; told from both by 3:1 at least. */
const MID = { light: '#8f8878', dark: '#8a8177' } as const;

export const FIGURES_STYLES = `
:root { color-scheme: light dark; ${variables('light')} }
@media (prefers-color-scheme: dark) { :root { ${variables('dark')} } }

* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 46rem; padding: 0 1.25rem 4rem;
  font: 1.0625rem/1.6 "Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052, Georgia, serif;
}
h1, h2, p, ul, dl, dd, table { margin: 0; padding: 0; }
ul { list-style: none; }
a { color: inherit; text-decoration: underline; text-decoration-color: var(--oxblood); text-decoration-thickness: 1px; text-underline-offset: .18em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--oxblood); outline-offset: 3px; }
code { font: .88em ui-monospace, Menlo, Consolas, monospace; }
.quiet { color: var(--quiet); }
.note { margin-top: 3rem; border-top: 1px solid var(--rule); padding-top: 1rem; font-size: .9375rem; }

.masthead { margin-top: 1.7rem; border-top: 6px solid var(--ink); padding-top: 3px; text-align: center; }
.name {
  border-top: 1px solid var(--ink); padding-top: 1.3rem; font-size: clamp(1.125rem, 4vw, 2.25rem); font-weight: normal; line-height: 1.2;
  letter-spacing: .13em; text-indent: .13em; text-transform: uppercase; text-wrap: balance; overflow-wrap: anywhere;
}
.facts, .spans, .key, .scale, .ends, summary, table, .now dt, h2 {
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; font-size: .8125rem; line-height: 1.5;
}
.facts { margin: .8rem 0; color: var(--quiet); font-variant-numeric: tabular-nums; letter-spacing: .02em; }
.facts span + span::before { content: "\\00B7"; margin-inline: .5em; }
.spans { display: flex; flex-wrap: wrap; justify-content: center; column-gap: 1.75rem; border-block: 1px solid var(--rule); }
.spans a { display: block; padding: .7rem .25rem; min-inline-size: 44px; text-decoration: none; letter-spacing: .04em; }
.spans a:hover, .spans [aria-current] { text-decoration: underline; text-decoration-color: var(--oxblood); text-decoration-thickness: 2px; text-underline-offset: .5em; }

.figure { margin-top: 2.6rem; }
h2 { margin-bottom: .8rem; border-bottom: 1px solid var(--rule); padding-bottom: .35rem; font-weight: 600; letter-spacing: .1em; text-transform: uppercase; }
.figure > p { margin-bottom: .6rem; text-wrap: pretty; }

.now { display: flex; flex-wrap: wrap; gap: .2rem 2.4rem; margin-bottom: .9rem; }
.now div { display: flex; flex-direction: column-reverse; }
.now dt { color: var(--quiet); }
.now dd { font-size: 1.625rem; line-height: 1.25; font-variant-numeric: lining-nums tabular-nums; }
.now div:first-child { flex-basis: 100%; margin-bottom: .6rem; }
.now div:first-child dd { font-size: 3rem; line-height: 1.1; }

.key { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; margin-bottom: .8rem; color: var(--quiet); }
.swatch { width: .7em; height: .7em; }
.frame { display: grid; grid-template-columns: auto 1fr; column-gap: .7rem; height: 13rem; }
.scale { display: flex; flex-direction: column; justify-content: space-between; margin-block: -.6em; color: var(--quiet); text-align: end; font-variant-numeric: tabular-nums; }
.plot { display: block; width: 100%; height: 100%; min-width: 0; overflow: visible; }
.ends { display: flex; justify-content: space-between; gap: 1rem; margin-top: .5rem; color: var(--quiet); }
.plot-ink { fill: var(--ink); }
.plot-quiet { fill: var(--mid); }
.plot-key { fill: var(--oxblood); }
.plot-area { fill: var(--rule); opacity: .55; }
.plot-curve { stroke: var(--ink); stroke-width: 2px; stroke-linejoin: round; }
.plot-line { stroke: var(--rule); stroke-width: 1px; }
.plot-ground { stroke: var(--ink); stroke-width: 1px; }

details { margin-top: .7rem; }
summary { display: inline-block; padding: .4rem 0; color: var(--quiet); cursor: pointer; text-decoration: underline; text-decoration-color: var(--rule); text-underline-offset: .3em; }
summary:hover, details[open] summary { text-decoration-color: var(--oxblood); }
.table { max-height: 24rem; overflow: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums lining-nums; }
th, td { padding: .35rem 0; border-bottom: 1px solid var(--rule); text-align: end; vertical-align: baseline; }
th + td, td + td, th + th { padding-inline-start: 1rem; }
th:first-child { text-align: start; font-weight: normal; overflow-wrap: anywhere; }
thead th { color: var(--quiet); font-weight: normal; }
.shares { table-layout: fixed; }
.shares th:first-child { width: 42%; }
.shares td { display: flex; align-items: center; gap: .8rem; border-bottom: 0; }
.shares tr { border-bottom: 1px solid var(--rule); }
.shares th { border-bottom: 0; }
.shares span { min-width: 3.5em; }
.plot-row { flex: 1; height: .7rem; min-width: 0; }
@media (min-width: 720px) { body { font-size: 1.125rem; } }
@media print { .spans, details { display: none; } }
`;

function variables(scheme: 'light' | 'dark'): string {
  const colours = { ...DESK_COLOURS[scheme], mid: MID[scheme] };
  return Object.entries(colours)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');
}
