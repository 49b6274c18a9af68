// A small web on this machine: hosts are names, all of them are one server, and a clock that passes by itself.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { LinksWorld } from '../../src/cli/links/ask-links.ts';

export interface Page {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Of HEAD alone. */
  readonly head?: number;
}

export type Answers = (request: IncomingMessage, response: ServerResponse) => Page | undefined;

export interface LocalWeb {
  /** `http://127.0.0.1:41234`, for each host of 127.0.0.0/8 alike. */
  at(host: string): string;
  /** "GET 127.0.0.2 /story", in order. */
  readonly asked: readonly string[];
}

/** @param answers By path; a page that is not named is 404; undefined leaves the answer to the function itself. */
export async function localWeb(answers: Readonly<Record<string, Page>> | Answers): Promise<LocalWeb> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, hostname } = new URL(`http://${request.headers.host}${request.url}`);
    asked.push(`${request.method} ${hostname} ${request.url}`);
    const page =
      typeof answers === 'function' ? answers(request, response) : (answers[pathname] ?? { status: 404 });
    if (page === undefined) return;
    const status = request.method === 'HEAD' ? (page.head ?? page.status ?? 200) : (page.status ?? 200);
    response.writeHead(status, { 'content-type': 'text/html', ...page.headers }).end(page.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { at: (host) => `http://${host}:${port}`, asked };
}

export interface FakeWorld extends LinksWorld {
  /** Every sleep that was asked for, in milliseconds. */
  readonly slept: readonly number[];
}

/** Time stands still but for sleeps, which are over at once. */
export function fakeWorld(): FakeWorld {
  const slept: number[] = [];
  let now = 0;
  let names = 0;
  return {
    slept,
    timer: {
      now: () => now,
      sleep: async (ms, signal) => {
        slept.push(ms);
        const end = now + ms;
        await new Promise((resolve) => setImmediate(resolve));
        signal?.throwIfAborted();
        now = Math.max(now, end);
      },
    },
    randomName: () => {
      names += 1;
      return `no-such-page-${names}`;
    },
  };
}

/** A page with enough words to be told from another. */
export function article(title: string, subject: string): string {
  const words = Array.from({ length: 60 }, (_, index) => `${subject} ${spelled(index)}`).join(' ');
  return `<!doctype html><title>${title}</title><script>var a = "<b>";</script><h1>${title}</h1><p>${words}.</p>`;
}

function spelled(index: number): string {
  return [...String(index)].map((figure) => 'abcdefghij'[Number(figure)]).join('');
}
