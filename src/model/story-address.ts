// Words that lead to a story's address: "More at: https://…". The proofreader asks for a link in their place, the reading of old
// newsletters makes one.

/** The source of a regular expression (flags `iu`), without groups that capture. */
export const LEAD_IN =
  '(?:(?:read |see )?more(?: at| here| from)?|(?:read )?(?:the )?full (?:story|report|article|text)(?: at| here)?|read (?:on|it)(?: at| here)?|link(?: here)?|story|url)';
