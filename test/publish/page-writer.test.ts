// What a page may bring beside its words: feeds, scripts, a picture, data for machines.
import { describe, expect, test } from 'vitest';
import { createPageWriter } from '../../src/publish/page-writer.ts';
import { contextOf, inputOf } from './samples.ts';

describe('a page', () => {
  const write = createPageWriter(inputOf([]), { hasCorrections: false, hasEvents: false });
  const page = {
    template: 'home',
    here: 'home',
    title: '',
    description: '',
    context: { issues: [], olderUrl: '' },
  } as const;

  test('brings nothing unless it says so', () => {
    expect(contextOf([write({ ...page, path: 'index.html' })], 'site/index.html', 'home')).toMatchObject({
      feeds: [],
      scripts: [],
      linkedData: [],
      pictures: [],
    });
  });

  test('finds its scripts from where it stands, and its data cannot end the element they stand in', () => {
    const file = write({
      ...page,
      path: 'issues/0001.html',
      scripts: ['scripts/live.js'],
      linkedData: [{ name: '</script><!-- <b>' }],
    });
    const { scripts, linkedData } = contextOf([file], 'site/issues/0001.html', 'home');
    expect(scripts).toEqual(['../scripts/live.js']);
    expect(linkedData[0]).not.toContain('<');
    expect(JSON.parse(linkedData[0] ?? '')).toEqual({ name: '</script><!-- <b>' });
  });
});
