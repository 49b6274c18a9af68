// Diagnostics as the desk shows them: the count on one line, and each with its reason and its way out.
import { html } from 'hono/html';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Html } from './preview-page.ts';

/** "2 errors, 1 warning", or "nothing to mend". */
export function countFaults(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  const counts = [plural(errors, 'error'), plural(diagnostics.length - errors, 'warning')];
  return counts.filter((count) => !count.startsWith('0 ')).join(', ') || 'nothing to mend';
}

/** @param where Link to the line, or the path, in front of the rule's name. */
export function showFault(diagnostic: Diagnostic, where?: Html): Html {
  const { severity, reason, note, expected = [], ruleId } = diagnostic;
  const word = severity === 'error' ? 'Error' : 'Warning';
  const choices = expected.length === 0 ? '' : ` Could be: ${expected.join(', ')}.`;
  return html`<div class="fault ${severity}">
<p><b>${word}.</b> <bdi>${reason}</bdi>.</p>
${note === undefined && choices === '' ? '' : html`<p><bdi>${note ?? ''}${choices}</bdi></p>`}
<p class="rule">${where ?? ''}${where === undefined ? '' : ' · '}${ruleId}</p>
</div>`;
}

export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
