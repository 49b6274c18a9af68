// Plain lists go in, one address a line: bare, as `Name <address>` (Mailman's list_members and `mailman members`), or as `address (Name)` (what
// Mailman answers to "who"). Headings of rosters, comments and empty lines are passed over.
import { BroadsideError } from '../../model/errors.ts';
import { present } from './csv-format.ts';
import { CONFIRMED, type ImportRow } from './import-row.ts';
import { readName } from './read-cells.ts';

const MOST_IN_A_LINE = 10_000;
const NAME_BEFORE = /^(.*)<([^<>]*)>[,;]?$/u;
const NAME_BEHIND = /^([^\s@]{1,255}@[^\s@]{1,255})\s{1,9}\((.*)\)$/u;
/** `Non-digest (regular) members:`, `# made by …`, `--`. */
const NO_MEMBER = /^(?:#.*|[^@]*:|-{2,})$/u;

export async function* readListRows(text: AsyncIterable<string>, name: string): AsyncGenerator<ImportRow> {
  for await (const { line, words } of linesOf(text, name)) {
    if (words === '' || NO_MEMBER.test(words)) continue;
    yield { line, standing: CONFIRMED, ...personIn(words) };
  }
}

function personIn(words: string): { readonly address: string; readonly name?: string } {
  const before = NAME_BEFORE.exec(words);
  if (before !== null)
    return { address: before[2] ?? '', ...present({ name: readName(unquoted(before[1] ?? '')) }) };
  const behind = NAME_BEHIND.exec(words);
  if (behind !== null) return { address: behind[1] ?? '', ...present({ name: readName(behind[2] ?? '') }) };
  return { address: words.replace(/[,;]$/u, '') };
}

/** RFC 5322 §3.2.4. */
function unquoted(name: string): string {
  const inside = /^"(.*)"$/u.exec(name.trim())?.[1];
  return inside === undefined ? name : inside.replaceAll(/\\(.)/gu, '$1');
}

async function* linesOf(
  text: AsyncIterable<string>,
  name: string,
): AsyncGenerator<{ readonly line: number; readonly words: string }> {
  let line = 0;
  let carry = '';
  for await (const piece of text) {
    const lines = (carry + piece).split(/\r?\n|\r(?!$)/u);
    carry = lines.pop() ?? '';
    for (const one of lines) yield { line: ++line, words: one.trim() };
    if (carry.length > MOST_IN_A_LINE)
      throw new BroadsideError('IMPORT_INVALID', 'Unexpected long line, expected one address a line', {
        place: `${name}:${line + 1}`,
      });
  }
  if (carry.trim() !== '') yield { line: line + 1, words: carry.trim() };
}
