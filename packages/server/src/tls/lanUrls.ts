import { isIP } from 'node:net';
import type { LocalAddress } from './localAddresses.ts';

/** An HTTPS address as people type it: without the usual port, with brackets around IPv6 (RFC 3986 section 3.2.2). */
export function httpsUrl(name: string, port: number): string {
  const host = name.includes(':') ? `[${name}]` : name;
  return port === 443 ? `https://${host}` : `https://${host}:${port}`;
}

/**
 * Addresses under which this server answers other devices of the network, the likeliest first.
 * @param host what it listens on; `0.0.0.0` answers IPv4 only, `::` both
 */
export function reachableAddresses(host: string, addresses: readonly LocalAddress[]): string[] {
  if (host === 'localhost' || host === '::1' || host.startsWith('127.')) return [];
  if (host === '::') return addresses.map(({ address }) => address);
  if (host === '0.0.0.0') {
    return addresses.filter(({ family }) => family === 'IPv4').map(({ address }) => address);
  }
  // A host name may stand for any of its addresses; it is what the operator wants people to use.
  if (isIP(host) === 0) return [host];
  return addresses.some(({ address }) => address === host) ? [host] : [];
}
