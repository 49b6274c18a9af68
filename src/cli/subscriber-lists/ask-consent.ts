// How people on a list said yes: asked of whoever brings it in, in plain words, and kept with each person. Without an answer nobody is brought in.
import { BroadsideError } from '../../model/errors.ts';
import type { Terminal } from '../terminal.ts';

/** What is kept, as the one who imports says it. */
const WAYS: readonly string[] = [
  'They asked for this newsletter themselves, and confirmed it by a link in a mail.',
  'They asked for this newsletter themselves, on a form or by mail, without confirming it by a link.',
  'They asked for this newsletter on paper or in person.',
  'They are members of our organisation, were told of this newsletter when they joined, and can leave it at any time.',
];

/** Throws USAGE where nobody says how. */
export async function askConsent(given: string | undefined, terminal: Terminal): Promise<string> {
  const text = given ?? (await chosen(terminal));
  if (text.trim() === '') throw unsaid('Unexpected empty --consent, expected how these people said yes');
  return text.trim();
}

async function chosen(terminal: Terminal): Promise<string> {
  if (!terminal.isInteractive) throw unsaid('Expected --consent TEXT, how these people said yes');
  const own = WAYS.length + 1;
  for (const line of [
    'How did these people say yes to this newsletter? The words are kept with each of them.',
    ...[...WAYS, 'In another way, which I write down.', 'I do not know.'].map(
      (way, index) => `  ${index + 1}  ${way}`,
    ),
  ])
    terminal.print(line);
  const answer = (await terminal.ask(`Which is it, 1 to ${own + 1}?`))?.trim() ?? '';
  if (answer === String(own)) return (await terminal.ask('In which way?')) ?? '';
  const way = WAYS[Number(answer) - 1];
  if (way !== undefined && /^\d+$/u.test(answer)) return way;
  throw unsaid('Nobody is brought in without it being known how they said yes');
}

function unsaid(detail: string): BroadsideError {
  return new BroadsideError('USAGE', detail, {
    hint: 'Add --consent "how these people said yes, where and when". Whoever did not say yes must not be written to: send them nothing, and let them sign up.',
  });
}
