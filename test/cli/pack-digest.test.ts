// A digest that was put away and taken out again is the digest.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestIssue } from '../../src/check/archive/digest-issue.ts';
import { packDigest, unpackDigest } from '../../src/cli/pack-digest.ts';
import type { IssueDigest } from '../../src/model/issue-digest.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { harbourContext } from '../parse/harbour.ts';
import { anyIssue, HEAD } from '../support/any-issue.ts';

const kept = (digest: IssueDigest): IssueDigest =>
  unpackDigest(JSON.parse(JSON.stringify(packDigest(digest))));

test('any issue: nothing is lost and nothing is added', () => {
  fc.assert(
    fc.property(anyIssue, fc.constantFrom(HEAD, '---\ntitle: A special\n---\n', ''), (body, head) => {
      const { issue } = parseIssue({ path: 'issues/0012.md', value: head + body }, harbourContext());
      const digest = digestIssue(issue);
      expect(kept(digest)).toStrictEqual(digest);
    }),
    { numRuns: 200 },
  );
});

test('what is no digest is refused', () => {
  const { issue } = parseIssue(
    { path: 'issues/0012.md', value: `${HEAD}\n### [A](https://a.example/)\n` },
    harbourContext(),
  );
  const packed = packDigest(digestIssue(issue)) as unknown[];
  const places = packed.at(-1) as number[];
  for (const wrong of [null, {}, [], [{}], packed.slice(0, -1), [...packed.slice(0, -1), places.slice(1)]]) {
    expect(() => unpackDigest(wrong)).toThrow();
  }
});
