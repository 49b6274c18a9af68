// How the proof desk looks: one style sheet, served as `/desk.css`. The colours are the house's own; a test computes their
// contrast. It is kept apart from templates/, which hold what readers get: the desk belongs to the program.

/** Ink and paper, light and dark. */
export const DESK_COLOURS = {
  light: {
    paper: '#FBF8F1',
    ink: '#1C1917',
    quiet: '#57534E',
    rule: '#D6CFC2',
    oxblood: '#8B1E1E',
    highlight: '#F3E6C8',
  },
  dark: {
    paper: '#171412',
    ink: '#EDE6DA',
    quiet: '#B5ABA0',
    rule: '#3A332D',
    oxblood: '#E58F7B',
    highlight: '#4A3A1E',
  },
} as const;

export const DESK_STYLES = `
:root { color-scheme: light dark; ${variables('light')} }
@media (prefers-color-scheme: dark) { :root { ${variables('dark')} } }

* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; padding: 0 15px 54px; background: var(--paper); color: var(--ink);
  font: 17px/27px "Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052, Georgia, serif;
}
:lang(ar), :lang(fa), :lang(ur) {
  font-family: "Noto Naskh Arabic", "Geeza Pro", "Traditional Arabic", Tahoma, serif; font-size: 1.15em;
}
.sheet { max-width: 1032px; margin: 0 auto; }
h1, h2, h3, p, ol, ul, dl, dd, pre, figure { margin: 0; padding: 0; }
ol, ul { list-style: none; }
a { color: inherit; text-decoration: underline; text-decoration-color: var(--oxblood); text-decoration-thickness: 1px; text-underline-offset: 3px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--oxblood); outline-offset: 2px; }
.skip { position: absolute; inset-inline-start: -9999px; }
.skip:focus { inset-inline-start: 15px; top: 6px; background: var(--paper); padding: 0 6px; }
bdi { unicode-bidi: isolate; }

.label, .facts, .tabs, .inbox, .caption, .fault .rule, .where {
  font-family: system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
}
.label { font-size: 13px; line-height: 27px; letter-spacing: .08em; text-transform: uppercase; font-weight: 600; }
.facts { font-size: 13px; line-height: 21px; letter-spacing: .02em; color: var(--quiet); font-variant-numeric: tabular-nums; display: flex; flex-wrap: wrap; }
.facts > :not(:last-child)::after { content: "\\00B7"; margin: 0 8px; color: var(--quiet); font-weight: 400; }
.facts .stop, .draft { color: var(--oxblood); font-weight: 600; }
.quiet { color: var(--quiet); }

.masthead { border-top: 5px solid var(--ink); margin-top: 18px; }
.masthead > div { border-top: 1px solid var(--ink); margin-top: 3px; padding-top: 15px; }
.masthead .name { font-size: 26px; line-height: 36px; font-weight: 600; letter-spacing: .14em; text-transform: uppercase; overflow-wrap: anywhere; }
.masthead .name a { text-decoration: none; }
.masthead .name a:hover { text-decoration: underline; text-decoration-color: var(--oxblood); }
.masthead .facts { margin-top: 3px; }
.inner .masthead .name { font-size: 15px; line-height: 27px; }
.inner .masthead > div { padding-top: 9px; }

.list { margin-top: 36px; }
.list > li { border-top: 1px solid var(--rule); padding: 17px 0 27px; }
.list h2 { font-size: 20px; line-height: 27px; font-weight: 700; }
.list > li:first-child h2 { font-size: 26px; line-height: 36px; }
.inbox {
  display: grid; grid-template-columns: minmax(0, 12.5em) minmax(0, 1fr) max-content; column-gap: 18px;
  margin-top: 9px; padding-inline-start: 15px; border-inline-start: 1px solid var(--rule);
  font-size: 15px; line-height: 27px;
}
.inbox > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.inbox .from, .inbox .subject { font-weight: 600; }
.inbox .preheader, .inbox time { color: var(--quiet); }
.inbox .missing { font-style: italic; }
.inbox time { font-size: 13px; font-variant-numeric: tabular-nums; }

.head { margin-top: 36px; }
.head h1 { font-size: 36px; line-height: 45px; font-weight: 700; text-wrap: balance; overflow-wrap: anywhere; }
.head .inbox { margin-top: 18px; }
.tabs { display: flex; flex-wrap: wrap; column-gap: 24px; margin-top: 27px; border-bottom: 1px solid var(--rule); font-size: 15px; line-height: 24px; }
.tabs a { display: block; padding: 10px 0; text-decoration: none; border-bottom: 3px solid transparent; margin-bottom: -1px; white-space: nowrap; }
.tabs a:hover { border-bottom-color: var(--rule); }
.tabs a[aria-current] { border-bottom-color: var(--oxblood); font-weight: 600; }
.about { margin-top: 13px; max-width: 64ch; color: var(--quiet); }

.frames { display: flex; gap: 36px 68px; margin-top: 22px; align-items: flex-start; }
.frames figure { max-width: 100%; }
.caption { font-size: 13px; line-height: 27px; color: var(--quiet); font-variant-numeric: tabular-nums; }
.window { max-width: 100%; overflow-x: auto; border: 1px solid var(--rule); }
iframe { display: block; border: 0; height: 80vh; max-width: none; }
.scheme-light iframe { color-scheme: light; background: #fff; }
.scheme-dark iframe { color-scheme: dark; background: #121212; }

.paper { margin-top: 22px; overflow-x: auto; }
pre, .lines { font: 14px/22px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; tab-size: 4; }
.paper pre { position: relative; width: max-content; min-width: 74ch; }
.paper pre::after { content: ""; position: absolute; inset-block: 0; inset-inline-start: 73ch; border-inline-start: 1px solid var(--rule); }
.lines { margin-top: 22px; border-top: 1px solid var(--rule); }
.lines .line { display: grid; grid-template-columns: 4.5ch minmax(0, 1fr); column-gap: 2ch; }
.lines .line:target { background: var(--highlight); }
.lines .number { color: var(--quiet); text-align: end; text-decoration: none; user-select: none; font-variant-numeric: tabular-nums; }
.lines .number:hover { text-decoration: underline; text-decoration-color: var(--oxblood); }
.lines code { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; min-height: 22px; display: block; }
.lines mark { background: none; color: inherit; text-decoration: underline 2px var(--oxblood); text-underline-offset: 4px; }
.lines .line:target mark { background: none; }
.lines .fault { margin: 6px 0 12px; margin-inline-start: 6.5ch; }

.faults { margin-top: 36px; border-top: 1px solid var(--rule); padding-top: 9px; }
.fault { padding-inline-start: 15px; border-inline-start: 3px solid var(--rule); font-family: "Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052, Georgia, serif; font-size: 17px; line-height: 25px; max-width: 72ch; }
.fault + .fault, .faults .label + .fault { margin-top: 12px; }
.fault.error { border-inline-start-color: var(--oxblood); }
.fault.error b { color: var(--oxblood); }
.fault p + p { margin-top: 0; color: var(--quiet); }
.fault p { overflow-wrap: anywhere; }
.fault .rule, .where { font-size: 13px; letter-spacing: .02em; color: var(--quiet); font-variant-numeric: tabular-nums; }

.notice { margin-top: 36px; max-width: 64ch; }
.notice h1 { font-size: 36px; line-height: 45px; font-weight: 700; text-wrap: balance; }
.notice p { margin-top: 18px; overflow-wrap: anywhere; }
.notice .where { font-size: 15px; }
.notice pre { margin-top: 18px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.notice .fault { margin-top: 18px; }
.notice .fault p { margin-top: 0; }

@media (min-width: 720px) {
  body { font-size: 18px; line-height: 29px; padding-inline: 27px; }
  .masthead .name { font-size: 36px; line-height: 45px; }
}
@media (max-width: 1085px) {
  .frames { flex-direction: column-reverse; }
}
@media (max-width: 719px) {
  .masthead .name { letter-spacing: .1em; }
  .head h1, .notice h1 { font-size: 26px; line-height: 36px; }
  .inbox { grid-template-columns: minmax(0, 1fr) max-content; }
  .inbox .said { grid-column: 1 / -1; grid-row: 2; display: grid; }
  .inbox .said > * { overflow: hidden; text-overflow: ellipsis; }
  .inbox .said .dash { display: none; }
  .window { border-inline: 0; }
  .paper pre, .lines { font-size: 13px; line-height: 20px; }
  .paper pre { font-size: 12px; }
  .lines .line { grid-template-columns: 3ch minmax(0, 1fr); column-gap: 1.5ch; }
  .lines .fault { margin-inline-start: 4.5ch; }
}
`;

function variables(scheme: keyof typeof DESK_COLOURS): string {
  return Object.entries(DESK_COLOURS[scheme])
    .map(([name, value]) => `--${name}: ${value};`)
    .join(' ');
}
