// Signatures, reckoned beside the main thread by one of our own, many at a time. Node.js's thread pool can do it too, but wakes a thread for
// every single one, and on a small machine that costs as much again as the signature.
import type { KeyObject } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { DkimKey } from '../deliver/dkim-key.ts';
import { type Signatory, type SignInput, signAtOnce, signInput } from '../deliver/dkim-sign.ts';

/** One signature that is wanted: what to sign and with which of the keys that the thread was given, by number. */
type Job = readonly [id: number, key: number, input: SignInput];
/** Undefined: it failed, and the main thread finds out how. */
type Result = readonly [id: number, signature: string | undefined];
type Parcel = { readonly key: KeyObject } | readonly Job[];

/** So many letters go before a thread is worth its start and its 13 MB: a proof or a small list needs none. */
const LETTERS_BEFORE = 100;
/** Given back in so small lots that the first letters leave while the last are being signed. */
const LOT = 8;

interface Waiting {
  readonly text: string;
  readonly key: DkimKey;
  readonly resolve: (signature: string) => void;
  readonly reject: (error: unknown) => void;
}

let shared: Signatory | undefined;

/** One for the process, however many issues it sends: it signs more than one main thread can send. */
export function signingThread(): Signatory {
  shared ??= createSigningThread({
    isWorthwhile: availableParallelism() > 1,
    lettersBefore: LETTERS_BEFORE,
  });
  return shared;
}

export interface SigningThreadOptions {
  /** For tests: another thread. */
  readonly open?: () => Worker;
  /** There is a core for it. */
  readonly isWorthwhile: boolean;
  readonly lettersBefore: number;
}

/** A thread that cannot be had, or that ends, is done without: then it is signed here, as before it began. */
export function createSigningThread({
  isWorthwhile,
  lettersBefore,
  open = openThread,
}: SigningThreadOptions): Signatory {
  /** Those that the thread has, by number. The same key is read anew for each issue. */
  const keys: KeyObject[] = [];
  const numbers = new WeakMap<KeyObject, number>();
  const waiting = new Map<number, Waiting>();
  let signed = 0;
  let thread: Worker | undefined;
  let isLost = !isWorthwhile;
  let jobs: Job[] = [];
  let lastId = 0;

  const lose = (): void => {
    isLost = true;
    thread = undefined;
    for (const [id, one] of waiting) {
      waiting.delete(id);
      settle(one, undefined);
    }
  };
  const start = (): Worker => {
    const begun = open();
    begun.on('message', (results: readonly Result[]) => {
      for (const [id, signature] of results) {
        const one = waiting.get(id);
        waiting.delete(id);
        if (one !== undefined) settle(one, signature);
      }
      if (waiting.size === 0) begun.unref();
    });
    begun.on('error', lose).on('exit', lose).on('messageerror', lose);
    return begun;
  };
  const keyNumber = (to: Worker, { privateKey }: DkimKey): number => {
    const known = numbers.get(privateKey);
    if (known !== undefined) return known;
    const like = keys.findIndex((one) => one.equals(privateKey));
    const number = like < 0 ? keys.push(privateKey) - 1 : like;
    numbers.set(privateKey, number);
    if (like < 0) to.postMessage({ key: privateKey } satisfies Parcel);
    return number;
  };
  const handOver = (): void => {
    thread?.postMessage(jobs);
    jobs = [];
  };

  return (text, key) => {
    signed += 1;
    if (isLost || signed <= lettersBefore) return signAtOnce(text, key);
    try {
      thread ??= start();
    } catch {
      lose();
      return signAtOnce(text, key);
    }
    const number = keyNumber(thread, key);
    if (waiting.size === 0) thread.ref();
    lastId += 1;
    const id = lastId;
    // All that is asked for in one go is handed over in one go.
    if (jobs.length === 0) queueMicrotask(handOver);
    jobs.push([id, number, signInput(text, key)]);
    return new Promise((resolve, reject) => {
      waiting.set(id, { text, key, resolve, reject });
    });
  };
}

function openThread(): Worker {
  return new Worker(`(${threadProgram})(require, ${LOT})`, {
    eval: true,
    // All it holds for longer than a moment are its keys.
    resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 16 },
    // Nothing of the environment, with its secrets, is any business of a thread that signs.
    env: {},
  });
}

function settle({ text, key, resolve, reject }: Waiting, signature: string | undefined): void {
  try {
    resolve(signature ?? signAtOnce(text, key));
  } catch (error) {
    reject(error);
  }
}

/**
 * The whole of what the thread runs, handed over as text: so it needs no file, which would be found under another name once it is compiled.
 * It sees nothing of this module. Each lot is signed and given back before the next.
 */
function threadProgram(load: NodeJS.Require, lot: number): void {
  const { parentPort } = load('node:worker_threads') as typeof import('node:worker_threads');
  const { sign } = load('node:crypto') as typeof import('node:crypto');
  // Letters are signed ahead, so whoever talks to mail servers goes first. On Linux a thread has a priority of its own; elsewhere the process
  // has, and is left alone.
  if (process.platform === 'linux') (load('node:os') as typeof import('node:os')).setPriority(10);
  const keys: KeyObject[] = [];
  const signatureOf = ({ digest, data }: SignInput, number: number): string | undefined => {
    try {
      const key = keys[number];
      return key === undefined ? undefined : sign(digest, Buffer.from(data), key).toString('base64');
    } catch {
      return undefined;
    }
  };
  parentPort?.on('message', (parcel: Parcel) => {
    if ('key' in parcel) {
      keys.push(parcel.key);
      return;
    }
    for (let from = 0; from < parcel.length; from += lot) {
      const results = parcel
        .slice(from, from + lot)
        .map(([id, number, input]): Result => [id, signatureOf(input, number)]);
      parentPort?.postMessage(results);
    }
  });
}
