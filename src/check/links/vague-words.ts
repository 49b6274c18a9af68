// The words of a link and the languages of an issue go in; whether the words say nothing of where the link leads comes out. Lists
// for the languages in which the newsletter quotes and writes; stands apart because they are data.
import { mainLanguage } from '../../model/main-language.ts';

/** By primary language subtag (BCP 47). What means something else in a neighbouring language counts in its own only. */
const VAGUE: Readonly<Record<string, readonly string[]>> = {
  en: [
    'here',
    'click here',
    'click',
    'press here',
    'tap here',
    'see here',
    'look here',
    'read here',
    'read it here',
    'read this',
    'read more',
    'read more here',
    'read on',
    'more',
    'more here',
    'find out more',
    'learn more',
    'link',
    'link here',
    'the link',
    'this link',
    'this',
    'this one',
    'this page',
    'at this link',
    'via this link',
    'continue reading',
  ],
  fr: [
    'ici',
    'cliquez ici',
    'cliquer ici',
    'lire ici',
    'voir ici',
    'par ici',
    'lien',
    'le lien',
    'ce lien',
    'lire la suite',
    'la suite',
    'suite',
    'en savoir plus',
    'lire plus',
    'plus',
  ],
  de: [
    'hier',
    'hier klicken',
    'klicken sie hier',
    'klick hier',
    'hier lesen',
    'hier weiterlesen',
    'weiterlesen',
    'mehr',
    'mehr lesen',
    'mehr dazu',
    'mehr hier',
    'link',
    'der link',
    'dieser link',
    'dies',
    'zum link',
  ],
  es: [
    'aquí',
    'aqui',
    'haga clic aquí',
    'haz clic aquí',
    'pulse aquí',
    'pinche aquí',
    'lea aquí',
    'leer aquí',
    'ver aquí',
    'enlace',
    'el enlace',
    'este enlace',
    'leer más',
    'más',
    'más aquí',
    'seguir leyendo',
    'esto',
  ],
  ar: [
    'هنا',
    'اضغط هنا',
    'انقر هنا',
    'من هنا',
    'اقرأ هنا',
    'رابط',
    'الرابط',
    'هذا الرابط',
    'على هذا الرابط',
    'المزيد',
    'للمزيد',
    'اقرأ المزيد',
    'هذا',
  ],
};

/** English is read everywhere, and a word in Arabic letters means one thing only. */
const ALWAYS = ['en', 'ar'];

/** @param languages BCP 47 tags; of those that have no list nothing is known. */
export function createVagueWords(languages: Iterable<string>): (words: string) => boolean {
  const subtags = new Set([...ALWAYS, ...[...languages].map(mainLanguage)]);
  const vague = new Set([...subtags].flatMap((subtag) => VAGUE[subtag] ?? []));
  return (words) => words.length <= 40 && vague.has(plain(words));
}

/** In small letters, without what stands around the words: "→ Read more …". */
function plain(words: string): string {
  return words
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}]+/gu, ' ')
    .trim();
}
