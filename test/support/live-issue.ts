// A live page of ten entries, a summary, key entries and a strip of pictures, as an editor writes it; for tests.
const WORDS = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth', 'Tenth'];

export function liveIssue({
  language = 'en',
  head = 'liveOrder: newest-first\n',
}: {
  readonly language?: string;
  readonly head?: string;
} = {}): string {
  const entries = WORDS.map(
    (word, n) =>
      `### ${11 + n}:00: ${n === 4 ? 'Key: ' : ''}${word} count\n\nCount number ${n + 1} is in. ${'The tellers go on. '.repeat(12).trim()}\n`,
  );
  const pictures = ['a', 'b', 'c'].map(
    (name) => `- ![Boxes ${name}](https://pictures.example/${name}.jpg) Boxes arrive. [Credit: A. Lind]`,
  );
  return `---
title: "Live: the vote"
date: 2016-01-20
language: ${language}
timeZone: Europe/London
preheader: The dockers count.
${head}---

The dockers count their votes.

## Live: the vote count

The strike may end tonight.

${entries.join('\n')}
${pictures.join('\n')}
`;
}
