// A pattern of addresses (`/:year/:month/:slug/`) and what is put into it in, the address out. Jekyll and Hugo mean the same by most names.
export interface AddressParts {
  /** ISO day or instant; '' where there is none. */
  readonly date: string;
  readonly slug: string;
  readonly categories: readonly string[];
  /** Further names, each with its value. */
  readonly more?: Readonly<Record<string, string>>;
}

const NAME = /:([a-z_]{1,30})/gu;

/** '' where the pattern asks for a date that is not there. */
export function fillPermalink(pattern: string, parts: AddressParts): string {
  const [year = '', month = '', day = ''] = parts.date.slice(0, 10).split('-');
  const number = (text: string): string => (text === '' ? '' : String(Number(text)));
  const values: Readonly<Record<string, string>> = {
    year,
    short_year: year.slice(2),
    month,
    i_month: number(month),
    day,
    i_day: number(day),
    y_day: year === '' ? '' : dayOfYear(parts.date),
    yearday: year === '' ? '' : number(dayOfYear(parts.date)),
    hour: parts.date.slice(11, 13),
    minute: parts.date.slice(14, 16),
    second: parts.date.slice(17, 19),
    title: parts.slug,
    slug: parts.slug,
    categories: parts.categories.map(slugOf).join('/'),
    output_ext: '.html',
    ...parts.more,
  };
  const isDated = /:(?:year|short_year|month|i_month|day|i_day|y_day|yearday)\b/u.test(pattern);
  if (isDated && year === '') return '';
  const path = pattern.replace(NAME, (whole: string, name: string) => values[name] ?? whole);
  return `/${path}`.replace(/\/{2,9}/gu, '/');
}

export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-|-$/gu, '');
}

function dayOfYear(date: string): string {
  const year = Date.parse(`${date.slice(0, 4)}-01-01`);
  return String(Math.round((Date.parse(date.slice(0, 10)) - year) / 86_400_000) + 1).padStart(3, '0');
}
