// Slips in headlines and in the headings of sections.
import {
  addBefore,
  changeLine,
  isFirstReport,
  isHeadline,
  lineOf,
  type Plant,
  replaceLine,
  type Slip,
} from '../planting.ts';

const isSection = (line: string): boolean => line.startsWith('## ');
const hasPlainEnd = (line: string): boolean => isHeadline(line) && !/[?!.]\]\(/u.test(line);

function endedBy(ends: readonly string[]): Plant {
  return changeLine(hasPlainEnd, (line, chance) => line.replace('](', `${chance.pick(ends)}](`));
}

/** The section from one heading to the next, heading included, is taken out and put in front of another. */
function moved(heading: string, before: string): Plant {
  return (text) => {
    const start = text.indexOf(`${heading}\n`);
    const next = text.indexOf('\n## ', start);
    const section = text.slice(start, next < 0 ? undefined : next + 1);
    const rest = text.replace(section, '');
    const planted = rest.replace(before, () => `${section.trimEnd()}\n\n${before}`);
    return { text: planted, line: lineOf(planted, heading) };
  };
}

export const HEADING_SLIPS: readonly Slip[] = [
  { name: 'headline left empty', rules: ['headline-missing'], plant: changeLine(isHeadline, () => '###') },
  { name: 'label alone', rules: ['headline-missing'], plant: changeLine(isHeadline, () => '### Exclusive:') },
  {
    name: 'headline twice',
    rules: ['headline-duplicate'],
    plant: (text, chance) => {
      const lines = text.split('\n');
      const at = lines.flatMap((line, nth) => (isHeadline(line) ? [nth] : []));
      const [first = 0, second = 0] = [...chance.draw(at, 2)].sort((a, b) => a - b);
      const words = /\[([^\]]*)\]/u.exec(lines[first] ?? '')?.[1] ?? '';
      lines[second] = (lines[second] ?? '').replace(/\[[^\]]*\]/u, () => `[${words}]`);
      return { text: lines.join('\n'), line: second + 1 };
    },
  },
  { name: 'stop behind a headline', rules: ['headline-stop'], plant: endedBy(['.']) },
  { name: 'comma behind a headline', rules: ['headline-stop'], plant: endedBy([',', ':', ';']) },
  {
    name: 'headline in capitals',
    rules: ['headline-caps'],
    plant: changeLine(
      (line) => isHeadline(line) && line.length > 70,
      (line) => line.replace(/\[([^\]]*)\]/u, (_, words: string) => `[${words.toUpperCase()}]`),
    ),
  },
  {
    name: 'title of a web page',
    rules: ['headline-source-name'],
    plant: endedBy([' | Harbour Post', ' - The Tide', ' – Reuters', ' | World news | The Independent']),
  },
  {
    name: 'label with a dash',
    rules: ['headline-label'],
    plant: changeLine(isHeadline, (line) => line.replace(/^### (?:Exclusive: )?/u, '### Exclusive - ')),
  },
  {
    name: 'label in capitals',
    rules: ['headline-label'],
    plant: changeLine(isHeadline, (line) => line.replace(/^### (?:Exclusive: )?/u, '### EXCLUSIVE: ')),
  },
  {
    name: 'headline in emphasis without ###',
    rules: ['headline-plain', 'markdown-lost'],
    plant: changeLine(isHeadline, (line) => line.replace(/^### (?:Exclusive: )?(.*)$/u, '**$1**')),
  },
  { name: '#### for ###', rules: ['markdown-lost'], plant: changeLine(isHeadline, (line) => `#${line}`) },
  {
    name: 'headline without ###',
    rules: ['headline-plain'],
    plant: changeLine(isHeadline, (line) => line.replace(/^### (?:Exclusive: )?\[([^\]]*)\].*$/u, '$1')),
  },
  {
    name: '###Headline',
    rules: ['markdown-lost'],
    plant: changeLine(isHeadline, (line) => line.replace('### ', '###')),
  },
  {
    name: 'section misspelt',
    rules: ['section-unknown'],
    plant: (text, chance, number) =>
      chance.pick([
        replaceLine(/^## Ports and trade$/u, '## Prots and trade'),
        replaceLine(/^## Housing$/u, '## Houssing'),
        replaceLine(/^## Of interest to readers$/u, '## Of intrest to readers'),
      ])(text, chance, number),
  },
  {
    name: 'section nobody knows',
    rules: ['section-unknown'],
    plant: replaceLine(/^## (?:Housing|Ports and trade)$/u, '## Letters'),
  },
  {
    name: 'section run into a headline',
    rules: ['section-glued'],
    plant: (text) => ({
      text: text.replace(/## Housing\n\n### (?:Exclusive: )?(?:\[([^\]]*)\]\(\S*\)|(.*))/u, '## Housing$1$2'),
      line: lineOf(text, '## Housing'),
    }),
  },
  {
    name: 'section run into the headline below it, ### kept',
    rules: ['section-glued'],
    plant: changeLine(isHeadline, (line) => line.replace('[', '[Ports and trade')),
  },
  {
    name: 'section with nothing under it',
    rules: ['section-empty'],
    plant: addBefore((line) => line === '## Housing', '## Homes and rents'),
  },
  {
    name: 'section twice',
    rules: ['section-duplicate'],
    plant: addBefore(
      (line) => line.startsWith('## Live'),
      '## Homes and rents\n\n### [Ropes are short on the north quay](https://tide.example/ropes)\n\nThe Tide reports (2 January): Rope makers have no hemp left.',
    ),
  },
  { name: 'events first', rules: ['section-order'], plant: moved('## Events', '## Ports and trade') },
  { name: 'pictures before housing', rules: ['section-order'], plant: moved('## Pictures', '## Housing') },
  {
    name: 'contents name what is not there',
    rules: ['section-contents'],
    plant: addBefore(
      (line) => line === '## Ports and trade',
      'In this issue: Ports and trade * Weather * Housing',
    ),
  },
  {
    name: 'contents lack a section',
    rules: ['section-contents'],
    plant: addBefore(
      (line) => line === '## Ports and trade',
      '- Ports and trade\n- Housing\n- Live\n- Pictures',
    ),
  },
  {
    name: 'story among the events',
    rules: ['section-kind'],
    plant: addBefore(
      (line) => line === '## Of interest to readers',
      '### [Ropes are short on the north quay](https://tide.example/ropes)\n\nThe Tide reports (2 January): Rope makers have no hemp left.',
    ),
  },
  {
    name: 'event among the stories',
    rules: ['section-kind'],
    plant: (text, chance) => {
      const lines = text.split('\n');
      const at = chance.pick(
        lines.flatMap((line, nth) =>
          isFirstReport(line) && lines[nth - 2]?.startsWith('### ') ? [nth] : [],
        ),
      );
      lines.splice(at + 1, 0, '', 'When: Saturday 17 January 2026, 2pm, at Custom House.');
      return { text: lines.join('\n'), line: at - 1 };
    },
  },
  {
    name: 'section without ##',
    rules: ['section-plain'],
    plant: changeLine(
      (line) => isSection(line) && !line.includes(':'),
      (line) => line.slice(3),
    ),
  },
];
