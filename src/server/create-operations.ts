// What the one who runs it asks a running program: are you well, and how far are you. No page for readers stands here.
import { Hono } from 'hono';
import { BroadsideError } from '../model/errors.ts';
import type { Figures } from './figures.ts';

export interface OperationsOptions {
  readonly figures: Figures;
  /** Rejects when the program cannot do its work: the database is away. */
  readonly isWell: () => Promise<void>;
}

/** `/metrics` for Prometheus, `/healthz` for whoever restarts what is not well. Both are read only, and neither names a reader. */
export function createOperations({ figures, isWell }: OperationsOptions): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
  });
  app.get('/metrics', async (c) =>
    c.body(await figures.text(), 200, { 'Content-Type': figures.contentType }),
  );
  app.get('/healthz', async (c) => {
    await isWell();
    return c.text('well\n');
  });
  app.notFound((c) => c.text('There is /metrics and /healthz.\n', 404));
  app.onError((error, c) => {
    if (!(error instanceof BroadsideError)) throw error;
    // The message names the database without its password, and no reader.
    return c.text(`${error.code}: ${error.message}\n`, 503);
  });
  return app;
}
