// The Internet in one process: every connection that undici begins is noted with the address it was meant for, and led to a local
// server instead. What the guard lets through is counted here, by code that knows nothing of the guard.
import { createServer, type RequestListener } from 'node:http';
import net, { type AddressInfo, isIP, type LookupFunction, type Socket } from 'node:net';
import { onTestFinished, vi } from 'vitest';

/** The only address of this Internet that is nobody's neighbour. */
export const PUBLIC = '93.184.216.34';

export interface DivertedNetwork {
  /** The addresses that connections were begun to, in order. */
  readonly dialled: string[];
}

interface Dial {
  readonly host: string;
  readonly lookup?: LookupFunction;
}

/** @param listener Answers every request, whatever its address. */
export async function divertNetwork(listener: RequestListener): Promise<DivertedNetwork> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const dialled: string[] = [];
  const spy = vi.spyOn(net, 'connect') as unknown as {
    mockImplementation(connect: (dial: Dial) => Socket): void;
    mockRestore(): void;
  };
  spy.mockImplementation(({ host, lookup }) => {
    if (isIP(host) !== 0) dialled.push(host);
    else if (lookup === undefined) dialled.push(`${host}, looked up again`);
    else
      lookup(host, { all: true }, (_error, addresses) => {
        for (const one of [addresses].flat()) dialled.push(typeof one === 'string' ? one : one.address);
      });
    return new net.Socket().connect({ host: '127.0.0.1', port });
  });
  onTestFinished(() => {
    spy.mockRestore();
    server.closeAllConnections();
    server.close();
  });
  return { dialled };
}
