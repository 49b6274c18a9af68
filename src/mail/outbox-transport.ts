// Takes composed messages to a folder instead of a server: one `.eml` file each, which any mail program opens. The same message
// sent again lands in the same file.
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { BroadsideError } from '../model/errors.ts';
import type { ComposedMessage } from '../model/message.ts';
import type { MailTransport } from '../model/ports.ts';

const FILES_AT_ONCE = 8;

/** @throws BroadsideError FILE_UNWRITABLE, also from `send`. */
export async function openOutbox(folder: string): Promise<MailTransport> {
  await writable(folder, () => mkdir(folder, { recursive: true }));
  return {
    name: folder,
    connections: FILES_AT_ONCE,
    async send(message) {
      const file = path.join(folder, fileName(message));
      await writable(file, () => writeWhole(file, message.raw));
      return { kind: 'accepted', reply: { text: `Written to the file ${file}; nothing left this machine` } };
    },
    close: async () => {},
  };
}

/** The left side of the message id: the issue and a hash, no address. Anything that a file system may not like becomes `_`. */
function fileName({ messageId }: ComposedMessage): string {
  const left = messageId
    .slice(0, messageId.lastIndexOf('@'))
    .replaceAll(/[^\w.-]/gu, '_')
    .replace(/^\.+/u, '_');
  return `${left.slice(0, 120)}.eml`;
}

/** All of it or nothing: written beside, then renamed. */
async function writeWhole(file: string, contents: Uint8Array): Promise<void> {
  const beside = `${file}.${process.pid}.part`;
  try {
    const handle = await open(beside, 'w');
    try {
      await handle.writeFile(contents);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function writable(place: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new BroadsideError('FILE_UNWRITABLE', `The outbox cannot be written (${words})`, { cause, place });
  }
}
