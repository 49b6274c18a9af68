// Nobody on the list has that address: the same words wherever one was named, and how to find who was meant.
import { nextStep } from './command-result.ts';
import { harmless } from './display-width.ts';
import type { Paint } from './paint.ts';

/** @param more Behind the words, such as "; nothing is kept of one". */
export function noSuchSubscriber(address: string, paint: Paint, more = ''): readonly string[] {
  return [
    `${paint.stop('unknown')}  there is no subscriber ${harmless(address)}${more}`,
    ...nextStep('`broadside subscribers list --search WORD` finds by a part of the address.', paint),
  ];
}
