// What our tests use of dns-packet, which brings no types of its own.
declare module 'dns-packet' {
  export interface Question {
    readonly type: string;
    readonly name: string;
  }
  export interface Answer {
    readonly type: string;
    readonly name: string;
    readonly ttl: number;
    readonly data: unknown;
  }
  export interface Packet {
    readonly type: 'query' | 'response';
    readonly id?: number;
    readonly flags?: number;
    readonly questions?: readonly Question[];
    readonly answers?: readonly Answer[];
  }
  export const AUTHORITATIVE_ANSWER: number;
  export const RECURSION_AVAILABLE: number;
  export function encode(packet: Packet): Buffer;
  export function decode(message: Buffer): Packet & { readonly questions: readonly Question[] };
}
