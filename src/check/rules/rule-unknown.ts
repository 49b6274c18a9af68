// `newsletter.yaml` turns rules off or makes them stricter by name. A name that no rule has would do nothing, and nobody
// would notice.

import { nearestNames } from '../../model/nearest-names.ts';
import type { SettingsRule } from '../rule.ts';

const SETTINGS_PATH = 'issues/newsletter.yaml';

export const ruleUnknown: SettingsRule = {
  id: 'rule-unknown',
  severity: 'warning',
  stage: 'settings',
  description: 'Every name under "rules:" in newsletter.yaml is the name of a rule.',
  check: ({ newsletter, ruleIds }) =>
    Object.keys(newsletter.rules)
      .filter((id) => !ruleIds.includes(id))
      .map((id) => {
        const expected = nearestNames(id, ruleIds);
        const [nearest] = expected;
        const place = newsletter.rulePlaces?.get(id);
        return {
          path: SETTINGS_PATH,
          ...(place !== undefined && { place }),
          reason: `Unexpected "${id}" under "rules:", expected ${nearest === undefined ? 'the name of a rule' : `"${nearest}"`}`,
          actual: id,
          expected,
          note: 'No rule has this name, so the line changes nothing. Correct it or take it out. The name of a rule stands behind each of its messages.',
        };
      }),
};
