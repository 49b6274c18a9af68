// `ping`: tells the WebSub hub of the newsletter which feeds are new, so that readers' programs hear of an issue at once. A feed that the
// site does not have yet is not told: the hub would fetch the old one, and its followers would hear nothing.
import { BroadsideError } from '../../model/errors.ts';
import { absoluteUrl } from '../../model/site-paths.ts';
import type { Fetcher } from '../../net/create-fetcher.ts';
import { tellHub } from '../../net/tell-hub.ts';
import { type CommandResult, countOf, factLines, nextStep } from '../command-result.ts';
import { openFetcher } from '../open-fetcher.ts';
import { openProject } from '../open-project.ts';
import type { Paint } from '../paint.ts';
import { type ChangedFeed, changedFeeds } from '../pinging/changed-feeds.ts';
import type { Terminal } from '../terminal.ts';

export interface PingOptions {
  readonly dryRun?: true;
}

interface Pinged {
  readonly path: string;
  readonly url: string;
  readonly state: 'told' | 'not there yet' | 'refused' | 'not asked';
  readonly detail?: string;
}

/** @throws BroadsideError SETTINGS_INVALID, FILE_UNREADABLE, FILE_UNWRITABLE */
export async function ping({ dryRun }: PingOptions, terminal: Terminal): Promise<CommandResult> {
  const project = await openProject(terminal);
  const { hub, siteUrl } = project.settings.newsletter;
  if (hub === undefined)
    throw new BroadsideError('SETTINGS_INVALID', 'No hub is named in issues/newsletter.yaml', {
      place: 'issues/newsletter.yaml',
      hint: 'Write `hub: https://…` there, the address of a WebSub hub, and build again: the feeds name it then.',
    });
  const feeds = await changedFeeds(project.root, hub);
  if (feeds.count === 0)
    throw new BroadsideError('FILE_UNREADABLE', 'There are no feeds in out/site', {
      place: 'out/site',
      hint: 'Run `broadside build`, and put out/site on the web.',
    });
  const fetcher = openFetcher(project, terminal);
  const pinged: Pinged[] = [];
  let trouble: string | undefined;
  for (const [index, feed] of feeds.changed.entries()) {
    terminal.progress(`Telling the hub … ${index + 1} of ${feeds.changed.length}`);
    const url = absoluteUrl(siteUrl, feed.path);
    const state = trouble === undefined ? await pingOne(fetcher, hub, { ...feed, url }, dryRun) : undefined;
    if (state?.state === 'told' && dryRun !== true) await feeds.told(feed);
    if (state?.state === 'not asked') trouble = state.detail;
    pinged.push({ path: feed.path, url, ...(state ?? { state: 'not asked' }) });
  }
  terminal.progress('');
  const isSettled = pinged.every(({ state }) => state === 'told');
  return {
    exitCode: isSettled ? 0 : 3,
    value: { hub, feeds: feeds.count, isDryRun: dryRun === true, pinged, ...(trouble && { trouble }) },
    lines: (paint) =>
      pingLines({ hub, count: feeds.count, pinged, trouble, isDryRun: dryRun === true }, paint),
  };
}

async function pingOne(
  fetcher: Fetcher,
  hub: string,
  { url, contents }: ChangedFeed & { readonly url: string },
  dryRun: true | undefined,
): Promise<Omit<Pinged, 'path' | 'url'>> {
  const there = await fetcher.fetch(url);
  if (there.kind === 'failed') return { state: 'not there yet', detail: there.detail };
  if (there.status !== 200) return { state: 'not there yet', detail: `the server answers ${there.status}` };
  if (new TextDecoder().decode(there.body) !== contents.replace(/^\uFEFF/u, ''))
    return { state: 'not there yet', detail: 'the server has another one' };
  if (dryRun === true) return { state: 'told' };
  const answer = await tellHub(fetcher, hub, url);
  if (answer.kind === 'taken') return { state: 'told' };
  return { state: answer.kind === 'refused' ? 'refused' : 'not asked', detail: answer.detail };
}

interface PingReport {
  readonly hub: string;
  readonly count: number;
  readonly pinged: readonly Pinged[];
  readonly trouble: string | undefined;
  readonly isDryRun: boolean;
}

function pingLines({ hub, count, pinged, trouble, isDryRun }: PingReport, paint: Paint): readonly string[] {
  if (pinged.length === 0) return [`The hub knows all ${countOf(count, 'feed')} as they are now.`];
  const of = (state: Pinged['state']) => pinged.filter((one) => one.state === state);
  const [absent, refused, left] = [of('not there yet'), of('refused'), of('not asked')];
  return [
    ...factLines(
      [
        ['hub', hub],
        [isDryRun ? 'would be told' : 'told', countOf(of('told').length, 'feed')],
        ['as before', countOf(count - pinged.length, 'feed')],
      ],
      paint,
    ),
    ...named('Not on the web as they are in out/site', absent, paint.ask, paint),
    ...named('Refused by the hub', refused, paint.stop, paint),
    ...(trouble === undefined
      ? []
      : ['', paint.ask(`The hub was asked no further (${trouble}): ${countOf(left.length, 'feed')} left.`)]),
    ...nextStep(whatNow(absent.length, left.length + refused.length, isDryRun), paint),
  ];
}

const MOST_NAMED = 5;

function named(
  heading: string,
  feeds: readonly Pinged[],
  tint: (text: string) => string,
  paint: Paint,
): readonly string[] {
  if (feeds.length === 0) return [];
  const more = feeds.length - MOST_NAMED;
  return [
    '',
    tint(`${heading}: ${countOf(feeds.length, 'feed')}`),
    ...feeds.slice(0, MOST_NAMED).map(({ url, detail = '' }) => `  ${url}  ${paint.dim(detail)}`.trimEnd()),
    ...(more > 0 ? [paint.dim(`  and ${countOf(more, 'more', 'more')}`)] : []),
  ];
}

function whatNow(absent: number, left: number, isDryRun: boolean): string {
  if (absent > 0) return 'put out/site on the web, then `broadside ping` again.';
  if (left > 0) return '`broadside ping` again in a while: it tells what is left.';
  return isDryRun ? '`broadside ping` tells them.' : 'nothing: whoever follows the hub has it in a moment.';
}
