// Slips in addresses: what is missing, cannot be followed, leads elsewhere, or tells too much.
import { addSentence, changeLine, isFirstReport, isHeadline, type Plant, type Slip } from '../planting.ts';

const ADDRESS = /\((https:\/\/)([^/)]+)\/([^)]*)\)/u;

/** The address of a headline, changed. */
function readdressed(change: (scheme: string, host: string, path: string) => string): Plant {
  return changeLine(isHeadline, (line) =>
    line.replace(
      ADDRESS,
      (_, scheme: string, host: string, path: string) => `(${change(scheme, host, path)})`,
    ),
  );
}

export const LINK_SLIPS: readonly Slip[] = [
  {
    name: 'item without a link',
    rules: ['link-missing'],
    plant: changeLine(isHeadline, (line) => line.replace(/\[([^\]]*)\]\([^)]*\)/u, '$1')),
  },
  {
    name: 'second report without a link',
    rules: ['link-missing'],
    plant: changeLine(
      (line) => line.includes(' adds ('),
      (line) => line.replace(/^\[([^\]]*)\]\([^)]*\)/u, '$1'),
    ),
  },
  {
    name: 'blank in an address',
    rules: ['link-malformed'],
    plant: readdressed((s, h, p) => `${s}${h}/${p.slice(0, 2)} ${p.slice(2)}`),
  },
  { name: 'scheme twice', rules: ['link-malformed'], plant: readdressed((s, h, p) => `${s}${s}${h}/${p}`) },
  { name: 'htp://', rules: ['link-malformed'], plant: readdressed((_, h, p) => `htp://${h}/${p}`) },
  {
    name: 'bracket never closed',
    rules: ['link-malformed'],
    plant: changeLine(isHeadline, (line) => line.slice(0, -1)),
  },
  {
    name: 'two addresses in one',
    rules: ['link-malformed'],
    plant: readdressed((s, h, p) => `${s}${h}/${p}${s}${h}/${p}`),
  },
  {
    name: 'no scheme',
    rules: ['link-malformed', 'link-relative'],
    plant: readdressed((_, h, p) => `${h}/${p}`),
  },
  {
    name: 'link to another issue without its address',
    rules: ['link-relative'],
    plant: addSentence('We told of it in [our last issue](0011.md).'),
  },
  {
    name: 'address of a machine of one’s own',
    rules: ['link-private'],
    plant: addSentence('There is [a list of names](http://localhost:8080/names).'),
  },
  {
    name: 'document that only its owner may open',
    rules: ['link-private'],
    plant: addSentence(
      'There is [a list of names](https://docs.google.com/document/d/1aBcD/edit?usp=sharing).',
    ),
  },
  {
    name: 'two stories with one address',
    rules: ['link-duplicate'],
    plant: (text, chance) => {
      const lines = text.split('\n');
      const at = lines.flatMap((line, nth) => (isHeadline(line) ? [nth] : []));
      const [first = 0, second = 0] = [...chance.draw(at, 2)].sort((a, b) => a - b);
      const address = ADDRESS.exec(lines[first] ?? '')?.[0] ?? '';
      lines[second] = (lines[second] ?? '').replace(ADDRESS, () => address.replace(')', '?utm_source=x)'));
      return { text: lines.join('\n'), line: second + 1 };
    },
  },
  { name: 'front page of the paper', rules: ['link-home-page'], plant: readdressed((s, h) => `${s}${h}/`) },
  {
    name: 'address of another paper',
    rules: ['link-host'],
    plant: readdressed((s, _, p) => `${s}elsewhere.example/${p}`),
  },
  {
    name: 'tracking parameters',
    rules: ['link-tracking'],
    plant: readdressed((s, h, p) => `${s}${h}/${p}?utm_source=letter&utm_medium=email&id=3`),
  },
  {
    name: 'fbclid',
    rules: ['link-tracking'],
    plant: readdressed((s, h, p) => `${s}${h}/${p}?fbclid=IwAR0x`),
  },
  {
    name: 'http where https is known',
    rules: ['link-insecure'],
    plant: readdressed((_, h, p) => `http://${h}/${p}`),
  },
  {
    name: 'shortened address',
    rules: ['link-short'],
    plant: addSentence('The union [says more of it](https://bit.ly/3vOtE).'),
  },
  {
    name: 'link on "here"',
    rules: ['link-vague'],
    plant: addSentence('The rota is [here](https://port.example/rota).'),
  },
  {
    name: 'link on "Read more here"',
    rules: ['link-vague'],
    plant: addSentence('[Read more here](https://port.example/rota).'),
  },
  {
    name: 'address in the text',
    rules: ['link-bare'],
    plant: addSentence('The rota was printed at https://port.example/rota as well.'),
  },
  {
    name: 'More at:',
    rules: ['link-more'],
    plant: (text, chance) => {
      const lines = text.split('\n');
      const at = chance.pick(
        lines.flatMap((line, nth) => (isHeadline(line) && isFirstReport(lines[nth + 2] ?? '') ? [nth] : [])),
      );
      const [, words = '', url = ''] = /\[([^\]]*)\]\(([^)]*)\)/u.exec(lines[at] ?? '') ?? [];
      lines[at] = `### ${words}`;
      lines.splice(at + 3, 0, '', `More at: ${url}`);
      return { text: lines.join('\n'), line: at + 5 };
    },
  },
  {
    name: 'lists.ris eup.net',
    rules: ['link-malformed'],
    plant: addSentence('Our [list](https://lists.ris eup.example/info) is open.'),
  },
  {
    name: 'link without an address',
    rules: ['link-malformed', 'link-vague', 'link-missing'],
    plant: addSentence('Our [list]() is open.'),
  },
  {
    name: 'info/i raqfocus',
    rules: ['link-malformed'],
    plant: addSentence('Our [list](https://lists.example.org/info/i raqfocus) is open.'),
  },
];
