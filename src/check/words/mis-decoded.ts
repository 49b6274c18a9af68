// Characters that were written in one encoding and read in another go in, what they were meant to be comes out. Stands apart from
// the rule, which only has to say it.

/** Windows-1252 gives these places a character; Latin-1 has control characters there (WHATWG Encoding, index windows-1252). */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const BYTES: ReadonlyMap<string, number> = new Map(
  [...WINDOWS_1252].map((character, index) => [character, 0x80 + index]),
);
/** What a second or later byte of UTF-8 looks like. */
const REST = String.raw`[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]`;
/** The same without marks that stand behind a letter in good text: the letter “Å”. */
const LETTER_REST = String.raw`[\u0080-\u00bf€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ]`;
/**
 * Beginnings of UTF-8 that hardly anything else looks like: Latin letters (Ã©), signs (Â£), punctuation (â€™), emoji (ðŸ˜€); letters of
 * other scripts (Ø§Ù„) only two in a row.
 */
const MOJIBAKE = new RegExp(
  `(?:[ÂÃÄÅ]${LETTER_REST}|[âï]${REST}${REST}|ðŸ${REST}${REST}|[ØÙÚÛÐÑ]${REST}[ØÙÚÛÐÑ]${REST})(?:[ÂÃÄÅØÙÚÛÐÑ]${LETTER_REST}|[âï]${REST}${REST})*`,
  'gu',
);
/** Windows-1256, Arabic, read as Windows-1252: no word of a Latin script has so many such letters in a row. */
const ARABIC_BYTES = /[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{4,}/gu;
/** Mac Roman read as Windows-1252: capitals with an accent where a blank, a mark or a dash was. Small letters beside them tell. */
const MAC_ROMAN: readonly (readonly [RegExp, string])[] = [
  [/(?<=\p{Ll})Ê(?=\p{Ll})/gu, ' '],
  [/(?<=\p{Ll})Õ(?=\p{Ll}|[\s.,;:]|$)/gu, '’'],
  [/(?<=\p{Ll})Ð(?=\p{Ll})/gu, '–'],
  [/(?<=\p{Ll})Ñ(?=\p{Ll})/gu, '—'],
  [/(?<=^|[\s(])Ò(?=\p{Lu}?\p{Ll})/gu, '“'],
  [/(?<=\p{Ll}[.,!?]?)Ó(?=[\s.,;:)]|$)/gu, '”'],
];
const UTF_8 = new TextDecoder('utf-8', { fatal: true });
const WINDOWS_1256 = new TextDecoder('windows-1256');
/** Text that was decoded wrongly several times over. */
const MAX_LAYERS = 3;

export interface MisDecoded {
  readonly start: number;
  readonly end: number;
  /** Absent where what it was cannot be told. */
  readonly meant?: string;
  /** True where there is no other way to read it. */
  readonly isCertain: boolean;
}

export function misDecoded(text: string): readonly MisDecoded[] {
  const found = [
    ...[...text.matchAll(MOJIBAKE)].flatMap(({ 0: written, index }) => {
      const meant = decoded(written);
      return meant === undefined
        ? []
        : [{ start: index, end: index + written.length, meant, isCertain: true }];
    }),
    ...[...text.matchAll(/[\u0080-\u009f]/gu)].map(({ 0: written, index }) => {
      const meant = WINDOWS_1252.charAt((written.codePointAt(0) ?? 0) - 0x80);
      const isKnown = meant !== written && meant !== '';
      return { start: index, end: index + 1, ...(isKnown && { meant }), isCertain: isKnown };
    }),
    ...MAC_ROMAN.flatMap(([pattern, meant]) =>
      [...text.matchAll(pattern)].map(({ index }) => ({
        start: index,
        end: index + 1,
        meant,
        isCertain: true,
      })),
    ),
    ...[...text.matchAll(ARABIC_BYTES)].map(({ 0: written, index }) => {
      const meant = WINDOWS_1256.decode(Uint8Array.from([...written].map((one) => one.codePointAt(0) ?? 0)));
      const isArabic = /^\p{Script=Arabic}+$/u.test(meant);
      return { start: index, end: index + written.length, ...(isArabic && { meant }), isCertain: false };
    }),
    ...unknowable(text),
  ];
  // Of two readings of one place the longer one holds.
  const sorted = found.toSorted((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return sorted.filter((one) => {
    if (one.start < end) return false;
    end = one.end;
    return true;
  });
}

/** U+FFFD; an apostrophe turned into a question mark (`Iraq?s`); a lone accent; the shell of `â€`; `&amp;` shown as typed. */
function unknowable(text: string): readonly MisDecoded[] {
  const patterns: readonly (readonly [RegExp, string | undefined])[] = [
    [/\ufffd+/gu, undefined],
    [/(?<=\p{Ll})[?¿](?=(?:s|t|re|ve|ll|d)(?!\p{L}))|(?<=\p{Ll})¿(?=\p{Ll})/gu, '’'],
    [/(?<= )[ˆÐ](?= )/gu, '–'],
    [/(?<=\p{Ll}\p{Ll})É(?=[\s"”]|$)/gu, '…'],
    [/â€(?=$|[\s.,])/gu, '”'],
    [/&(?:amp|quot|nbsp|lt|gt|apos|[lr][sd]quo|[mn]dash|hellip|#\d{2,5});/gu, undefined],
  ];
  return patterns.flatMap(([pattern, meant]) =>
    [...text.matchAll(pattern)].map(({ 0: written, index }) => ({
      start: index,
      end: index + written.length,
      ...(meant !== undefined && { meant }),
      isCertain: false,
    })),
  );
}

/** Undefined where the bytes are no UTF-8. */
function decoded(written: string): string | undefined {
  let meant = written;
  for (let layer = 0; layer < MAX_LAYERS; layer += 1) {
    const bytes = [...meant].map((one) => BYTES.get(one) ?? one.codePointAt(0) ?? 0);
    if (bytes.some((byte) => byte > 0xff) || bytes.every((byte) => byte < 0x80)) break;
    try {
      meant = UTF_8.decode(Uint8Array.from(bytes));
    } catch {
      break;
    }
  }
  return meant === written ? undefined : meant;
}
