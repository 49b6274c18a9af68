// `HOST:PORT` in, what to listen on out.
import { BroadsideError } from '../../model/errors.ts';

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * @param address `127.0.0.1:9464`, `:9464` (this machine), `[::1]:9464`.
 * @param example Of one that would be right.
 * @throws BroadsideError USAGE
 */
export function readListenAddress(address: string, example: string): ListenAddress {
  const [, bracketed, plain, port = ''] = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/u.exec(address) ?? [];
  if (port === '' || Number(port) > 65_535)
    throw new BroadsideError('USAGE', `Unexpected address "${address}", expected one like ${example}`);
  const host = bracketed ?? plain ?? '';
  return { host: host === '' ? '127.0.0.1' : host, port: Number(port) };
}
