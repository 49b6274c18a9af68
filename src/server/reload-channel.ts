// The open pages that wait to hear of a change, as server-sent events (WHATWG HTML §9.2). A page is told the current version
// at once and every new one after; it compares with its own. Pages that leave are forgotten.

/** Browsers and proxies give up a silent connection; the WHATWG text advises a comment line every 15 seconds or so. */
const HEARTBEAT_MS = 15_000;

/** How long a browser waits before it connects again after the server was stopped. */
const RETRY_MS = 1_000;

export interface ReloadChannel {
  /** A response that stays open. */
  connect(version: string): Response;
  announce(version: string): void;
  /** Ends every connection. */
  close(): void;
  /** Pages connected now. */
  readonly size: number;
}

export function createReloadChannel(): ReloadChannel {
  const pages = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  let heartbeat: NodeJS.Timeout | undefined;

  function send(page: ReadableStreamDefaultController<Uint8Array>, text: string): void {
    try {
      page.enqueue(encoder.encode(text));
    } catch {
      forget(page);
    }
  }

  function forget(page: ReadableStreamDefaultController<Uint8Array>): void {
    pages.delete(page);
    if (pages.size > 0) return;
    clearInterval(heartbeat);
    heartbeat = undefined;
  }

  function remember(page: ReadableStreamDefaultController<Uint8Array>): void {
    pages.add(page);
    heartbeat ??= setInterval(() => {
      for (const each of [...pages]) send(each, ': still here\n\n');
    }, HEARTBEAT_MS).unref();
  }

  return {
    connect(version) {
      let page: ReadableStreamDefaultController<Uint8Array> | undefined;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          page = controller;
          remember(controller);
          send(controller, `retry: ${RETRY_MS}\ndata: ${version}\n\n`);
        },
        cancel() {
          if (page !== undefined) forget(page);
        },
      });
      return new Response(body, { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } });
    },
    announce(version) {
      for (const page of [...pages]) send(page, `data: ${version}\n\n`);
    },
    close() {
      for (const page of [...pages]) {
        forget(page);
        page.close();
      }
    },
    get size() {
      return pages.size;
    },
  };
}
