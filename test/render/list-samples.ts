// One page of each kind about a subscription and one mail of each, as a front door would ask for them.
import type { ListMail, ListPage } from '../../src/model/list-pages.ts';
import type { Newsletter } from '../../src/model/newsletter.ts';
import { createListPrinter } from '../../src/render/list-printer.ts';
import { HOUSE_WORDS } from '../support/house-templates.ts';
import { NEWSLETTER, templates } from './samples.ts';

export const LIST_NEWSLETTER: Newsletter = {
  ...NEWSLETTER,
  listUrl: 'https://list.example.org/',
  topics: ['harbour', 'oil', 'elections', 'الموصل'],
};

export function listPrinter(
  newsletter: Newsletter = LIST_NEWSLETTER,
  more: Readonly<Record<string, string | undefined>> = {},
) {
  return createListPrinter({ templates: templates(more), words: HOUSE_WORDS, newsletter });
}

const TOKEN = 'k1.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdEf';
const SIGN_UP_URL = 'https://list.example.org/subscribe';
const PREFERENCES_URL = `https://list.example.org/p/${TOKEN}`;
const TOPICS = LIST_NEWSLETTER.topics ?? [];

const SIGN_UP = {
  kind: 'sign-up',
  action: '/subscribe',
  formToken: TOKEN,
  values: {},
  topics: TOPICS,
  isSecondStep: false,
} as const;

const PREFERENCES = {
  kind: 'preferences',
  action: `/p/${TOKEN}`,
  dataAction: `/p/${TOKEN}/data`,
  eraseUrl: `/p/${TOKEN}/erase`,
  unsubscribeUrl: `/u/${TOKEN}`,
  values: {},
  address: 'r…@example.org',
  topics: TOPICS,
  languages: listPrinter().languages,
  isSaved: false,
} as const;

/** By a name for the test; every kind is there, forms in each of their states. */
export const LIST_PAGES: Readonly<Record<string, ListPage>> = {
  'sign-up': SIGN_UP,
  'sign-up-plain': { ...SIGN_UP, topics: [] },
  'sign-up-again': { ...SIGN_UP, isSecondStep: true, values: { address: 'reader@example.org' } },
  'sign-up-wrong': {
    ...SIGN_UP,
    values: { address: 'reader@', name: 'Rana', topics: ['oil'], format: 'text' },
    problem: 'address-unusable',
  },
  'sign-up-empty': { ...SIGN_UP, problem: 'address-missing' },
  'sign-up-name': { ...SIGN_UP, values: { name: 'x'.repeat(300) }, problem: 'name-too-long' },
  'sign-up-topics': { ...SIGN_UP, problem: 'topics-missing' },
  asked: { kind: 'asked' },
  confirm: { kind: 'confirm', action: `/c/${TOKEN}` },
  confirmed: { kind: 'confirmed', preferencesUrl: PREFERENCES_URL },
  'link-expired': { kind: 'link-expired', signUpUrl: SIGN_UP_URL },
  'link-unknown': { kind: 'link-unknown', signUpUrl: SIGN_UP_URL, owner: 'editors@example.org' },
  unsubscribe: { kind: 'unsubscribe', action: `/u/${TOKEN}`, preferencesUrl: PREFERENCES_URL },
  unsubscribed: {
    kind: 'unsubscribed',
    signUpUrl: SIGN_UP_URL,
    undo: { action: `/u/${TOKEN}`, token: TOKEN },
  },
  'unsubscribed-late': { kind: 'unsubscribed', signUpUrl: SIGN_UP_URL },
  'unsubscribed-own': {
    kind: 'unsubscribed',
    signUpUrl: SIGN_UP_URL,
    own: { dataAction: '/list/p/token/data', eraseUrl: '/list/p/token/erase' },
  },
  rejoined: { kind: 'rejoined', preferencesUrl: PREFERENCES_URL },
  preferences: PREFERENCES,
  'preferences-set': {
    ...PREFERENCES,
    isSaved: true,
    values: {
      name: 'Rana Aziz',
      language: 'fr',
      topics: ['oil', 'الموصل'],
      format: 'text',
      pausedUntil: '2026-12-24T00:00:00Z',
    },
  },
  'preferences-plain': { ...PREFERENCES, topics: [] },
  'preferences-topics': { ...PREFERENCES, problem: 'topics-missing' },
  'preferences-date': { ...PREFERENCES, problem: 'date-unusable' },
  erase: { kind: 'erase', action: `/p/${TOKEN}/erase`, preferencesUrl: PREFERENCES_URL },
  erased: { kind: 'erased', signUpUrl: SIGN_UP_URL },
  'too-often': { kind: 'too-often', waitMinutes: 3 },
  'form-refused': { kind: 'form-refused', signUpUrl: SIGN_UP_URL },
  'not-found': { kind: 'not-found', homeUrl: 'https://news.example.org/' },
  failed: { kind: 'failed' },
};

export const LIST_MAILS: readonly ListMail[] = [
  {
    kind: 'confirm',
    confirmUrl: `https://list.example.org/c/${TOKEN}`,
    expiresAt: '2026-12-04T10:00:00.000Z',
  },
  { kind: 'known', preferencesUrl: PREFERENCES_URL },
];
