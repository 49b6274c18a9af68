// Names that are written in several ways in English, because they come from another script. Each line is one name; a blank parts
// its spellings, and _ stands for a blank inside one.

/** Every spelling → its line. Only names of which no two spellings are two names. */
export const SPELLINGS_OF_ONE_NAME: ReadonlyMap<string, readonly string[]> = new Map(
  `
  Fallujah Falluja Faluja Fallouja Fallujeh Falloujah
  Baghdad Bagdad
  Basra Basrah Bassora
  Tal_Afar Tel_Afar Tall_Afar Tal_Afur Tel_Afur Talafar
  Mosul Mossul
  Kirkuk Kerkuk Karkuk
  Najaf Nadjaf Nejef
  Karbala Kerbala Karbela Kerbela
  Nasiriyah Nasiriya Nassiriya Nassiriyah Nasiriyya Nasseriya
  Samarra Samara
  Baquba Baqubah Ba'quba Baqouba Baaquba Bakuba
  Irbil Erbil Arbil
  Sulaymaniyah Sulaimaniya Sulaimaniyah Sulaymaniya Suleimaniya Suleimaniyah
  Diwaniyah Diwaniya Diwaniyya
  Qaim Qa'im
  Haditha Hadithah
  Hilla Hillah
  Hawija Hawijah Huwija
  Dohuk Duhok Dahuk
  Raqqa Raqqah Raqa
  Tikrit Takrit Tekrit
  Latifiya Latifiyah
  Mahmudiya Mahmudiyah Mahmoudiya
  Iskandariya Iskandariyah
  Abu_Ghraib Abu_Graib Abu_Ghuraib Abu_Gharib
  Shiite Shi'ite
  Qur'an Quran Koran
  Qaeda Qaida Qa'ida
  Hezbollah Hizbollah Hizbullah Hezballah
  Peshmerga Peshmarga Pershmerga
  Muqtada Moqtada Moktada Muktada
  Ahmadinejad Ahmedinejad
  Zarqawi Zarkawi
  Gaddafi Qaddafi Gadhafi Khadafy
`
    .trim()
    .split('\n')
    .map((line) =>
      line
        .trim()
        .split(' ')
        .map((one) => one.replaceAll('_', ' ')),
    )
    .flatMap((spellings) => spellings.map((one) => [one, spellings] as const)),
);

/** Two words each after one of these are two places, or one place spelt in two ways. */
export const BEFORE_PLACES: ReadonlySet<string> = new Set(
  'in near around outside inside into across through throughout towards'.split(' '),
);
