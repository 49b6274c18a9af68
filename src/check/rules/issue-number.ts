// A numbered issue: its file's name and its front matter say the same whole number. The number is in the subject of the mail
// and in every address of the issue, so it cannot be mended once the issue has gone out.
import type { Issue } from '../../model/issue.ts';
import { numberInSlug } from '../../model/issue-names.ts';
import { lacksField } from '../parts/place-of-field.ts';
import type { Finding, IssueRule } from '../rule.ts';

export const issueNumber: IssueRule = {
  id: 'issue-number',
  severity: 'error',
  stage: 'issue',
  description:
    'An issue named by a number has the same whole number in its front matter; a special has none.',
  check: (issue, { newsletter }) => {
    if (newsletter.dialect !== undefined) return againstName(issue);
    const field = issue.frontMatter.fields['number'];
    const written = field?.value.trim() ?? '';
    if (/^\d+$/u.test(issue.slug)) {
      if (lacksField(issue, 'number')) return [...fileNameFault(issue), missing(issue)];
      return [...fileNameFault(issue), ...(written === '' ? [] : disagreement(issue, written))];
    }
    return written === '' ? [] : [unexpectedNumber(issue, written)];
  },
};

/** In a dialect any name will do, but not one that says another number. */
function againstName(issue: Issue): readonly Finding[] {
  const [inName, place] = [numberInSlug(issue.slug), issue.frontMatter.fields['number']?.position];
  if (inName === undefined || inName === issue.number || !NAMED.test(issue.slug)) return [];
  return [
    {
      reason: `Unexpected number ${issue.number} in the file ${issue.slug}, expected ${inName}`,
      ...(place !== undefined && { place }),
      actual: String(issue.number),
      expected: [String(inName)],
      note: "One of the two is wrong. Correct the number here, or rename the file to the issue's number.",
    },
  ];
}

/** "2026-03-03-top-10" is no issue 10. */
const NAMED = /(?:^|(?:issue|no|nr|number|newsletter|ausgabe|edition)[_-]?)\d{1,6}$/iu;

/** `0294`, not `294`: files then stand in order in a folder, and addresses all look alike. */
function fileNameFault({ slug }: Issue): readonly Finding[] {
  const padded = String(Number(slug)).padStart(4, '0');
  if (slug === padded || Number(slug) === 0) return [];
  return [
    {
      reason: `Unexpected file name "${slug}.md", expected "${padded}.md"`,
      actual: `${slug}.md`,
      expected: [`${padded}.md`],
      note: 'Rename the file: the number in its name has four digits, with zeros in front.',
    },
  ];
}

function missing(issue: Issue): Finding {
  const expected = `number: ${Number(issue.slug)}`;
  const { position } = issue.frontMatter;
  const start = position?.start.offset;
  const lineEnd = start === undefined ? -1 : issue.text.indexOf('\n', start);
  // Only between fences, and not where an empty `number:` would then stand beside it.
  const canInsert = lineEnd >= 0 && issue.frontMatter.fields['number'] === undefined;
  const newline = issue.text[lineEnd - 1] === '\r' ? '\r\n' : '\n';
  return {
    reason: `Unexpected issue without a number, expected "${expected}"`,
    ...(position !== undefined && { place: position }),
    expected: [expected],
    note: `Write ${expected} between the two lines of dashes at the top of the file.`,
    ...(canInsert && {
      fix: {
        title: `Write "${expected}", as in the file's name`,
        edits: [{ start: lineEnd + 1, end: lineEnd + 1, text: `${expected}${newline}` }],
      },
    }),
  };
}

function disagreement(issue: Issue, written: string): readonly Finding[] {
  const expected = Number(issue.slug);
  const place = issue.frontMatter.fields['number']?.position;
  if (!/^\d+$/u.test(written) || Number(written) === 0) {
    return [
      {
        reason: `Unexpected number "${written}", expected a whole number such as ${expected}`,
        ...(place !== undefined && { place }),
        actual: written,
        expected: [String(expected)],
        note: 'Write the number of the issue in figures, from 1 upwards, without a point or a sign.',
      },
    ];
  }
  if (Number(written) === expected) return [];
  return [
    {
      reason: `Unexpected number ${Number(written)} in the file ${issue.slug}.md, expected ${expected}`,
      ...(place !== undefined && { place }),
      actual: written,
      expected: [String(expected)],
      note: "One of the two is wrong. Correct the number here, or rename the file to the issue's number.",
    },
  ];
}

function unexpectedNumber(issue: Issue, written: string): Finding {
  const place = issue.frontMatter.fields['number']?.position;
  return {
    reason: `Unexpected number ${written} in a special, expected none`,
    ...(place !== undefined && { place }),
    actual: written,
    note: /^\d+$/u.test(written)
      ? `A file named like a date is a special and stands outside the numbers. Take the line out, or rename the file to ${written.padStart(4, '0')}.md.`
      : 'A file named like a date is a special and stands outside the numbers. Take the line out.',
  };
}
