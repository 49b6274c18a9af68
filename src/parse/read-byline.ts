// In: a line of a live entry. Out: who wrote and who edited it: `by A. Lind and R. Osei, edited by P. Sato`, with or without
// the comma, and the stamp that some systems print behind it (`6/30/2014 8:36:38 PM`).
export interface WrittenByline {
  readonly authors: readonly string[];
  readonly editors: readonly string[];
  /** As written. */
  readonly stamp?: string;
}

const BYLINE = /^by\s+(\S.{0,200})$/iu;
const EDITED = /(?<!\s),?\s{1,9}edited\s{1,9}by\s{1,9}/iu;
const STAMP =
  /(?<![\s,])[\s,]+(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4},?\s+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[ap]\.?m\.?)?)$/iu;
/** Words that stand in names without a capital. */
const PARTICLES =
  /^(?:al|el|bin|ibn|bint|abu|da|de|del|della|der|di|dos|du|la|le|van|von|ten|ter|den|y|af|av|zu)$/iu;

/** Undefined unless every name looks like a name: a sentence may begin with "By" too. */
export function readByline(line: string): WrittenByline | undefined {
  const match = BYLINE.exec(line);
  if (match === null) return undefined;
  const written = match[1] ?? '';
  const stamp = STAMP.exec(written)?.[1];
  const names = (stamp === undefined ? written : written.replace(STAMP, '')).trim();
  const [authors = '', editors, ...more] = names.split(EDITED);
  if (more.length > 0) return undefined;
  const byline = { authors: splitNames(authors), editors: splitNames(editors ?? '') };
  if (byline.authors.length === 0 || (editors !== undefined && byline.editors.length === 0)) return undefined;
  if (![...byline.authors, ...byline.editors].every(isName)) return undefined;
  return stamp === undefined ? byline : { ...byline, stamp };
}

function splitNames(names: string): string[] {
  return names
    .split(/[,;،]\s*(?:and\s+)?|(?<!\s)\s+(?:and|&)\s+/iu)
    .map((name) => name.trim().replace(/(?<=\p{Ll}{2})\.$/u, ''))
    .filter((name) => name !== '');
}

function isName(name: string): boolean {
  const words = name.split(/\s+/u);
  return (
    words.length <= 6 &&
    words.every(
      (word) =>
        /^[\p{Lu}\p{Lo}\p{Lt}][\p{L}\p{M}.'’-]*$/u.test(word) ||
        PARTICLES.test(word) ||
        /^(?:al|el|d|l)[-'’]\p{Lu}/u.test(word),
    ) &&
    words.some((word) => /^[\p{Lu}\p{Lo}]/u.test(word))
  );
}
