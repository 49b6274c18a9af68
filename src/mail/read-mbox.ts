// A mailbox file in (RFC 4155, with the quoting of mboxrd), its mails out one by one. It is never changed, and of a mail no more is held than its
// beginning, so a file may be as long as it likes; who read it before knows that by the mails themselves.
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { MOST_MAIL_BYTES, type TakeMail } from './incoming-mail.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x3e;
const SEPARATOR = Buffer.from('From ');

export async function readMbox(file: string, take: TakeMail): Promise<void> {
  let number = 0;
  let kept: Buffer[] = [];
  let length = 0;
  let isBlankBefore = true;
  const give = async (): Promise<void> => {
    if (number > 0)
      await take({
        channel: 'mbox',
        name: `number ${number} of ${path.basename(file)}`,
        raw: Buffer.concat(kept),
      });
    number += 1;
    kept = [];
    length = 0;
  };
  for await (const line of linesOf(file)) {
    // Behind an empty line, or at the beginning (RFC 4155 appendix A).
    if (isBlankBefore && line.subarray(0, SEPARATOR.length).equals(SEPARATOR)) {
      await give();
      isBlankBefore = false;
      continue;
    }
    isBlankBefore = line[0] === LINE_FEED || (line[0] === CARRIAGE_RETURN && line[1] === LINE_FEED);
    if (length >= MOST_MAIL_BYTES) continue;
    const plain = withoutQuote(line).subarray(0, MOST_MAIL_BYTES - length);
    kept.push(Buffer.from(plain));
    length += plain.length;
  }
  await give();
}

/** `>From` was `From`, `>>From` was `>From`. */
function withoutQuote(line: Buffer): Buffer {
  let quotes = 0;
  while (line[quotes] === QUOTE) quotes += 1;
  const isQuoted = quotes > 0 && line.subarray(quotes, quotes + SEPARATOR.length).equals(SEPARATOR);
  return isQuoted ? line.subarray(1) : line;
}

/** With their ends. Of a line longer than a mail may be, pieces. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of createReadStream(file, { highWaterMark: 256 * 1024 })) {
    let from = 0;
    const octets: Buffer = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    for (let end = octets.indexOf(LINE_FEED); end !== -1; end = octets.indexOf(LINE_FEED, from)) {
      yield octets.subarray(from, end + 1);
      from = end + 1;
    }
    rest = octets.subarray(from);
    if (rest.length > MOST_MAIL_BYTES) {
      yield rest;
      rest = Buffer.alloc(0);
    }
  }
  if (rest.length > 0) yield rest;
}
