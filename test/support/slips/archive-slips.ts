// What only the company of other issues can show: what was printed before, what is called otherwise, what was changed in silence.
import type { IssueFile } from '../../../src/model/issue.ts';
import {
  addItem,
  addSentence,
  isHeadline,
  otherIssue,
  type Plant,
  replaceLine,
  type Slip,
} from '../planting.ts';

interface Told {
  readonly headline: string;
  readonly url: string;
  readonly report: string;
}

/** The issue before this one, or `ago` issues before it, with an item. */
function earlier(text: string, number: number, item: string, ago = 1): IssueFile {
  const day = new Date(
    new Date(`${/\ndate: (.*)/u.exec(text)?.[1]}T00:00Z`).getTime() - 7 * ago * 86_400_000,
  );
  const { path, value } = otherIssue(text, number - ago, day.toISOString().slice(0, 10));
  return { path, value: `${value}\n${item}\n` };
}

/** Some item of the issue stood in the one before, changed by `retell`. */
function toldBefore(retell: (told: Told) => string): Plant {
  return (text, chance, number) => {
    const lines = text.split('\n');
    const at = chance.pick(
      lines.flatMap((line, nth) =>
        // A headline of a few words may well come back.
        isHeadline(line) &&
        (line.split('](')[0]?.match(/\p{L}{3,}/gu)?.length ?? 0) >= 5 &&
        /^[A-Z][A-Za-z ]+ reports? \(/u.test(lines[nth + 2] ?? '')
          ? [nth]
          : [],
      ),
    );
    const [, headline = '', url = ''] = /\[([^\]]*)\]\(([^)]*)\)/u.exec(lines[at] ?? '') ?? [];
    const item = retell({ headline, url, report: /^[^:]*:/u.exec(lines[at + 2] ?? '')?.[0] ?? '' });
    return { text, line: at + 1, others: [earlier(text, number, item)] };
  };
}

export const ARCHIVE_SLIPS: readonly Slip[] = [
  {
    name: 'link of an earlier issue',
    rules: ['link-repeated'],
    plant: toldBefore(
      ({ url }) =>
        `### [Old news of the quay](${url}#top)\n\nThe Tide reports (1 December): It was told before.`,
    ),
  },
  {
    name: 'headline of an earlier issue',
    rules: ['headline-repeated', 'story-repeated'],
    plant: toldBefore(
      ({ headline }) =>
        `### [${headline}](https://al.example/4711)\n\nAP report (1 December): It was told before.`,
    ),
  },
  {
    name: 'story of an earlier issue',
    rules: ['headline-repeated', 'story-repeated'],
    plant: toldBefore(
      ({ headline, report }) =>
        `### [${headline}, again](https://harbourpost.example/4711)\n\n${report} It was told before.`,
    ),
  },
  {
    name: 'source under another name than before',
    rules: ['source-drift'],
    plant: (text, chance, number) => {
      const planted = addItem('Evening-Anchor reports (2 January):', 'https://anchor.example/ropes')(
        text,
        chance,
        number,
      );
      const before =
        '### [Old news](https://anchor.example/1)\n\nThe Evening Anchor reports (1 December): It was told before.';
      return {
        ...planted,
        others: [
          earlier(text, number, before),
          { path: 'issues/newsletter.yaml', value: 'rules:\n  source-unknown: off\n' },
        ],
      };
    },
  },
  {
    name: 'tag under another name than before',
    rules: ['tag-drift'],
    plant: (text, chance, number) => {
      const planted = replaceLine(/^Tags: .*$/u, 'Tags: Rent')(text, chance, number);
      const item = (ago: number) =>
        `### [Old news, part ${ago}](https://tide.example/${ago})\n\nThe Tide reports (1 December): It was told before.\n\nTags: rents`;
      return { ...planted, others: [1, 2, 3].map((ago) => earlier(text, number, item(ago), ago)) };
    },
  },
  {
    name: 'change without a note after the issue was sent',
    rules: ['update-silent'],
    plant: (text, chance, number) => {
      const sent = { path: `sent/${String(number).padStart(4, '0')}.md`, value: text };
      return { text: addSentence('So it was, and so it is.')(text, chance, number).text, others: [sent] };
    },
  },
  {
    name: 'way from an old address that leads back to itself',
    rules: ['redirect-loop'],
    plant: (text) => ({
      text,
      others: [redirects('old.html: older.html\nolder.html: old.html\n')],
      ...IN_REDIRECTS,
    }),
  },
  {
    name: 'way from an old address to a page that is not there',
    rules: ['redirect-target'],
    plant: (text) => ({ text, others: [redirects('old.html: issues/9999.html\n')], ...IN_REDIRECTS }),
  },
];

const REDIRECTS_PATH = 'issues/redirects.yaml';
const IN_REDIRECTS = { line: 1, reportedIn: REDIRECTS_PATH };

function redirects(value: string): IssueFile {
  return { path: REDIRECTS_PATH, value };
}
