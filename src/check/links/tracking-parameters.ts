// The name of a query parameter, or a whole fragment, goes in; whether it only tells a publisher where the reader came from comes
// out. One list for what is stripped when addresses are compared and for what an editor is asked to take out.

/** Names that mean nothing else anywhere. `ref`, `source`, `id` and the like are not among them: some sites need those. */
const NAMES: ReadonlySet<string> = new Set(
  [
    // Search engines and advertising
    'gclid gclsrc dclid gbraid wbraid gad_source msclkid yclid ysclid _openstat wickedid s_kwcid srsltid',
    // Networks
    'fbclid fb_action_ids fb_action_types fb_source fb_ref igshid igsh twclid ttclid li_fat_id rdt_cid epik ref_src ref_url',
    '__twitter_impression _branch_match_id _branch_referrer',
    // Programs that send mail or count readers
    'mc_cid mc_eid mkt_tok _hsenc _hsmi __hstc __hssc __hsfp hsctatracking vero_id vero_conv oly_enc_id oly_anon_id ml_subscriber',
    'ml_subscriber_hash rb_clickid wt.mc_id wt_mc wt_zmc s_cid ss_email_id bsft_clkid bsft_uid ck_subscriber_id guccounter',
    'guce_referrer guce_referrer_sig',
    // Papers and agencies
    'cmpid cmp ocid icid xtor smid smtyp soc_src soc_trk tpcc ftcamp traffic_source feedtype feedname ns_mchannel ns_source',
    'ns_campaign ns_linkname ns_fee',
  ].flatMap((names) => names.split(' ')),
);

/** Whole families: `utm_source`, `at_medium` (BBC), `pk_campaign` and `mtm_campaign` (Matomo), `hmb_…`. */
const FAMILIES = /^(?:utm|at|pk|mtm|piwik|matomo|hmb)_\w+$/u;

/** French papers, then link counters of the share buttons of the 2010s: `#xtor=RSS-3208`, `#ixzz3vXabc`, `#.VpmHcvmLTIU`. */
const FRAGMENT = /^#(?:xtor=|(?:utm|at|mtm)_[a-z]{1,20}=|ixzz\w|\.[\w-]{8,14}$)/iu;

/** @param name Capitals make no difference. */
export function isTrackingParameter(name: string): boolean {
  const plain = name.toLowerCase();
  return NAMES.has(plain) || FAMILIES.test(plain);
}

/** @param fragment With its `#`. */
export function isTrackingFragment(fragment: string): boolean {
  return FRAGMENT.test(fragment);
}

/** The address without them and otherwise as written, byte for byte. */
export function withoutTracking(url: string): { readonly url: string; readonly removed: readonly string[] } {
  const [beforeHash, fragment] = cutBefore(url, '#');
  const [path, query] = cutBefore(beforeHash, '?');
  const pairs = query.slice(1).split('&');
  const left = pairs.filter((pair) => !isTracking(pair));
  const keptQuery = left.length === pairs.length ? query : left.length === 0 ? '' : `?${left.join('&')}`;
  const isFragmentKept = !isTrackingFragment(fragment);
  return {
    url: `${path}${keptQuery}${isFragmentKept ? fragment : ''}`,
    removed: [...pairs.filter(isTracking), ...(isFragmentKept ? [] : [fragment])],
  };
}

function isTracking(pair: string): boolean {
  return isTrackingParameter(cutBefore(pair, '=')[0]);
}

function cutBefore(text: string, sign: string): [before: string, from: string] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}
