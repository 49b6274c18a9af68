// Loaded before the program (`node --import`): its wall clock is the machine's plus so many milliseconds as stand in the file of CLOCK_FILE,
// read anew all the time. Timers and the monotonic clock are let alone: it is as if somebody had set the clock.
import { readFileSync } from 'node:fs';

const file = process.env['CLOCK_FILE'];
/** Reading a file at each call would be most of the work of a fast send. */
const READ_AGAIN_MS = 5;
const RealDate = Date;

let offsetMs = 0;
let readAtMs = Number.NEGATIVE_INFINITY;

function now(): number {
  const monotonicMs = performance.now();
  if (file !== undefined && monotonicMs - readAtMs >= READ_AGAIN_MS) {
    readAtMs = monotonicMs;
    // While it is being written it may be empty.
    const text = readFileSync(file, 'utf8').trim();
    if (text !== '') offsetMs = Number(text);
  }
  return RealDate.now() + offsetMs;
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
  apply: () => new RealDate(now()).toString(),
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});
