// What can be answered with as a file, wherever it comes from.
import { hash } from 'node:crypto';

export interface ServedFile {
  readonly mediaType: string;
  /** Changes with the contents. Weak (RFC 9110 §8.8.1): the same for the compressed forms. */
  readonly tag: string;
  readonly changedAt: Date | undefined;
  readonly octets: number;
  contents(): Promise<Uint8Array<ArrayBuffer>>;
  /** For what is better not held in memory. */
  stream(): Promise<ReadableStream>;
}

/** @param mediaType With its charset. */
export function servedText(text: string, mediaType: string): ServedFile {
  const bytes = new TextEncoder().encode(text);
  return {
    mediaType,
    tag: `W/"${hash('sha256', text, 'base64url').slice(0, 16)}"`,
    changedAt: undefined,
    octets: bytes.length,
    contents: async () => bytes,
    stream: async () => new Blob([bytes]).stream(),
  };
}
