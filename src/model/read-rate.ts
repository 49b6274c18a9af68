// "20", "20/s", "1200/m", "72000/h" in, messages per second out. A noun because flags of the command line and addresses of mail servers
// are written with it alike.

const SECONDS_IN = { s: 1, m: 60, h: 3600 } as const;

/** Undefined for what is no rate above 0. Without a unit it is per second. */
export function readRate(text: string): number | undefined {
  const [, figure, unit = 's'] = /^(\d{1,9}(?:\.\d{1,6})?)(?:\/([smh]))?$/u.exec(text.trim()) ?? [];
  if (figure === undefined) return undefined;
  const perSecond = Number(figure) / SECONDS_IN[unit as keyof typeof SECONDS_IN];
  return perSecond > 0 ? perSecond : undefined;
}
