import { BlockList, isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';

/** Whether an address is that of a proxy whose `X-Forwarded-*` headers are believed. */
export type TrustedProxies = (address: string) => boolean;

/**
 * @param trust as in the configuration: nobody, everybody, or a comma list of addresses, networks and
 * `loopback`, `linklocal`, `uniquelocal`
 */
export function trustedProxies(trust: boolean | string): TrustedProxies {
  if (typeof trust === 'boolean') return () => trust;
  const list = new BlockList();
  for (const entry of trust.split(',')) {
    for (const network of named[entry.trim()] ?? [entry.trim()]) addNetwork(list, network);
  }
  return (address) => {
    const plain = withoutMapping(address);
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6');
  };
}

const named: Record<string, string[]> = {
  loopback: ['127.0.0.0/8', '::1'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

function addNetwork(list: BlockList, network: string): void {
  const [address = '', bits] = network.split('/');
  const type = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (bits === undefined) list.addAddress(address, type);
  else list.addSubnet(address, Number(bits), type);
}

/** `::ffff:10.0.0.1` is 10.0.0.1 (RFC 4291 section 2.5.5.2). */
function withoutMapping(address: string): string {
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? address.slice(7) : address;
}

/**
 * The scheme, host and port that the browser used, for example `https://calls.example`.
 * @returns `null` if the request names no host
 */
export function ownOrigin(request: IncomingMessage, trusted: TrustedProxies): string | null {
  const peerIsProxy = trusted(request.socket.remoteAddress ?? '');
  const host = (peerIsProxy ? lastOf(request.headers['x-forwarded-host']) : null) ?? request.headers.host;
  if (host === undefined || host === '') return null;
  const encrypted = 'encrypted' in request.socket && request.socket.encrypted === true;
  const forwarded = peerIsProxy ? lastOf(request.headers['x-forwarded-proto']) : null;
  return `${forwarded ?? (encrypted ? 'https' : 'http')}://${host.toLowerCase()}`;
}

/** The address of the client: the last in `X-Forwarded-For` that is not one of the proxies. */
export function clientAddress(request: IncomingMessage, trusted: TrustedProxies): string {
  let address = request.socket.remoteAddress ?? '';
  const header = request.headers['x-forwarded-for'];
  const hops = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((hop) => hop.trim());
  while (trusted(address)) {
    const hop = hops.pop();
    if (hop === undefined || isIP(hop) === 0) break;
    address = hop;
  }
  return withoutMapping(address);
}

/** The key for limits by address. Whoever has one IPv6 address has its /64 (RFC 4291 section 2.5.4). */
export function addressKey(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? [];
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const groups = address.includes('::')
    ? [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back]
    : front;
  const first = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${first.join(':')}::/64`;
}

function lastOf(header: string | string[] | undefined): string | null {
  const values = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',');
  const last = values.at(-1)?.trim() ?? '';
  return last === '' ? null : last;
}
