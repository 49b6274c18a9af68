// Opens a port and answers it with an app; gives back the address and a way to stop. It stands apart because everything else
// in this room is a function from Request to Response and needs no socket.
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { BroadsideError } from '../model/errors.ts';

/** Only this computer can reach it. */
const OWN_COMPUTER = '127.0.0.1';

export interface RunningServer {
  /** With a final slash: `http://127.0.0.1:4321/`. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and ends every open connection. */
  close(): Promise<void>;
}

/**
 * @param options `port` 0 lets the system choose. `host` is 127.0.0.1 unless given.
 * @throws BroadsideError PORT_IN_USE when the port is taken or not ours to take, SETTINGS_INVALID when the host is not this computer's.
 */
export async function serve(
  app: Pick<Hono, 'fetch'>,
  options: { readonly port: number; readonly host?: string },
): Promise<RunningServer> {
  const { port, host = OWN_COMPUTER } = options;
  const server = createAdaptorServer({ fetch: (request) => app.fetch(request) });

  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(listenError(cause, port, host)));
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}/`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // An open page holds its event stream for as long as it is open.
        if ('closeAllConnections' in server) server.closeAllConnections();
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
