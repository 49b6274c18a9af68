// Which domains are nobody’s own, and which only look so.
import { expect, test } from 'vitest';
import { isFreeMail } from '../../../src/deliver/authentication/free-mail.ts';

test.each([
  ['gmail.com', true],
  ['googlemail.com', true],
  ['yahoo.co.uk', true],
  ['yahoo.com.br', true],
  ['yahoo.fr', true],
  ['outlook.com', true],
  ['hotmail.it', true],
  ['gmx.net', true],
  ['web.de', true],
  ['proton.me', true],
  ['yandex.ru', true],
  ['qq.com', true],
  ['example.org', false],
  ['news.gmail.com', false],
  ['live.example.org', false],
  ['yahoo.example.org', false],
  ['outlook.museum.example', false],
  ['mygmail.com', false],
  ['gmail.com.example', false],
])('everybody can have a mailbox at %s: %s', (domain, expected) => {
  expect(isFreeMail(domain)).toBe(expected);
});
