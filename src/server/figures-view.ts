// A summary of the audience goes in, the page of figures comes out. Each picture has a title, what it shows in words, and its numbers as a table.
import { html, raw } from 'hono/html';
import type { AudiencePeriod, AudienceSummary, Share } from '../audience/figures/summarise-audience.ts';
import type { IsoDate, IsoInstant } from '../model/calendar.ts';
import { formatDate } from '../model/calendar.ts';
import { drawBars, drawCurve, drawRow, roundUp } from '../publish/plots/plot.ts';

type Html = ReturnType<typeof html>;

export interface FiguresPageFrame {
  /** Of the newsletter. */
  readonly title: string;
  /** Which of `FIGURES_SPANS` is shown. */
  readonly span: string;
  readonly endsAt: IsoInstant;
}

const FIGURES_SPANS = [
  { id: '30d', name: '30 days' },
  { id: '90d', name: '90 days' },
  { id: '1y', name: 'a year' },
  { id: 'all', name: 'all' },
];

export function figuresPage(summary: AudienceSummary, { title, span, endsAt }: FiguresPageFrame): Html {
  return page(
    title,
    html`<p class="facts"><span>Figures</span> <span>${moment(summary.at)}</span> <span>this link ends ${moment(endsAt)}</span></p>
<nav aria-label="Span of time"><ul class="spans">${FIGURES_SPANS.map(
      ({ id, name }) =>
        html`<li><a href="?span=${id}" ${id === span ? raw('aria-current="page"') : ''}>${name}</a></li>`,
    )}</ul></nav>`,
    html`${standingPart(summary)}
${growthPlot(summary)}
${signUpPlot(summary)}
${deliveriesPlot(summary)}
${leavingPlot(summary)}
${sharesPart('Came back, by reason', 'Bounces and complaints by what was told of them.', 'Reason', summary.returnedByReason)}
${sharesPart('Came back, by domain', 'The same by the domain of the reader’s address.', 'Domain', summary.returnedByDomain)}
<p class="quiet note">Counts only: nobody is followed, and nothing here says who read what. A confirmation counts when the button behind the link was pressed, a delivery when the
reader’s server took the letter. All days are UTC.</p>`,
  );
}

export function expiredFiguresPage(title: string): Html {
  return page(
    title,
    html`<p class="facts"><span>Figures</span></p>`,
    html`<section class="figure">
<h2>This link has ended</h2>
<p>Links to the figures hold for a day. <code>broadside stats --link</code> makes a new one.</p>
</section>`,
  );
}

function page(title: string, head: Html, body: Html): Html {
  return html`<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<title>Figures · ${title}</title>
<link rel="stylesheet" href="figures.css">
</head>
<body>
<header class="masthead">
<h1 class="name"><bdi>${title}</bdi></h1>
${head}
</header>
<main>
${body}
</main>
</body>
</html>
`;
}

function standingPart({ standing, totals }: AudienceSummary): Html {
  const rows: readonly (readonly [string, number])[] = [
    ['readers', standing.confirmed],
    ['joined', totals.confirmed + totals.added + totals.rejoined],
    ['left', totals.unsubscribed],
    ['bounced', totals.bounced],
    ['complained', totals.complained],
  ];
  return html`<section class="figure" aria-labelledby="now"><h2 id="now">Now</h2>
<dl class="now">${rows.map(([name, count]) => html`<div><dt>${name}</dt><dd>${figure(count)}</dd></div>`)}</dl>
<p class="quiet">Readers are those who are confirmed. Beside them ${figure(standing.unconfirmed)} have not confirmed yet, ${figure(standing.unsubscribed)} have left, and
${figure(standing.suppressed)} may not be written to. The other figures are of the time chosen above.</p></section>`;
}

function growthPlot({ periods, periodLength }: AudienceSummary): Html {
  const values = periods.map(({ confirmedAtEnd }) => confirmedAtEnd);
  const [first, last] = [values[0] ?? 0, values.at(-1) ?? 0];
  const most = roundUp(Math.max(0, ...values));
  const words = `From ${figure(first)} to ${figure(last)} readers.`;
  return plot({
    id: 'growth',
    title: 'Growth of the list',
    words: `${words} Reckoned back from today’s number.`,
    most,
    ends: endsOf(periods),
    picture:
      values.length === 0
        ? undefined
        : drawCurve({
            values,
            most,
            label: `Confirmed readers at the end of each ${periodLength}. ${words}`,
          }),
    columns: [periodWord(periodLength), 'Readers', 'Joined', 'Left'],
    rows: periods.map(({ from, confirmedAtEnd, joined, left }) => [from, confirmedAtEnd, joined, left]),
  });
}

function signUpPlot({ periods, periodLength, totals }: AudienceSummary): Html {
  const most = roundUp(
    Math.max(0, ...periods.map(({ signedUp, confirmed }) => Math.max(signedUp, confirmed))),
  );
  const words = `${figure(totals['signed-up'])} asked by the form, ${figure(totals.confirmed)} confirmed.`;
  return plot({
    id: 'confirmations',
    title: 'Confirmations',
    words,
    key: [
      ['plot-ink', 'confirmed'],
      ['plot-quiet', 'asked, not confirmed'],
    ],
    most,
    ends: endsOf(periods),
    picture:
      totals['signed-up'] + totals.confirmed === 0
        ? undefined
        : drawBars({
            bars: periods.map(({ signedUp, confirmed }) => [confirmed, Math.max(0, signedUp - confirmed)]),
            most,
            classes: ['plot-ink', 'plot-quiet'],
            label: `Confirmations by ${periodLength}. ${words}`,
          }),
    columns: [periodWord(periodLength), 'Asked', 'Confirmed'],
    rows: periods.map(({ from, signedUp, confirmed }) => [from, signedUp, confirmed]),
  });
}

function deliveriesPlot({ issues }: AudienceSummary): Html {
  const bars = issues.map(({ accepted, deferred, rejected }) => [accepted, deferred, rejected]);
  const most = roundUp(Math.max(0, ...bars.map((parts) => parts.reduce((sum, part) => sum + part, 0))));
  const last = issues.at(-1);
  const words =
    last === undefined
      ? 'No issue was sent in this time.'
      : `${last.issueSlug}, the newest, was taken for ${figure(last.accepted)}, refused for ${figure(last.rejected)}.`;
  return plot({
    id: 'deliveries',
    title: 'Deliveries by issue',
    words,
    key: [
      ['plot-ink', 'taken by the reader’s server'],
      ['plot-quiet', 'refused for now'],
      ['plot-key', 'refused for good'],
    ],
    most,
    ends: [issues[0]?.issueSlug ?? '', last?.issueSlug ?? ''],
    picture:
      issues.length === 0
        ? undefined
        : drawBars({
            bars,
            most,
            classes: ['plot-ink', 'plot-quiet', 'plot-key'],
            label: `Deliveries of ${issues.length} issues. ${words}`,
          }),
    columns: ['Issue', 'Taken', 'For now', 'Refused', 'Left out', 'Came back'],
    rows: issues.map((one) => [
      one.issueSlug,
      one.accepted,
      one.deferred,
      one.rejected,
      one.excluded,
      one.returned,
    ]),
  });
}

function leavingPlot({ issues }: AudienceSummary): Html {
  const bars = issues.map(({ unsubscribed, complained }) => [unsubscribed, complained]);
  const all = bars.flat().reduce((sum, one) => sum + one, 0);
  const most = roundUp(Math.max(0, ...bars.map(([left = 0, complained = 0]) => left + complained)));
  const words = `${figure(all)} left or complained after one of these issues.`;
  return plot({
    id: 'leaving',
    title: 'Unsubscribed after an issue',
    words,
    key: [
      ['plot-ink', 'left'],
      ['plot-key', 'complained'],
    ],
    most,
    ends: [issues[0]?.issueSlug ?? '', issues.at(-1)?.issueSlug ?? ''],
    picture:
      all === 0
        ? undefined
        : drawBars({ bars, most, classes: ['plot-ink', 'plot-key'], label: `Leaving by issue. ${words}` }),
    columns: ['Issue', 'Left', 'Complained', 'Of those who got it'],
    rows: issues.map((one) => [
      one.issueSlug,
      one.unsubscribed,
      one.complained,
      one.accepted === 0 ? '–' : `${((100 * one.unsubscribed) / one.accepted).toFixed(2)} %`,
    ]),
  });
}

interface Plot {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly key?: readonly (readonly [kind: string, name: string])[];
  readonly most: number;
  /** What stands under its left and its right end. */
  readonly ends: readonly [string, string];
  /** Undefined where there is nothing to draw. */
  readonly picture: string | undefined;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

function plot({ id, title, words, key = [], most, ends, picture, columns, rows }: Plot): Html {
  if (picture === undefined)
    return html`<section class="figure" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
<p class="quiet">Nothing of this was counted in this time.</p></section>`;
  return html`<section class="figure" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
<p>${words}</p>
${key.length === 0 ? '' : html`<ul class="key">${key.map(([kind, name]) => html`<li><svg class="swatch" viewBox="0 0 10 10" aria-hidden="true" focusable="false"><rect class="${kind}" width="10" height="10"/></svg> ${name}</li>`)}</ul>`}
<div class="frame"><div class="scale" aria-hidden="true"><span>${figure(most)}</span>${most > 1 ? html`<span>${figure(most / 2)}</span>` : ''}<span>0</span></div>${raw(picture)}</div>
<div class="ends" aria-hidden="true"><span>${ends[0]}</span>${ends[0] === ends[1] ? '' : html`<span>${ends[1]}</span>`}</div>
<details><summary>Numbers</summary><div class="table" tabindex="0" role="region" aria-label="${title}, numbers">${table(columns, rows)}</div></details>
</section>`;
}

function table(columns: readonly string[], rows: Plot['rows']): Html {
  return html`<table><thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.toReversed().map(
    ([name = '', ...cells]) =>
      html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${typeof cell === 'number' ? figure(cell) : cell}</td>`)}</tr>
`,
  )}</tbody></table>`;
}

/** Bars that lie in the table of their own numbers. */
function sharesPart(title: string, words: string, column: string, shares: readonly Share[]): Html {
  const id = title.toLowerCase().replaceAll(/[^a-z]+/gu, '-');
  if (shares.length === 0)
    return html`<section class="figure" aria-labelledby="${id}"><h2 id="${id}">${title}</h2><p class="quiet">Nothing came back in this time.</p></section>`;
  const most = Math.max(...shares.map(({ count }) => count));
  return html`<section class="figure" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
<p>${words}</p>
<table class="shares"><thead><tr><th scope="col">${column}</th><th scope="col">Letters</th></tr></thead>
<tbody>${shares.map(
    ({ name, count }) =>
      html`<tr><th scope="row">${name}</th><td>${raw(drawRow(count, most))}<span>${figure(count)}</span></td></tr>
`,
  )}</tbody></table></section>`;
}

function endsOf(periods: readonly AudiencePeriod[]): readonly [string, string] {
  return [dateWords(periods[0]?.from), dateWords(periods.at(-1)?.from)];
}

function dateWords(day: IsoDate | undefined): string {
  return day === undefined ? '' : formatDate(day, 'en');
}

function periodWord(length: AudienceSummary['periodLength']): string {
  return length === 'day' ? 'Day' : `${length.slice(0, 1).toUpperCase()}${length.slice(1)} from`;
}

function moment(instant: IsoInstant): string {
  return `${formatDate(instant.slice(0, 10), 'en')}, ${instant.slice(11, 16)} UTC`;
}

const FIGURES = new Intl.NumberFormat('en-US');

function figure(count: number): string {
  return FIGURES.format(count);
}
