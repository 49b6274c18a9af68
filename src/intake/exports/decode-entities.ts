// Text in which letters have HTML's names or numbers (`&eacute;`, `&#8217;`) in, the letters out; what is no such name stays as it is.
import { characterEntities } from 'character-entities';

const NAME = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][a-z\d]{1,31}));/giu;

export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(NAME, (whole: string, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined)
      return Object.hasOwn(characterEntities, name) ? (characterEntities[name] ?? whole) : whole;
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    const isLetter = point > 0x1f && point <= 0x10_ff_ff && !(point >= 0xd8_00 && point <= 0xdf_ff);
    return isLetter ? String.fromCodePoint(point) : whole;
  });
}
