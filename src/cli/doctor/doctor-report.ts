// Findings in, the report out: under headings, one line a fact and what to do about it beneath, 80 columns wide.
import {
  CHECK_NAMES,
  CHECKS,
  type Finding,
  type FindingState,
  type TextRecord,
} from '../../model/finding.ts';
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import { displayWidth, harmless } from '../display-width.ts';
import type { Paint } from '../paint.ts';

const COLUMNS = 80;
const STATE_WIDTH = 4;
const NAME_WIDTH = 15;
const INDENT = 2 + STATE_WIDTH + 2 + NAME_WIDTH + 2;
/** Strings of a record as they are shown; the name system allows 255 octets each (RFC 1035 §3.3.14). */
const STRING_CHARACTERS = 64;

const WORDS: Readonly<Record<FindingState, string>> = {
  ok: 'ok',
  warn: 'warn',
  fail: 'FAIL',
  skipped: 'skip',
};

export function doctorResult(findings: readonly Finding[]): CommandResult {
  const failed = findings.filter(({ state }) => state === 'fail');
  return {
    exitCode: failed.length > 0 ? 2 : 0,
    value: { ...countsOf(findings), findings: inOrder(findings).map(findingValue) },
    lines: (paint) => [
      ...groupLines(findings, paint),
      summaryOf(findings, paint),
      ...nextStep(nextOf(findings), paint),
    ],
  };
}

function countsOf(findings: readonly Finding[]): Readonly<Record<FindingState, number>> {
  const count = (state: FindingState): number => findings.filter((finding) => finding.state === state).length;
  return { ok: count('ok'), warn: count('warn'), fail: count('fail'), skipped: count('skipped') };
}

function findingValue(finding: Finding): object {
  const group = Object.entries(CHECKS).find(([, checks]) =>
    (checks as readonly string[]).includes(finding.check),
  );
  return { group: group?.[0], ...finding };
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const order: readonly string[] = Object.values(CHECKS).flat();
  // Several servers are told one after the other, not check by check; sorting keeps the order of equals.
  const isOfRelay = (check: string): boolean => (CHECKS['Mail server'] as readonly string[]).includes(check);
  const rank = ({ check }: Finding): number => order.indexOf(isOfRelay(check) ? 'relay' : check);
  return [...findings].sort((one, other) => rank(one) - rank(other));
}

function groupLines(findings: readonly Finding[], paint: Paint): readonly string[] {
  const sorted = inOrder(findings);
  return Object.entries(CHECKS).flatMap(([heading, checks]) => {
    const rows = sorted.filter(({ check }) => (checks as readonly string[]).includes(check));
    return rows.length === 0 ? [] : [paint.strong(heading), ...withSubjects(rows, paint), ''];
  });
}

/** A subject stands on a line of its own above what is said of it. */
function withSubjects(rows: readonly Finding[], paint: Paint): readonly string[] {
  let subject: string | undefined;
  return rows.flatMap((row) => {
    const isNew = row.subject !== undefined && row.subject !== subject && isRelay(row);
    subject = row.subject;
    return [...(isNew ? [`  ${paint.dim(row.subject ?? '')}`] : []), ...rowLines(row, paint)];
  });
}

function isRelay({ check }: Finding): boolean {
  return check.startsWith('relay');
}

function rowLines(finding: Finding, paint: Paint): readonly string[] {
  const { state, check, found, mend, record } = finding;
  const colour = { ok: paint.done, warn: paint.ask, fail: paint.stop, skipped: paint.dim }[state];
  const quiet = state === 'skipped' ? paint.dim : (text: string): string => text;
  const [first = '', ...rest] = wrapped(harmless(found), COLUMNS - INDENT);
  const margin = ' '.repeat(INDENT);
  return [
    `  ${colour(WORDS[state].padEnd(STATE_WIDTH))}  ${CHECK_NAMES[check].padEnd(NAME_WIDTH)}  ${quiet(first)}`,
    ...rest.map((line) => margin + quiet(line)),
    ...mendLines(mend, state, paint).map((line) => margin + line),
    ...(record === undefined ? [] : recordLines(record).map((line) => (line === '' ? '' : `      ${line}`))),
  ];
}

function mendLines(mend: string | undefined, state: FindingState, paint: Paint): readonly string[] {
  if (mend === undefined) return [];
  const lines = wrapped(harmless(mend), COLUMNS - INDENT - 2).map(
    (line, index) => `${index === 0 ? '→' : ' '} ${line}`,
  );
  return state === 'ok' || state === 'skipped' ? lines.map(paint.dim) : lines;
}

/** As a zone file has it (RFC 1035 §5.1); whoever fills in a form takes the strings without marks, as one. */
function recordLines({ name, value }: TextRecord): readonly string[] {
  const strings = value.match(new RegExp(`.{1,${STRING_CHARACTERS}}`, 'gsu')) ?? [];
  const quoted = strings.map((text) => `"${text.replaceAll(/(["\\])/gu, '\\$1')}"`);
  if (quoted.length === 1 && name.length + (quoted[0]?.length ?? 0) + 15 <= COLUMNS - 6)
    return ['', `${name}. IN TXT ${quoted[0]}`, ''];
  return ['', `${name}. IN TXT (`, ...quoted.map((text) => `  ${text}`), ')', ''];
}

function summaryOf(findings: readonly Finding[], paint: Paint): string {
  const { ok, warn, fail, skipped } = countsOf(findings);
  return [
    fail > 0 ? paint.stop(`${fail} failing`) : '',
    warn > 0 ? paint.ask(countOf(warn, 'warning')) : '',
    paint.done(`${ok} in order`),
    skipped > 0 ? paint.dim(`${skipped} not looked at`) : '',
  ]
    .filter(Boolean)
    .join(', ');
}

function nextOf(findings: readonly Finding[]): string {
  const { warn, fail } = countsOf(findings);
  if (fail > 0) return 'mend what fails and run it again; docs/doctor.md explains each check.';
  if (warn > 0) return 'you can send; docs/doctor.md explains what is warned of.';
  return '`broadside send N --proof ADDRESS` shows a letter as readers get it.';
}

/** Broken at blanks; a word that is longer than a line stands by itself and may run over. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/u)) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + 1 + displayWidth(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
