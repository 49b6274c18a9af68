// A name server of the test's own, on a port that the system chooses: a table of names, and nothing beyond it. What was asked is kept,
// so that a test can see that nothing else was.
import { createSocket } from 'node:dgram';
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, RECURSION_AVAILABLE } from 'dns-packet';

export interface ZoneEntry {
  readonly A?: readonly string[];
  readonly AAAA?: readonly string[];
  /** Each record whole; it is cut into strings of 255 octets on the wire. */
  readonly TXT?: readonly string[];
  /** `10 mail.example.org` */
  readonly MX?: readonly string[];
  readonly PTR?: readonly string[];
  /** Instead of an answer. */
  readonly fails?: 'SERVFAIL' | 'REFUSED' | 'silence';
}

/** By lower-case name without a final dot. A name that is not there is answered with NXDOMAIN; a type that is not, with nothing. */
export type Zone = Readonly<Record<string, ZoneEntry>>;

export interface DnsServer {
  /** `127.0.0.1:PORT` */
  readonly server: string;
  /** "TXT _dmarc.example.org", in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

const RCODES = { SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;
const STRING_OCTETS = 255;

/** @param zone Looked up anew for each question, so that a test may change it. */
export async function startDnsServer(zone: () => Zone): Promise<DnsServer> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (message, { port, address }) => {
    const { id, questions } = decode(message);
    const [question] = questions;
    if (question === undefined) return;
    const name = question.name.toLowerCase();
    asked.push(`${question.type} ${name}`);
    const entry = zone()[name];
    if (entry?.fails === 'silence') return;
    const rcode = entry === undefined ? RCODES.NXDOMAIN : entry.fails === undefined ? 0 : RCODES[entry.fails];
    const answers = rcode === 0 && entry !== undefined ? answersOf(entry, question.type, question.name) : [];
    const packet = encode({
      type: 'response',
      ...(id === undefined ? {} : { id }),
      flags: AUTHORITATIVE_ANSWER | RECURSION_AVAILABLE | rcode,
      questions,
      answers,
    });
    socket.send(packet, port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    server: `127.0.0.1:${socket.address().port}`,
    asked,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function answersOf(entry: ZoneEntry, type: string, name: string): readonly Answer[] {
  const made = (data: unknown): Answer => ({ type, name, ttl: 60, data });
  switch (type) {
    case 'TXT':
      return (entry.TXT ?? []).map((text) => made(stringsOf(text)));
    case 'MX':
      return (entry.MX ?? []).map((text) => {
        const [preference, exchange = ''] = text.split(' ');
        return made({ preference: Number(preference), exchange });
      });
    case 'A':
    case 'AAAA':
    case 'PTR':
      return (entry[type] ?? []).map(made);
    default:
      return [];
  }
}

function stringsOf(text: string): readonly string[] {
  return Array.from({ length: Math.max(1, Math.ceil(text.length / STRING_OCTETS)) }, (_, index) =>
    text.slice(index * STRING_OCTETS, (index + 1) * STRING_OCTETS),
  );
}
