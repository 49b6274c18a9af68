// The letter that an issue's readers get, as the ledger keeps it: chosen once a row is claimed, for from then on nobody can change it. A
// worker has nothing else; a `send` has the project's files too, and says so where they have changed since.
import type { DkimKey } from '../../deliver/dkim-key.ts';
import type { IssueMail } from '../../deliver/letter.ts';
import type { LetterSource } from '../../deliver/send-issue.ts';
import type { SentCopy } from '../../model/ports.ts';
import type { Database } from '../../store/open-database.ts';
import { toStoredText } from '../../store/schema.ts';
import { type MailComposer, mailComposer } from '../mail-composer.ts';
import { signingTokenKey } from '../token-keys.ts';

export interface LetterOptions {
  readonly database: Pick<Database, 'ledger' | 'settings'>;
  readonly slug: string;
  /** The Date field, the same for every reader and on every attempt. */
  readonly date: () => Date | Promise<Date>;
  /** Of the domain of the letter's From. */
  readonly keysOf: (fromAddress: string) => Promise<readonly DkimKey[]>;
  readonly now: () => string;
  /** The issue as the project has it; without it the ledger must have it all. */
  readonly own?: IssueMail;
  /** The ledger's letter is another one than `own`. */
  readonly onOtherLetter?: () => void;
}

export function letterComposer(options: LetterOptions): LetterSource {
  let chosen: Promise<MailComposer> | undefined;
  let ready: MailComposer | undefined;
  return {
    compose: (claim) => {
      if (ready !== undefined) return ready(claim);
      chosen ??= chooseLetter(options);
      const choosing = chosen;
      return choosing.then((composer) => {
        if (chosen === choosing) ready = composer;
        return composer(claim);
      });
    },
    prepare: (next) => ready?.prepare(next),
    forget: () => {
      chosen = undefined;
      ready = undefined;
    },
  };
}

async function chooseLetter({
  database: { ledger, settings },
  slug,
  date: dateOf,
  keysOf,
  now,
  own,
  onOtherLetter,
}: LetterOptions): Promise<MailComposer> {
  const copy = await ledger.sentCopy(slug);
  const key = await signingTokenKey(settings);
  const date = await dateOf();
  const composer = async (mail: Parameters<typeof mailComposer>[0], from: string): Promise<MailComposer> =>
    mailComposer(mail, { key, signing: { keys: await keysOf(from), clock: { now } } });
  if (own !== undefined && copy !== undefined && isOther(copy, own)) onOtherLetter?.();
  if (copy?.fields !== undefined) {
    const { subject, html, text, fields } = copy;
    return composer({ slug, fields, subject, html, text, date }, fields.from.address);
  }
  if (own === undefined) throw new Error(`The ledger holds no letter of ${slug}`);
  // Planned before the ledger kept all of it.
  const rendered = copy === undefined ? own.rendered : { ...own.rendered, ...copy };
  return composer({ ...own, rendered, date }, own.newsletter.from.address);
}

/** As the ledger keeps texts, a lone half of a sign is another one, and that is no change. */
function isOther(copy: SentCopy, { rendered }: IssueMail): boolean {
  return copy.html !== toStoredText(rendered.html) || copy.text !== toStoredText(rendered.text);
}
