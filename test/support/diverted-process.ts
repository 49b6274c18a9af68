// Loaded before the program (`node --import`): its Internet is on this machine. Connections to the one public address lead to FRONT_PORT, all others,
// whatever address they are meant for, to SINK_PORT, where a server counts them that knows nothing of the program. Names under `.example` are
// answered here: `name.IP.at.example` is that address, in brackets' place a `-` for each colon; `rebind.…` is public first and then that address.
import dns from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';
import net, { type LookupFunction, type Socket } from 'node:net';

export const PUBLIC = '93.184.216.34';
const FRONT_PORT = Number(process.env['FRONT_PORT']);
const SINK_PORT = Number(process.env['SINK_PORT']);

interface Dial {
  readonly host: string;
  readonly lookup?: LookupFunction;
}

const connect = net.connect.bind(net) as (options: object) => Socket;
const diverted = (dial: Dial): Socket => {
  const to = (address: string): Socket =>
    connect({ host: '127.0.0.1', port: address === PUBLIC ? FRONT_PORT : SINK_PORT });
  if (net.isIP(dial.host) !== 0 || dial.lookup === undefined) return to(dial.host);
  let meant = '';
  dial.lookup(dial.host, { all: true }, (_error, addresses) => {
    // One of several that is not public is enough to be led astray.
    const all = [addresses].flat().map((one) => (typeof one === 'string' ? one : one.address));
    meant = all.find((one) => one !== PUBLIC) ?? PUBLIC;
  });
  return to(meant);
};
net.connect = diverted as unknown as typeof net.connect;

const asked = new Map<string, number>();
const lookup = async (host: string): Promise<readonly { address: string; family: number }[]> => {
  const times = (asked.get(host) ?? 0) + 1;
  asked.set(host, times);
  const name = host.replace(/\.$/u, '').toLowerCase();
  const address = /^[a-z]+\.(.+)\.at\.example$/u.exec(name)?.[1]?.replaceAll('-', ':');
  const isPublic = address === undefined || (name.startsWith('rebind.') && times === 1);
  const found = name === 'localhost' ? ['127.0.0.1', '::1'] : [isPublic ? PUBLIC : address];
  return (name.startsWith('both.') ? [PUBLIC, ...found] : found).map((one) => ({
    address: one,
    family: net.isIP(one),
  }));
};
dns.lookup = lookup as unknown as typeof dns.lookup;
syncBuiltinESMExports();
