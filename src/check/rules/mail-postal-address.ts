// Law in many countries (CAN-SPAM in the United States for one) asks for a postal address in every mail to a list. Whether it goes
// for this newsletter depends on where its readers are, so this only warns.
import type { SettingsRule } from '../rule.ts';

const SETTINGS_PATH = 'issues/newsletter.yaml';

export const mailPostalAddress: SettingsRule = {
  id: 'mail-postal-address',
  severity: 'warning',
  stage: 'settings',
  description: 'The newsletter has a postal address, which stands at the end of every mail.',
  check: ({ newsletter: { postalAddress } }) =>
    postalAddress.length > 0
      ? []
      : [
          {
            path: SETTINGS_PATH,
            reason:
              'Unexpected newsletter without a postal address, expected "postalAddress:" in newsletter.yaml',
            expected: ['postalAddress: [The Harbour Sheet, 1 Quay Street, Lowport]'],
            note: 'The law of many countries asks for one in every mail to a list; whether it does where your readers are, the proofreader cannot know. A post office box will do.',
          },
        ],
};
