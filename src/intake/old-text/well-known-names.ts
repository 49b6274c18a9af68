// Publishers that newsletters of those years quoted, beside those of `sources.yaml`: where a headline and a name are run together, a name
// that one knows is the only sign of where to cut. Nothing else depends on this list; a name that it lacks is found by its capitals.
const NAMES = `
ABC News|Agence France-Presse|AFP|Al Arabiya|Al-Ahram Weekly|Al-Hayat|AlterNet|Amnesty International|Antiwar.com|Asharq Al-Awsat|Asia Times|
Associated Press|Aswat al-Iraq|Azzaman|BBC|BBC News|Bloomberg|Boston Globe|CBC|CBS|CBS News|Channel 4 News|Chicago Tribune|
Christian Science Monitor|CNN|CommonDreams|Common Dreams|CounterPunch|Daily Mail|Daily Mirror|Daily Star|Daily Telegraph|Democracy Now!|Deutsche Welle|
DPA|Electronic Iraq|Financial Times|Foreign Policy|Fox News|Gulf News|Gulf Times|Haaretz|Human Rights Watch|Independent on Sunday|
Inter Press Service|International Business Times|International Crisis Group|International Herald Tribune|Iraq Body Count|IRIN|IRIN News|
KUNA|Knight Ridder|Los Angeles Times|McClatchy|McClatchy Newspapers|Middle East Eye|Middle East Online|Middle East Monitor|Morning Star|NBC|NBC News|
New York Times|New Statesman|Newsweek|NPR|Oxfam|Pacific News Service|Press Association|Press TV|PressTV|Reuters|Rudaw|Salon|
San Francisco Chronicle|Scotland on Sunday|Sky News|Socialist Worker|Spiegel Online|Stars and Stripes|Sunday Herald|Sunday Mirror|Sunday Telegraph|
Sunday Times|The Age|The Australian|The Guardian|The Hill|The Independent|The National|The Nation|The Observer|The Scotsman|The Times|
Time|TomDispatch|Truthout|UN News|UNICEF|UPI|USA Today|Voice of America|Voices of Iraq|Wall Street Journal|Washington Post|Washington Times|Xinhua|
Yahoo News|ZNet`;

const KNOWN: ReadonlySet<string> = new Set(
  NAMES.split(/[|\n]+/u)
    .map(foldName)
    .filter((name) => name !== ''),
);

export function isWellKnown(name: string): boolean {
  return KNOWN.has(foldName(name));
}

/** Capitals count: "time" is no name. */
export function foldName(name: string): string {
  return name
    .trim()
    .replace(/^[Tt]he /u, '')
    .replace(/[\s-]+/gu, ' ');
}
