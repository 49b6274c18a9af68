// What an open live page asks for while it is read: a small file that names the entries which are there now, and whether more will come.
// The words of new entries are not in it: the page's script takes them from the page itself, which says them already.
import { hashOfEntry, inLiveOrder } from '../model/live-order.ts';
import type { OutputFile } from '../model/rendered.ts';
import { liveNewsPath, scriptPath } from '../model/site-paths.ts';
import type { PublishedIssue, PublishInput } from './publish-input.ts';
import { scriptFile } from './script-file.ts';

export const LIVE_SCRIPT = 'live.js';

export interface LiveNews {
  /** True when no page of it need ask again. */
  readonly ended: boolean;
  /** In the order of the page. `hash` changes with what the editor wrote; `at` is absent where no hour is known. */
  readonly entries: readonly { readonly id: string; readonly at?: string; readonly hash: string }[];
}

/** Scripts of an issue's page. */
export function liveScripts({ issue, rendered }: PublishedIssue): readonly string[] {
  return rendered.isLive === true && issue.isLiveEnded !== true ? [scriptPath(LIVE_SCRIPT)] : [];
}

/** The file beside each live page, and the script once, if any page still runs. Ended pages keep theirs: one that is open hears of the end by it. */
export function liveFiles(input: PublishInput, issues: readonly PublishedIssue[]): readonly OutputFile[] {
  const live = issues.filter(({ rendered }) => rendered.isLive === true);
  return [
    ...live.map(newsFile),
    ...(live.some((one) => liveScripts(one).length > 0) ? scriptFile(input, LIVE_SCRIPT) : []),
  ];
}

function newsFile({ issue }: PublishedIssue): OutputFile {
  const entries = issue.sections
    .filter(({ kind }) => kind === 'live')
    .flatMap((section) => inLiveOrder(section.entries, issue.liveOrder))
    .flatMap((entry) =>
      entry.kind === 'live'
        ? [
            {
              id: entry.id,
              ...(entry.at === undefined ? {} : { at: entry.at }),
              hash: hashOfEntry(entry, issue.text),
            },
          ]
        : [],
    );
  const news: LiveNews = { ended: issue.isLiveEnded === true, entries };
  return {
    path: `site/${liveNewsPath(issue.slug)}`,
    contents: `${JSON.stringify(news)}\n`,
    mediaType: 'application/json; charset=utf-8',
  };
}
