// An archive with one of everything that publishing must get right.
import { type IssueSample, noteOf } from './samples.ts';

export const ARCHIVE: readonly IssueSample[] = [
  {
    slug: '0010',
    date: '2015-12-09',
    tags: ['Ports'],
    entries: [
      {
        id: '10-cranes-stop',
        headline: 'Cranes stop',
        section: 'Trade',
        tags: ['strike'],
        sourceIds: ['tide'],
        notes: [noteOf('correction', 'The yard has nine cranes.', 5, '2016-01-25')],
      },
      { id: '10-tide-tables', headline: 'Tide tables', section: 'Of interest', kind: 'listing' },
    ],
  },
  {
    slug: '0011',
    date: '2016-01-08',
    tags: ['ports'],
    entries: [
      {
        id: '11-dockers-vote',
        headline: 'Dockers vote & win',
        section: 'Trade',
        tags: ['Strike', 'wages'],
        sourceIds: ['tide', 'wire'],
        notes: [
          noteOf('correction', 'Four to one, not five.', 10, '2016-01-12'),
          noteOf('update', 'They are back at work.', 20, '2016-01-11'),
          noteOf('disclaimer', 'Not checked.', 30),
        ],
      },
      { id: '11-ميناء', headline: 'ميناء بلا سفن', section: 'Trade', tags: ['ميناء'] },
    ],
    teaser: 'They voted <four> to one & won.',
    feedHtml:
      '<p>They voted.</p><p><a href="https://tide.example/vote?a=1&amp;b=2">More</a> ]]> \u0093odd\u0094 \u0000</p>',
  },
  {
    slug: '2016-01-20-harbour-live',
    date: '2016-01-20',
    title: 'Live: the harbour <b> & the vote',
    entries: [{ id: '2016-01-20-harbour-live-a', headline: 'First count', kind: 'live', tags: ['strike'] }],
    notes: [noteOf('update', 'Counting goes on.', 40)],
  },
  {
    slug: '0012',
    date: '2016-01-28',
    title: 'رسالة رقم ١٢',
    language: 'ar',
    direction: 'rtl',
    entries: Array.from({ length: 9 }, (_, n) => ({
      id: `12-story-${n}`,
      headline: `Story ${n}`,
      tags: ['strike'],
    })),
  },
  {
    slug: '0013',
    date: '2016-02-03',
    isDraft: true,
    tags: ['secret'],
    entries: [
      {
        id: '13-secret',
        headline: 'Not for readers yet',
        sourceIds: ['unused'],
        notes: [noteOf('correction', 'Secret.', 50, '2016-02-04')],
      },
    ],
  },
];
