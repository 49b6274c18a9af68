// Slips in the head of an issue and in its place among the others.
import { addBefore, otherIssue, replaceLine, type Slip } from '../planting.ts';

export const ISSUE_SLIPS: readonly Slip[] = [
  {
    name: 'number left out',
    rules: ['issue-number'],
    plant: (text) => ({ text: text.replace(/number: \d+\n/u, '') }),
  },
  {
    name: 'number of another issue',
    rules: ['issue-number'],
    plant: (text, _, number) => ({ text: text.replace(/number: \d+/u, `number: ${number + 1}`), line: 2 }),
  },
  {
    name: 'number in words',
    rules: ['issue-number'],
    plant: replaceLine(/^number: \d+$/u, 'number: twelve'),
  },
  {
    name: 'number taken twice',
    rules: ['issue-number-duplicate'],
    plant: (text, _, number) => {
      const { value } = otherIssue(text, number);
      return { text, others: [{ path: `issues/${String(number).padStart(5, '0')}.md`, value }] };
    },
  },
  {
    name: 'number left out of the row',
    rules: ['issue-number-gap'],
    plant: (text, _, number) => ({ text, line: 2, others: [otherIssue(text, number - 2)] }),
  },
  {
    name: 'date that cannot be',
    rules: ['issue-date'],
    plant: replaceLine(/^date: (\d{4})-.*$/u, 'date: $1-02-30'),
  },
  { name: 'date left empty', rules: ['issue-date'], plant: replaceLine(/^date: .*$/u, 'date:') },
  {
    name: 'Feburary',
    rules: ['issue-date'],
    plant: replaceLine(/^date: .*$/u, 'date: 9 Feburary 2026'),
  },
  {
    name: 'date before that of the last issue',
    rules: ['issue-date-order'],
    plant: (text, _, number) => ({ text, line: 3, others: [otherIssue(text, number - 1, '2028-05-01')] }),
  },
  {
    name: 'special without a title',
    rules: ['issue-title'],
    plant: (text) => ({
      text: text.replace(/number: \d+\n/u, ''),
      path: `issues/${/\ndate: (.*)/u.exec(text)?.[1]}-quay.md`,
    }),
  },
  {
    name: 'name of the newsletter misspelt',
    rules: ['issue-masthead'],
    plant: replaceLine(/^tags: .*$/u, 'preheader: The Harbor Sheet looks at the vote.'),
  },
  {
    name: 'name of the newsletter in other capitals',
    rules: ['issue-masthead'],
    plant: replaceLine(/^tags: .*$/u, 'subject: The harbour Sheet on the vote'),
  },
  {
    name: 'title with another number',
    rules: ['issue-masthead', 'issue-number', 'issue-title'],
    plant: replaceLine(/^tags: .*$/u, 'title: Newsletter No. 299'),
  },
  {
    name: 'Newletter',
    rules: ['issue-masthead', 'text-spelling'],
    plant: addBefore((line) => line === '## Ports and trade', 'This Newletter is for everybody.'),
  },
  {
    name: 'file with another name',
    rules: ['issue-file'],
    plant: (text) => ({
      text,
      others: [
        { path: 'issues/storm.md', value: '---\ntitle: The storm\ndate: 2026-01-10\n---\n\nWhat it did.\n' },
      ],
      reportedIn: 'issues/storm.md',
    }),
  },
  {
    name: 'printed masthead pasted',
    rules: ['issue-pasted'],
    plant: (text, _, number) => ({
      text: text.replace(
        /^---\n[\s\S]*?\n---\n/u,
        `The Harbour Sheet\nNewsletter No. ${number}\nJanuary 9th, 2026\n`,
      ),
      line: 1,
    }),
  },
  {
    name: 'head never closed',
    rules: ['front-matter'],
    plant: (text) => ({ text: text.replace('\n---\n\n', '\n\n') }),
  },
];
