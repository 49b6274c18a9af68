// The forms of bounces that are plain text: words that only such a mail has, by the system that writes them. They say that a mail is a
// bounce, and where the part about the recipients begins; why it failed is read from what follows.

export interface BounceForm {
  readonly system: string;
  /** Lower case, as plain-words.ts makes them; each stands within one line. */
  readonly openings: readonly string[];
}

export const BOUNCE_FORMS: readonly BounceForm[] = [
  {
    system: 'qmail',
    openings: [
      'this is the haraka mailer program',
      'this is the qmail-send program',
      "i wasn't able to deliver your message",
      'this is the mail delivery agent at',
      'this is the machine generated message from mail service',
    ],
  },
  {
    system: 'Exim',
    openings: [
      'this message was created automatically by mail delivery software',
      'could not be delivered to one or more of its recipients',
      'could not be delivered to all of its recipients',
      'the following address(es) failed',
      'the following address failed',
    ],
  },
  {
    system: 'Postfix',
    openings: [
      'this is the mail system at host',
      'this is the postfix program at host',
      'your message could not be delivered to one or more recipients',
    ],
  },
  {
    system: 'Sendmail',
    openings: [
      'the following addresses had permanent fatal errors',
      'the following addresses had transient non-fatal errors',
      'the following addresses had delivery problems',
      'transcript of session follows',
      'transcript of session is',
      'the original message was received at',
    ],
  },
  {
    system: 'Exchange',
    openings: [
      'delivery has failed to these recipients',
      'did not reach the following recipient',
      'did not reach some or all of the intended recipients',
      'the following recipient(s) could not be reached',
      'this is an automatically generated delivery status notification',
      'delivery to the following recipients failed',
      "your message couldn't be delivered",
      "your message to the following recipients couldn't be delivered",
      'diagnostic information for administrators',
    ],
  },
  {
    system: 'Gmail',
    openings: [
      'delivery to the following recipient failed permanently',
      'delivery to the following recipient has been delayed',
      'technical details of permanent failure',
      'technical details of temporary failure',
      "your message wasn't delivered to",
    ],
  },
  {
    system: 'Yahoo',
    openings: [
      'unable to deliver message to the following address(es)',
      'sorry, we were unable to deliver your message to the following address',
    ],
  },
  { system: 'James', openings: ['error message below:'] },
  { system: 'Domino', openings: ['was not delivered to:', 'delivery failure report', 'failure reasons'] },
  {
    system: 'GroupWise',
    openings: ['the message that you sent was undeliverable to the following'],
  },
  {
    system: 'MDaemon',
    openings: [
      'the attached message had permanent fatal delivery errors',
      'the following message had permanent fatal delivery errors',
      'the attached message had temporary non-fatal delivery errors',
    ],
  },
  {
    system: 'IMail',
    openings: [
      'unknown user:',
      'undeliverable to',
      'user mailbox exceeds allowed size',
      'delivery failed 20 attempts',
      'invalid final delivery userid',
    ],
  },
  {
    system: 'Courier',
    openings: [
      'your message to the following recipients cannot be delivered',
      'this is a delivery status notification from',
    ],
  },
  {
    system: 'mail.ru',
    openings: ['a message you sent was rejected by the remote server', 'это письмо создано автоматически'],
  },
  {
    system: 'a gateway',
    openings: [
      'could not be delivered to the following recipients',
      'could not be delivered to the following recipient',
      'the following recipients did not receive',
      'was not delivered to the following recipients',
      'undeliverable message returned',
      'message delivery failed',
      'message could not be delivered',
      'mail could not be delivered',
      'could not be delivered',
      'cannot be delivered',
      'konnte nicht zugestellt werden',
      "n'a pas pu être remis",
      'no se pudo entregar',
      'non è stato possibile consegnare',
      'não pôde ser entregue',
      'kon niet worden bezorgd',
      'не может быть доставлено',
    ],
  },
];

/** Beginnings and parts of subjects under which bounces come. */
export const BOUNCE_SUBJECTS: readonly string[] = [
  'delivery failure',
  'delivery failed',
  'delivery has failed',
  'delivery notification',
  'delivery report',
  'delivery status notification',
  'failure notice',
  'mail could not be delivered',
  'mail delivery failed',
  'mail delivery problem',
  'mail system error',
  'message delayed',
  'message undeliverable',
  'message status - undeliverable',
  'ndn:',
  'nondeliverable mail',
  'nicht zustellbar',
  'non remis',
  'returned mail',
  'undeliverable',
  'undelivered mail',
  'unzustellbar',
  'warning: could not send message',
  'warning: message',
];

/** Where the returned message begins: what follows is our own letter and proves nothing. */
export const RETURNED_MARKS: readonly string[] = [
  'below this line is a copy of the message',
  'this is a copy of the message',
  'this is a copy of your message',
  'this is a copy of the headers',
  'copy of the message, including all the headers',
  'original message follows',
  'original message headers',
  'original message header',
  '-----original message',
  '----- original message',
  '--- original message',
  'original message attached',
  'unsent message follows',
  'message header follows',
  'message text follows',
  'returned message follows',
  'returned message -',
  'header of the original message',
  'the headers of the message',
  'message headers follow',
  'original headers follow',
  'received: from ',
  'received: by ',
  'return-path:',
];
