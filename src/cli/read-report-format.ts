// The names of the forms in which `check` can report; apart from the forms themselves, which know every rule.
import { BroadsideError } from '../model/errors.ts';

export const REPORT_FORMATS = ['pretty', 'json', 'sarif', 'github', 'unix', 'markdown'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Throws USAGE for a name that no format has. */
export function readReportFormat(name: string): ReportFormat {
  const format = REPORT_FORMATS.find((one) => one === name);
  if (format !== undefined) return format;
  throw new BroadsideError('USAGE', `Unexpected format "${name}", expected ${REPORT_FORMATS.join(', ')}`);
}
