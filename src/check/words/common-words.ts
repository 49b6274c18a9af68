// Words of English that rules need to know: those that join the others, those that are often said twice, months and numbers.

/** Which no name is likely to be: even with a capital they are the sentence's own. */
export const FUNCTION_WORDS = setOf(`
  a about above across after again against all along also although always am among an and any are around as at away back be
  because been before behind being below beneath beside besides between beyond both but by can cannot could despite did do does
  down during each either else enough even ever every few for from further had has have he hence her here hers him his how
  however if in indeed inside instead into is it its just last least less many may me meanwhile might more moreover most much
  must my near neither never no none nor not now of off often on once one only onto or other our ours out outside over own past
  per perhaps please quite rather same several shall she should since so some soon still such than that the their theirs them
  then there therefore these they this those though through throughout thus to together too toward towards under unless until
  up upon us very was we were what whatever when where whereas whether which while who whom whose why will with within without
  would yes yet you your yours
`);

/** Beside those above: words of news prose that a name or a noun often follows. */
export const LEADING_WORDS = setOf(`
  according acting added adviser ago air ambassador announced army asked attack attacked bombed british called captured central
  chief city civilian colonel commander countries country court deputy died district east eastern five forces foreign former four
  general government governor group head held home house iraqi killed kurdish late lawyer leader leaders led left major man men
  military militant minister month months mostly nearby new north northern northeast northwest officer official officials old
  parliament party people place police port president prime province public rebel received report reported reports rival road
  said say says secretary security senior seven shia shiite sister six soldiers south southeast southern southwest spokesman
  state sunni ten than three told town troops turkish two village visited visiting war week weeks west western woman women year years
`);

export const MONTHS: ReadonlyMap<string, number> = new Map(
  'January February March April May June July August September October November December'
    .split(' ')
    .map((month, index) => [month, index + 1]),
);

export const WEEKDAYS = setOf('monday tuesday wednesday thursday friday saturday sunday');

const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const TENS: readonly (readonly [string, number])[] = [
  ['twenty', 20],
  ['thirty', 30],
  ['forty', 40],
  ['fifty', 50],
  ['sixty', 60],
  ['seventy', 70],
  ['eighty', 80],
  ['ninety', 90],
  ['hundred', 100],
];

/** `thirteen` → `13`, `twenty-one` → `21`. */
export const NUMBER_WORDS: ReadonlyMap<string, string> = new Map([
  ...UNITS.split(' ').map((word, value) => [word, String(value)] as const),
  ...TENS.map(([word, value]) => [word, String(value)] as const),
  ...TENS.slice(0, -1).flatMap(([word, value]) =>
    UNITS.split(' ')
      .slice(1, 10)
      .map((unit, index) => [`${word}-${unit}`, String(value + index + 1)] as const),
  ),
]);

export function setOf(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/u));
}
