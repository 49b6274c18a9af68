// JSON goes in, an array of objects or one object after the other; one person for each comes out, with the line on which it begins. No more of the
// text is held than one object may be long.
import { BroadsideError } from '../../model/errors.ts';
import { personOf } from './formats/own-export.ts';
import type { ImportRow } from './import-row.ts';

const MOST_IN_AN_OBJECT = 1024 * 1024;

export async function* readJsonRows(text: AsyncIterable<string>, name: string): AsyncGenerator<ImportRow> {
  for await (const { line, json } of objectsIn(text, name))
    yield { line, ...personOf(parsed(json, line, name)) };
}

/** What stands between objects at the top (brackets, commas, blanks) is passed over; anything else there is refused. */
async function* objectsIn(
  text: AsyncIterable<string>,
  name: string,
): AsyncGenerator<{ readonly line: number; readonly json: string }> {
  let line = 1;
  let begunOn = 1;
  let json = '';
  let depth = 0;
  let isQuoted = false;
  let isEscaped = false;
  for await (const piece of text) {
    let from = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const one = piece[at];
      if (one === '\n') line += 1;
      if (isQuoted) {
        if (isEscaped) isEscaped = false;
        else if (one === '\\') isEscaped = true;
        else if (one === '"') isQuoted = false;
      } else if (depth > 0 && one === '"') isQuoted = true;
      else if (one === '{') {
        if (depth === 0) {
          begunOn = line;
          from = at;
          json = '';
        }
        depth += 1;
      } else if (depth > 0 && one === '}') {
        depth -= 1;
        if (depth === 0) yield { line: begunOn, json: json + piece.slice(from, at + 1) };
      } else if (depth === 0 && !/[\s,[\]\ufeff]/u.test(one ?? '')) {
        throw invalid(line, name, `Unexpected "${one}", expected an array of objects`);
      }
    }
    if (depth > 0) json += piece.slice(from);
    if (json.length > MOST_IN_AN_OBJECT)
      throw invalid(begunOn, name, 'Unexpected object of more than a million characters');
  }
  if (depth > 0) throw invalid(begunOn, name, 'Unexpected end of the file inside an object');
}

function parsed(json: string, line: number, name: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw invalid(line, name, `${name} is not JSON that can be read`, cause);
  }
}

function invalid(line: number, name: string, detail: string, cause?: unknown): BroadsideError {
  return new BroadsideError('IMPORT_INVALID', detail, {
    cause,
    place: `${name}:${line}`,
    hint: 'Export it again, or mend that place. Rows before it may have been added; nobody is added twice.',
  });
}
