// What an editor asks for on the command line → the Markdown of a live entry, in the form that the manual teaches.
import { BroadsideError } from '../../model/errors.ts';

export interface EntryWishes {
  readonly headline?: string;
  readonly key?: true;
  readonly by?: string;
  readonly editedBy?: string;
  readonly credit?: string;
  /** Markdown. */
  readonly text: string;
}

/**
 * @param moment `30 December, 16:40` or `16:40`.
 * @param isKnownSource Of the credit: only a known one may stand on a line of its own.
 */
export function composeEntry(wishes: EntryWishes, moment: string, isKnownSource: boolean): string {
  const { headline, key, by, editedBy, credit } = wishes;
  const text = wishes.text.replace(/\r\n?/gu, '\n').trim();
  if (text === '' && headline === undefined) {
    throw new BroadsideError('USAGE', 'The entry has no words', {
      hint: 'Write them behind the name of the issue, or name a file: --file TEXT.md, or --file - for what is piped in.',
    });
  }
  if (editedBy !== undefined && by === undefined) {
    throw new BroadsideError(
      'USAGE',
      '--edited-by goes with --by: an entry has an author before it has an editor',
    );
  }
  const heading = [
    moment,
    ...(key === true ? ['Key'] : []),
    ...(headline === undefined ? [] : [oneLine(headline)]),
  ];
  const inText = credit !== undefined && !isKnownSource ? ` [${oneLine(credit)}]` : '';
  const byline =
    by === undefined
      ? ''
      : `by ${oneLine(by)}${editedBy === undefined ? '' : `, edited by ${oneLine(editedBy)}`}`;
  return [
    `### ${heading.join(': ')}`,
    `${text}${inText}`.trim(),
    byline,
    credit !== undefined && isKnownSource ? `via ${oneLine(credit)}` : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
