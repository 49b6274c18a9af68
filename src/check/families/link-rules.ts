// Rules about where links lead, as far as their form can tell, in the order of the manual.
import type { Rule } from '../rule.ts';
import { linkBare } from '../rules/link-bare.ts';
import { linkDuplicate } from '../rules/link-duplicate.ts';
import { linkHomePage } from '../rules/link-home-page.ts';
import { linkHost } from '../rules/link-host.ts';
import { linkInsecure } from '../rules/link-insecure.ts';
import { linkMalformed } from '../rules/link-malformed.ts';
import { linkMissing } from '../rules/link-missing.ts';
import { linkPrivate } from '../rules/link-private.ts';
import { linkRelative } from '../rules/link-relative.ts';
import { linkShort } from '../rules/link-short.ts';
import { linkTracking } from '../rules/link-tracking.ts';
import { linkVague } from '../rules/link-vague.ts';

export const LINK_RULES: readonly Rule[] = [
  linkMissing,
  linkMalformed,
  linkRelative,
  linkPrivate,
  linkDuplicate,
  linkHomePage,
  linkHost,
  linkTracking,
  linkInsecure,
  linkShort,
  linkVague,
  linkBare,
];
