// A connected socket, or the reason why there is none, within a limit.
import { connect, type Socket } from 'node:net';

export interface SocketAddress {
  readonly host: string;
  readonly port: number;
  readonly connectMs: number;
}

export function connectSocket({ host, port, connectMs }: SocketAddress): Promise<Socket> {
  return new Promise((resolve, reject) => {
    // Commands are written in the groups that belong together; Nagle's wait would hold each group back for the server's ACK.
    const socket = connect({ host, port, noDelay: true });
    const timer = setTimeout(
      () => socket.destroy(new Error(`no connection within ${connectMs / 1000} seconds`)),
      connectMs,
    );
    const failed = (error: Error): void => {
      clearTimeout(timer);
      reject(firstOf(error));
    };
    socket.once('error', failed);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', failed);
      resolve(socket);
    });
  });
}

/** Of a name with several addresses Node reports all failures at once, without words of its own. */
function firstOf(error: Error): unknown {
  return error instanceof AggregateError ? (error.errors[0] ?? error) : error;
}
