// A server's octets in, its replies out (RFC 5321 §4.2): lines of one code, the last with a blank behind it, cut anywhere by the network.
// Whatever is no reply ends the conversation; nothing is guessed.

export interface Reply {
  readonly code: number;
  /** As on the wire, without the last line's end: "550-5.1.1 No\n550 5.1.1 such reader". */
  readonly text: string;
}

export interface ReplyReader {
  /** Calls `take` for each reply that is whole now. @returns why this is no SMTP any more, if it is none. */
  push(chunk: Buffer, take: (reply: Reply) => void): string | undefined;
  /** Something has come of a reply that is not whole. */
  isMidReply(): boolean;
}

/** RFC 5321 §4.5.3.1.5 allows 512; some servers say more. */
const LINE_OCTETS = 4096;
/** No answer to EHLO comes near. */
const REPLY_OCTETS = 64 * 1024;

export function createReplyReader(): ReplyReader {
  /** Octets as characters of Latin 1, so that no letter is cut in two. */
  let rest = '';
  let lines: string[] = [];
  let octets = 0;
  let code = '';
  return {
    push(chunk, take) {
      rest += chunk.toString('latin1');
      let from = 0;
      for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', from)) {
        const line = rest.slice(from, rest.charCodeAt(end - 1) === CR && end > from ? end - 1 : end);
        from = end + 1;
        const isLast = line.charCodeAt(3) !== DASH;
        if (line.length > LINE_OCTETS) return 'an answer has a line that is too long';
        if (!/^[2-5]\d\d(?:[ -]|$)/u.test(line)) return `not an answer: ${line.slice(0, 100)}`;
        if (lines.length > 0 && line.slice(0, 3) !== code) return 'an answer has two codes';
        code = line.slice(0, 3);
        lines.push(line);
        octets += line.length;
        if (octets > REPLY_OCTETS) return 'an answer is too long';
        if (!isLast) continue;
        const text = lines.join('\n');
        lines = [];
        octets = 0;
        take({ code: Number(code), text: readable(text) });
      }
      rest = rest.slice(from);
      return rest.length > LINE_OCTETS ? 'an answer has a line that is too long' : undefined;
    },
    isMidReply: () => rest !== '' || lines.length > 0,
  };
}

const CR = 13;
const DASH = 45;

/** Servers that speak more than ASCII speak UTF-8; where it is none, every octet is a letter. */
function readable(text: string): string {
  if (/^\p{ASCII}*$/u.test(text)) return text;
  const utf8 = Buffer.from(text, 'latin1').toString('utf8');
  return utf8.includes('\ufffd') ? text : utf8;
}
