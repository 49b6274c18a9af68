// The address of a story belongs on its headline. Typed as plain text, as mails and blogs had it ("More at: https://…"), it can
// neither be clicked nor compared with earlier issues.
import type { TextEdit } from '../../model/diagnostic.ts';
import type { Issue } from '../../model/issue.ts';
import { placeOf } from '../../model/place.ts';
import { canonicalUrl } from '../links/canonical-url.ts';
import { linkFault } from '../links/link-fault.ts';
import { hasLink, type LooseAddress, looseAddresses } from '../links/loose-addresses.ts';
import { placeOfWords } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';

export const linkMore: IssueRule = {
  id: 'link-more',
  severity: 'warning',
  stage: 'issue',
  description:
    "A story's address is a link on its headline or its source's name, not plain text such as “More at: https://…”.",
  check: (issue, context) => {
    const found = looseAddresses(issue, context);
    return found.map((address) => {
      const others = found.filter(({ item, report }) => item === address.item && report === address.report);
      return findingOf(address, others, issue);
    });
  },
};

function findingOf(address: LooseAddress, others: readonly LooseAddress[], issue: Issue): Finding {
  const { url, item, report, start, end } = address;
  const words = report === undefined ? item.headline : report.source.written;
  const where = report === undefined ? 'the headline' : `"${report.source.written}"`;
  const isLinked = hasLink(address);
  const common = {
    severity: isLinked || report !== undefined ? 'warning' : 'error',
    reason: `Unexpected address as plain text: "${url}", expected a link on ${where}`,
    place: placeOf(issue.text, start, end),
    actual: url,
    expected: [`[${address.isInHeading ? shortened(words) : words}](${url})`],
  } as const;
  const fault = linkFault(url);
  if (fault !== undefined) return { ...common, note: fault.note };
  const edits = isLinked ? [] : linking(address, issue);
  if (isLinked) {
    const own = report === undefined ? (item.url ?? item.reports[0]?.url) : report.url;
    const isSame = own !== undefined && canonicalUrl(own) === canonicalUrl(url);
    return isSame
      ? {
          ...common,
          reason: `Unexpected address as plain text: "${url}", expected none, since ${where} has the same as a link`,
          expected: [],
          note: 'Delete it: the link says the same.',
          fix: { title: 'Delete the address', edits: [removal(address)] },
        }
      : {
          ...common,
          reason: `Unexpected address as plain text: "${url}", expected one link on ${where}`,
          expected: [],
          note: `Another address is linked on ${where} already. Keep the one that leads to the story; if the other is of use, put it on some words of the text: [words](address).`,
        };
  }
  if (others.length > 1) {
    return {
      ...common,
      note: `More than one address stands below this headline. Put the story's own on ${where}, and the others on some words of the text: [words](address).`,
    };
  }
  const note = `A reader cannot click it. Put square brackets around ${where} and the address in round brackets behind them, with no space between.`;
  return edits.length === 0
    ? { ...common, note }
    : { ...common, note, fix: { title: `Put the address on ${where}`, edits } };
}

/** The edits that put the address on the words and take it away from where it is; none where the words hold other signs. */
function linking(address: LooseAddress, issue: Issue): readonly TextEdit[] {
  const around = address.report === undefined ? headlineRange(address, issue) : nameRange(address, issue);
  if (around === undefined) return [];
  const target = /[()]/u.test(address.url) ? `<${address.url}>` : address.url;
  const opening = { start: around.start, end: around.start, text: '[' };
  if (address.isInHeading) {
    return [opening, { start: address.cutStart, end: address.cutEnd, text: `](${target})` }];
  }
  return [opening, { start: around.end, end: around.end, text: `](${target})` }, removal(address)];
}

function removal({ cutStart, cutEnd }: LooseAddress): TextEdit {
  return { start: cutStart, end: cutEnd, text: '' };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Of the headline's words, behind its signs and its label. */
function headlineRange({ item, isInHeading, cutStart }: LooseAddress, { text }: Issue): Range | undefined {
  const { headlinePosition, label } = item;
  const from = headlinePosition.start.offset ?? 0;
  const to = isInHeading ? cutStart : (headlinePosition.end.offset ?? from);
  const typed = text.slice(from, to);
  const signs = /^#{1,6}[ \t]{1,9}/u.exec(typed)?.[0].length ?? 0;
  const behindLabel = label === undefined ? signs : typed.indexOf(':') + 1;
  const words = typed.slice(behindLabel);
  if (signs === 0 || words.trim() === '' || /[[\]<>\\`#\n]/u.test(words)) return undefined;
  const start = from + behindLabel + (words.length - words.trimStart().length);
  return { start, end: start + words.trim().length };
}

/** Of the source's name in its attribution. */
function nameRange({ report }: LooseAddress, { text }: Issue): Range | undefined {
  // Of a name that nobody knows it is not even sure that it is one.
  if (report?.source.id === undefined) return undefined;
  const place = placeOfWords(text, report.position, report.source.written);
  if (place === undefined) return undefined;
  return { start: place.start.offset ?? 0, end: place.end.offset ?? 0 };
}

function shortened(words: string): string {
  return words.replace(/\shttps?:\/\/\S+$/u, '');
}
