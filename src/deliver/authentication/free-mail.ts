// Domains at which everybody can have a mailbox. Their owners publish policies that let nobody else send for them, so a newsletter
// with such a From is refused or goes to spam (Gmail's and Yahoo's rules for senders of 2024).

/** With any ending: `yahoo.co.uk`, `yahoo.fr`. */
const ANY_ENDING = ['gmx', 'hotmail', 'live', 'outlook', 'yahoo', 'ymail', 'yandex', 'rocketmail'];

const EXACT = [
  ['gmail.com', 'googlemail.com', 'msn.com', 'passport.com', 'aol.com', 'aim.com', 'att.net', 'verizon.net'],
  ['icloud.com', 'me.com', 'mac.com', 'proton.me', 'protonmail.com', 'pm.me', 'tutanota.com', 'tuta.io'],
  ['mail.com', 'email.com', 'usa.com', 'zohomail.com', 'zoho.com', 'fastmail.com', 'fastmail.fm', 'hey.com'],
  ['web.de', 't-online.de', 'freenet.de', 'posteo.de', 'mailbox.org', 'arcor.de'],
  ['orange.fr', 'wanadoo.fr', 'free.fr', 'laposte.net', 'sfr.fr', 'libero.it', 'virgilio.it', 'tiscali.it'],
  [
    'mail.ru',
    'bk.ru',
    'inbox.ru',
    'list.ru',
    'rambler.ru',
    'ukr.net',
    'wp.pl',
    'o2.pl',
    'onet.pl',
    'seznam.cz',
  ],
  ['btinternet.com', 'sky.com', 'virginmedia.com', 'ntlworld.com', 'talktalk.net', 'comcast.net', 'cox.net'],
  ['qq.com', '163.com', '126.com', 'sina.com', 'naver.com', 'daum.net', 'hanmail.net', 'rediffmail.com'],
  ['uol.com.br', 'bol.com.br', 'terra.com.br', 'duck.com', 'mozmail.com'],
].flat();

/** @param domain Lower-case A-labels. */
export function isFreeMail(domain: string): boolean {
  const [first = '', ...rest] = domain.split('.');
  const isCountry = rest.length === 1 || (rest.length === 2 && /^(?:com?|net|org)$/u.test(rest[0] ?? ''));
  return EXACT.includes(domain) || (isCountry && ANY_ENDING.includes(first));
}
