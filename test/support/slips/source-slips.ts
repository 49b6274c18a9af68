// Slips in attributions: who reported, with which verb, on which day.
import {
  addItem,
  addSentence,
  changeLine,
  FIRST_REPORT,
  isFirstReport,
  type Plant,
  replaceLine,
  type Slip,
} from '../planting.ts';

const DAY = /\(([^()]+)\):/u;
const NAME = /^(\[?)[A-Z][A-Za-z ]+?(?=\]| reports? )/u;
const isUnlinked = (line: string): boolean => /^[A-Z][A-Za-z ]+ reports? \(/u.test(line);

function redated(day: string): Plant {
  return changeLine(isFirstReport, (line) => line.replace(DAY, `(${day}):`));
}

export const SOURCE_SLIPS: readonly Slip[] = [
  {
    name: 'report without a date',
    rules: ['source-date-missing'],
    plant: changeLine(isFirstReport, (line) => line.replace(/ \([^()]*\):/u, ':')),
  },
  { name: '(2/7)', rules: ['source-date-ambiguous'], plant: redated('2/7') },
  { name: '(7/2/2025)', rules: ['source-date-ambiguous'], plant: redated('7/2/2025') },
  {
    name: '[Update, 2/7]',
    rules: ['source-date-ambiguous'],
    plant: replaceLine(/^\[Update, [^\]]*\]/u, '[Update, 2/7]'),
  },
  { name: 'report after the issue', rules: ['source-date-future'], plant: redated('3 December 2028') },
  { name: '(Jan 3)', rules: ['date-form'], plant: redated('Jan 3') },
  { name: '(December 25th.)', rules: ['date-form'], plant: redated('December 25th.') },
  {
    name: 'letter for a figure',
    rules: ['date-form', 'source-date-missing', 'source-form', 'text-number'],
    plant: redated('l6 January'),
  },
  {
    name: 'Januray',
    rules: ['date-form', 'source-date-missing', 'text-spelling'],
    plant: redated('6 Januray'),
  },
  { name: 'day of no month', rules: ['source-date-missing', 'text-number'], plant: redated('31 November') },
  { name: 'wrong weekday', rules: ['date-weekday'], plant: redated('Friday 3 January 2026') },
  { name: 'old report', rules: ['date-stale'], plant: redated('3 May 2025') },
  {
    name: 'not the newest first',
    rules: ['date-order'],
    plant: (text, chance) => {
      // Every report gets the day of the issue but one, which then has a younger one below it.
      const day = new Date(`${/\ndate: (.*)/u.exec(text)?.[1]}T00:00Z`);
      const shown = (ago: number): string =>
        new Date(day.getTime() - ago * 86_400_000).toLocaleDateString('en-GB', {
          day: 'numeric',
          month: 'long',
          timeZone: 'UTC',
        });
      const lines = text.split('\n');
      const reports = lines.flatMap((line, at) =>
        isFirstReport(line) && !line.includes(' adds ') ? [at] : [],
      );
      const older = chance.pick(reports.slice(0, 3));
      for (const at of reports)
        lines[at] = (lines[at] ?? '').replace(DAY, `(${shown(at === older ? 9 : 2)}):`);
      return {
        text: lines.join('\n'),
        // The headline stands two lines above its report.
        line: older - 1,
        others: [{ path: 'issues/newsletter.yaml', value: 'itemOrder: newest-first\n' }],
      };
    },
  },
  {
    name: 'item without a source',
    rules: ['source-missing'],
    plant: (text, chance) => {
      const lines = text.split('\n');
      const isOnly = (nth: number) =>
        !lines
          .slice(nth, nth + 12)
          .join('\n')
          .split('\n### ')[0]
          ?.includes(' adds (');
      const at = chance.pick(
        lines.flatMap((line, nth) =>
          isUnlinked(line) && lines[nth - 2]?.startsWith('### ') && isOnly(nth) ? [nth] : [],
        ),
      );
      lines[at] = (lines[at] ?? '').replace(FIRST_REPORT, '');
      return { text: lines.join('\n'), line: at - 1 };
    },
  },
  {
    name: '[Source: ] under a live entry',
    rules: ['source-missing'],
    plant: replaceLine(/\[Harbour Post\]$/u, '[Source: ]'),
  },
  {
    name: '[Source: ] in an item',
    rules: ['source-missing'],
    plant: addSentence('Nobody knows more. [Source: ]'),
  },
  {
    name: 'date before the verb',
    rules: ['source-form'],
    plant: changeLine(isUnlinked, (line) => line.replace(/ (reports?) (\([^()]*\)):/u, ' $2 $1:')),
  },
  {
    name: 'square brackets around the date',
    rules: ['source-form'],
    plant: changeLine(isUnlinked, (line) => line.replace(/\(([^()]*)\):/u, '[$1]:')),
  },
  {
    name: 'dash for the colon',
    rules: ['source-form'],
    plant: changeLine(isUnlinked, (line) => line.replace(/\):/u, ') –')),
  },
  {
    name: 'second source in the middle of a paragraph',
    rules: ['source-unread'],
    plant: changeLine(isFirstReport, (line) => `${line} The Tide adds (2 January): So it was last year.`),
  },
  {
    name: 'unknown source',
    rules: ['source-unknown'],
    plant: changeLine(isFirstReport, (line) => line.replace(NAME, '$1Morning Herring')),
  },
  {
    name: 'misspelt source',
    rules: ['source-unknown', 'source-variant'],
    plant: addItem('Harbuor Post reports (2 January):', 'https://harbourpost.example/ropes'),
  },
  {
    name: 'The independent',
    rules: ['source-variant'],
    plant: addItem('The independent reports (2 January):', 'https://www.independent.co.uk/ropes'),
  },
  {
    name: 'AlAraby',
    rules: ['source-variant'],
    plant: addItem('AlAraby reports (2 January):', 'https://www.newarab.com/ropes'),
  },
  {
    name: 'report s',
    rules: ['source-verb'],
    plant: addItem('Al Jazeera report s (2 January):', 'https://www.aljazeera.com/ropes'),
  },
  {
    name: 'Reports',
    rules: ['source-verb'],
    plant: changeLine(isFirstReport, (line) => line.replace(/ report(s?) \(/u, ' Report$1 (')),
  },
  {
    name: 'Coast Wire! Report',
    rules: ['source-verb', 'source-variant', 'source-unknown', 'source-form'],
    plant: addItem('Coast Wire! Report (2 January):', 'https://coastwire.example/ropes'),
  },
  {
    name: 'date in no brackets',
    rules: ['source-form', 'source-date-missing'],
    plant: addItem('Coast Wire report, 2 January:', 'https://coastwire.example/ropes'),
  },
  {
    name: 'the other verb',
    rules: ['source-verb'],
    plant: changeLine(isFirstReport, (line) =>
      line.replace(/ report(s?) \(/u, (_, s: string) => (s === '' ? ' reports (' : ' report (')),
    ),
  },
  {
    name: 'northAP report',
    rules: ['source-glued', 'source-unknown'],
    plant: addItem('The last of them have left the northAP report (2 January):', 'https://apnews.com/ropes'),
  },
  {
    name: 'IsisThe Independent reports',
    rules: ['source-glued', 'source-unknown'],
    plant: addItem(
      'Town freed from IsisThe Independent reports (2 January):',
      'https://www.independent.co.uk/ropes',
    ),
  },
];
