import { describe, expect, it } from 'vitest';
import type { Issue } from '../../src/model/issue.ts';
import type { RenderedIssue } from '../../src/model/rendered.ts';
import { createPreviewState } from '../../src/server/preview-state.ts';

describe('createPreviewState', () => {
  it('lays the issues newest first, with the mail and the source of each', () => {
    const issues = [
      issue('0011', { number: 11, date: '2026-01-02' }),
      issue('0012', { number: 12, date: '2026-01-02', isDraft: true }),
      issue('2026-01-09-special', { date: '2026-01-09' }),
      issue('0013', { number: 13, date: '2026-01-08' }),
    ];
    const state = createPreviewState({
      newsletter: {
        title: 'The Harbour Letter',
        siteUrl: 'https://harbour.example.org/',
        from: { name: '', address: 'news@harbour.example.org' },
      },
      issues,
      rendered: new Map(issues.slice(0, 3).map(({ slug }) => [slug, rendering(slug)])),
      files: async () => [],
      images: [],
      diagnostics: [],
    });
    expect(state.issues.map(({ slug }) => slug)).toEqual(['2026-01-09-special', '0012', '0011']);
    expect(state.senderName).toBe('The Harbour Letter');
    expect(state.issues[1]).toEqual({
      slug: '0012',
      number: 12,
      title: 'Title of 0012',
      date: '2026-01-02',
      isDraft: true,
      language: 'en',
      direction: 'ltr',
      subject: 'Subject of 0012',
      preheader: '',
      html: '<p>ميناء</p>',
      text: 'ميناء',
      sourceText: '# 0012\r\n',
      sourcePath: 'issues/0012.md',
      htmlBytes: 17,
    });
  });
});

function issue(slug: string, changes: Partial<Issue>): Issue {
  return {
    slug,
    date: '2026-01-01',
    title: `Title of ${slug}`,
    subject: `Subject of ${slug}`,
    language: 'en',
    direction: 'ltr',
    timeZone: 'Europe/London',
    tags: [],
    isDraft: false,
    lead: [],
    sections: [],
    corrections: [],
    path: `issues/${slug}.md`,
    text: `# ${slug}\r\n`,
    tree: { type: 'root', children: [] },
    frontMatter: { fields: {} },
    silences: [],
    ...changes,
  };
}

function rendering(slug: string): RenderedIssue {
  return {
    slug,
    subject: `Subject of ${slug}`,
    preheader: '',
    html: '<p>ميناء</p>',
    text: 'ميناء',
    page: '',
    feedHtml: '',
    teaser: '',
    leadText: '',
    items: [],
  };
}
