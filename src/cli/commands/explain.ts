// `explain [RULE]`: the manual's entry of a rule, or all rules by family. Needs no project: it speaks of the program alone.
import { READING_RULES } from '../../check/reading-rules.ts';
import type { RuleDescription } from '../../check/rule.ts';
import { DESCRIPTIONS, FAMILIES } from '../../check/rules.ts';
import { SILENCE_UNUSED } from '../../check/settle-diagnostics.ts';
import { BroadsideError } from '../../model/errors.ts';
import { nearestNames } from '../../model/nearest-names.ts';
import { type CommandResult, nextStep } from '../command-result.ts';
import type { Paint } from '../paint.ts';
import { manualUrl, type RuleExample, readExamples } from '../rule-manual.ts';

interface Family {
  readonly name: string;
  readonly rules: readonly RuleDescription[];
}

export async function explain(name: string | undefined): Promise<CommandResult> {
  if (name === undefined) {
    const families = allFamilies();
    const value = { families: families.map((family) => ({ ...family, rules: family.rules.map(described) })) };
    return { exitCode: 0, value, lines: (paint) => listLines(families, paint) };
  }
  const rule = findRule(name);
  const examples = await readExamples(rule.id);
  const silence = silenceOf(rule);
  return {
    exitCode: 0,
    value: { ...described(rule), stage: rule.stage, examples, silence, manual: manualUrl(rule.id) },
    lines: (paint) => ruleLines(rule, examples, paint),
  };
}

/** Throws USAGE, with the names that were probably meant. */
function findRule(name: string): RuleDescription {
  const rule = DESCRIPTIONS.find(({ id }) => id === name.trim().toLowerCase());
  if (rule !== undefined) return rule;
  const near = nearestNames(
    name,
    DESCRIPTIONS.map(({ id }) => id),
  );
  const guess =
    near.length === 0 ? '; `broadside explain` lists them all' : `; did you mean ${near.join(' or ')}?`;
  throw new BroadsideError('USAGE', `There is no rule "${name}"${guess}`);
}

function allFamilies(): readonly Family[] {
  return [
    ...FAMILIES.filter(({ rules }) => rules.length > 0),
    { name: 'While a file is read, and at the end', rules: [...READING_RULES, SILENCE_UNUSED] },
  ];
}

function described({ id, severity, description }: RuleDescription) {
  return { id, severity, description };
}

function silenceOf({ id }: RuleDescription) {
  return {
    comment: `<!-- on purpose: ${id} (the reason) -->`,
    setting: `rules:\n  ${id}: off`,
  };
}

function listLines(families: readonly Family[], paint: Paint): readonly string[] {
  const width = Math.max(...families.flatMap(({ rules }) => rules.map(({ id }) => id.length)));
  return [
    ...families.flatMap(({ name, rules }) => [
      paint.strong(name),
      ...rules.map(
        ({ id, severity, description }) =>
          `  ${(severity === 'error' ? paint.stop : paint.ask)(severity.padEnd(7))}  ${id.padEnd(width)}  ${paint.dim(description)}`,
      ),
      '',
    ]),
    `${families.flatMap(({ rules }) => rules).length} rules. Errors stop a build and a send; warnings do not, but for --strict.`,
    ...nextStep('`broadside explain RULE` shows one with its examples.', paint),
  ];
}

const TITLES: Readonly<Record<RuleExample['kind'], string>> = {
  right: 'Right',
  wrong: 'Wrong',
  message: 'What is said of it',
  mended: 'What check --fix makes of it',
};

function ruleLines(rule: RuleDescription, examples: readonly RuleExample[], paint: Paint): readonly string[] {
  const { id, severity, description } = rule;
  const { comment, setting } = silenceOf(rule);
  const colour = severity === 'error' ? paint.stop : paint.ask;
  return [
    `${paint.strong(id)}  ${colour(severity)}`,
    description,
    '',
    ...examples.flatMap(({ kind, path, text }, nth) => [
      ...(kind === 'message' && examples[nth - 1]?.kind === 'message' ? [] : [titleLine(kind, paint)]),
      ...(path === undefined ? [] : [paint.dim(`  ${path}`)]),
      ...text.split('\n').map((line) => (line === '' ? '' : `    ${line}`)),
      '',
    ]),
    `${paint.strong('When it is on purpose')}, say so at the end of the line, or alone on the line before it:`,
    `    ${comment}`,
    `${paint.strong('To turn it off')} for every issue, write in issues/newsletter.yaml:`,
    ...setting.split('\n').map((line) => `    ${line}`),
    '',
    `Manual: ${paint.link(manualUrl(id), `docs/rules.md#${id}`)}`,
  ];
}

function titleLine(kind: RuleExample['kind'], paint: Paint): string {
  const colour =
    kind === 'right' || kind === 'mended' ? paint.done : kind === 'wrong' ? paint.stop : paint.dim;
  return colour(`${TITLES[kind]}:`);
}
