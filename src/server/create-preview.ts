// The preview as an app: what is to be shown comes from `load`, and every request gets a page of the proof desk, a mail as
// some mail program shows it, or a file of the built site. It compiles when somebody looks, once per change.
import { type Context, Hono } from 'hono';
import { BroadsideError } from '../model/errors.ts';
import { LINK_PATHS } from '../model/markers.ts';
import { issuePath } from '../model/site-paths.ts';
import { type Circumstances, framedMail } from './framed-mail.ts';
import { hostGuard } from './host-guard.ts';
import { keepLatest } from './keep-latest.ts';
import { previewDesk } from './preview-desk.ts';
import { FRAME_SANDBOX, previewMail } from './preview-mail.ts';
import { bugPage, draftPage, failurePage, notFoundPage, readerLinkPage } from './preview-notices.ts';
import { DESK_POLICY, type Html, type PageContext } from './preview-page.ts';
import { missingResponse, siteResponse } from './preview-site.ts';
import { failedPreviewState, type PreviewIssue, type PreviewState } from './preview-state.ts';
import { DESK_STYLES } from './preview-styles.ts';
import { createReloadChannel } from './reload-channel.ts';
import { RELOAD_SCRIPT } from './reload-script.ts';

export interface PreviewOptions {
  /** Reads and compiles the project. A BroadsideError that it throws is shown as a page. */
  readonly load: () => Promise<PreviewState>;
  /** Names besides localhost under which the preview may be opened: the host it listens on. */
  readonly hosts?: readonly string[];
  /** Told of every error that is no BroadsideError. */
  readonly onBug?: (error: unknown) => void;
  /** Tells one start of the program from the next, so that pages left open reload. The time of the start unless given. */
  readonly startId?: string;
}

export interface Preview {
  readonly app: Hono;
  /** Something that `load` reads has changed: open pages reload. */
  changed(): void;
  /** Ends the open event streams, so that the server can stop. */
  close(): void;
}

/** What the mail in a frame may do: show itself and its pictures (Content Security Policy Level 3 §6). */
const FRAME_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  `sandbox ${FRAME_SANDBOX}`,
];

export function createPreview(options: PreviewOptions): Preview {
  const { load, hosts = [], onBug, startId = Date.now().toString(36) } = options;
  const latest = keepLatest(() => load().catch(failureState));
  const channel = createReloadChannel();
  const versionName = (version: number) => `${startId}.${version}`;

  const app = new Hono();
  app.use(hostGuard(hosts), async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'no-referrer');
    c.header('Cross-Origin-Resource-Policy', 'same-origin');
  });

  app.get('/reload.js', (c) =>
    c.body(RELOAD_SCRIPT, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }),
  );
  app.get('/desk.css', (c) => c.body(DESK_STYLES, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
  app.get('/favicon.ico', (c) => c.body(null, 204));
  app.get('/events', (c) => {
    // A HEAD has no body that could be cancelled: it must not be remembered as an open page.
    if (c.req.method === 'HEAD')
      return c.body(null, 200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
    return channel.connect(versionName(latest.version));
  });

  app.get('/', (c) => show(c, (state, context) => page(c, previewDesk(state, context))));
  app.get('/mail/:slug', (c) =>
    show(c, (state, context) => {
      const issue = findIssue(state, c.req.param('slug'));
      if (issue === undefined) return notFound(c, context);
      return page(c, previewMail(issue, c.req.query('view'), state, context));
    }),
  );
  app.get('/mail/:slug/frame', (c) =>
    show(c, (state, context) => {
      const issue = findIssue(state, c.req.param('slug'));
      return issue === undefined ? notFound(c, context) : mailFrame(c, issue, state);
    }),
  );

  app.get('/site', (c) => c.redirect('/site/', 302));
  app.get('/site/*', (c) =>
    show(c, async (state, context) => {
      const path = decodedPath(c).slice('/site/'.length);
      const draft = state.issues.find((issue) => issue.isDraft && path === issuePath(issue.slug));
      if (draft !== undefined) return page(c, draftPage(draft, context), 404);
      const { version } = context;
      return (
        (await siteResponse(state, path, version)) ??
        (await missingResponse(state, version)) ??
        notFound(c, context)
      );
    }),
  );

  app.get(`/${LINK_PATHS.unsubscribe}*`, (c) =>
    show(c, (_, context) => page(c, readerLinkPage('unsubscribe', context))),
  );
  app.get(`/${LINK_PATHS.preferences}*`, (c) =>
    show(c, (_, context) => page(c, readerLinkPage('preferences', context))),
  );

  app.notFound((c) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD')
      return c.text('The preview only shows things.\n', 405, { Allow: 'GET, HEAD' });
    return show(c, (_, context) => notFound(c, context));
  });
  app.onError((error, c) => {
    onBug?.(error);
    const context = { newsletter: '', version: versionName(latest.version) };
    return page(c, bugPage(error.stack ?? String(error), context), 500);
  });

  /** Waits for the newest state, and shows either what was asked for or why there is nothing to show. */
  async function show(
    c: Context,
    answer: (state: PreviewState, context: PageContext) => Response | Promise<Response>,
  ): Promise<Response> {
    const { value: state, version } = await latest.get();
    const context = { newsletter: state.title, version: versionName(version) };
    if (state.failure !== undefined)
      return page(c, failurePage(state.failure, state.diagnostics, context), 500);
    try {
      return await answer(state, context);
    } catch (error) {
      // A page of the site is made when somebody looks at it, and may show only then that its template cannot be used.
      const { failure } = failureState(error);
      if (failure === undefined) throw error;
      return page(c, failurePage(failure, state.diagnostics, context), 500);
    }
  }

  return {
    app,
    changed: () => channel.announce(versionName(latest.outdate())),
    close: () => channel.close(),
  };
}

function failureState(error: unknown): PreviewState {
  if (!(error instanceof BroadsideError)) throw error;
  const { code, message, hint, place } = error;
  return failedPreviewState({ code, message, hint, ...(place === undefined ? {} : { place }) });
}

function page(c: Context, html: Html, status: 200 | 404 | 500 = 200): Response | Promise<Response> {
  return c.html(html, status, { 'Content-Security-Policy': DESK_POLICY });
}

function notFound(c: Context, context: PageContext): Response | Promise<Response> {
  return page(c, notFoundPage(decodedPath(c), context), 404);
}

function mailFrame(c: Context, issue: PreviewIssue, state: PreviewState): Response | Promise<Response> {
  const circumstances: Circumstances = {
    scheme: c.req.query('scheme') === 'dark' ? 'dark' : 'light',
    images: c.req.query('images') === 'off' ? 'off' : 'on',
    styles: c.req.query('styles') === 'off' ? 'off' : 'on',
  };
  const pictures = circumstances.images === 'off' ? "img-src 'none'" : "img-src 'self' https: http: data:";
  return c.html(framedMail(issue.html, circumstances, state.siteUrl), 200, {
    'Content-Security-Policy': [...FRAME_POLICY, pictures].join('; '),
  });
}

function findIssue(state: PreviewState, slug: string): PreviewIssue | undefined {
  return state.issues.find((issue) => issue.slug === slug);
}

/** The path with its percent-encoding undone; one that is not valid stays as it is. */
function decodedPath(c: Context): string {
  const { pathname } = new URL(c.req.url);
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
