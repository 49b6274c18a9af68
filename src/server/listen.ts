// Opens a port and answers it with an app; gives back the address and a way to stop. It stands apart because everything else
// in this room is a function from Request to Response and needs no socket.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { BroadsideError } from '../model/errors.ts';

/** Only this computer can reach it. */
const OWN_COMPUTER = '127.0.0.1';

/** An app of Hono's: it is told of the connection, too. */
export interface Answering {
  fetch(request: Request, connection: object): Response | Promise<Response>;
}

/** Of a client that is slow on purpose: a header, and a whole request, are to be there by then. A form of ours is a few hundred octets. */
const HEADER_MS = 15_000;
const REQUEST_MS = 30_000;
const CHECK_MS = 5000;
/** What is being answered when it is to end. */
const GRACE_MS = 5000;

export interface RunningServer {
  /** With a final slash: `http://127.0.0.1:4321/`. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and ends every open connection: at once, or after what is being answered, within five seconds. */
  close(how?: 'at once' | 'after answers'): Promise<void>;
}

/**
 * @param options `port` 0 lets the system choose. `host` is 127.0.0.1 unless given.
 * @throws BroadsideError PORT_IN_USE when the port is taken or not ours to take, SETTINGS_INVALID when the host is not this computer's.
 */
export async function serve(
  app: Answering,
  options: { readonly port: number; readonly host?: string },
): Promise<RunningServer> {
  const { port, host = OWN_COMPUTER } = options;
  const server = createAdaptorServer({
    fetch: (request, connection) => app.fetch(request, connection),
    serverOptions: {
      headersTimeout: HEADER_MS,
      requestTimeout: REQUEST_MS,
      connectionsCheckingInterval: CHECK_MS,
    },
  }) as Server;

  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(listenError(cause, port, host)));
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}/`,
    port: address.port,
    close: (how = 'at once') =>
      new Promise((resolve) => {
        // An open page holds its event stream for as long as it is open.
        const grace = setTimeout(() => server.closeAllConnections(), how === 'at once' ? 0 : GRACE_MS);
        server.close(() => {
          clearTimeout(grace);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function listenError(cause: NodeJS.ErrnoException, port: number, host: string): Error {
  switch (cause.code) {
    case 'EADDRINUSE':
      return new BroadsideError('PORT_IN_USE', `Another program already listens on port ${port}`, { cause });
    case 'EACCES':
      return new BroadsideError('PORT_IN_USE', `The system keeps port ${port} for itself`, {
        cause,
        hint: 'Choose a number above 1023 with --port.',
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new BroadsideError('SETTINGS_INVALID', `This computer has no address "${host}"`, {
        cause,
        hint: 'Leave --host out, or name an address of this computer.',
      });
    default:
      return cause;
  }
}
