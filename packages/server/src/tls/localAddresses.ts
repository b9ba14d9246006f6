import type { NetworkInterfaceInfo } from 'node:os';
import { isIPv6 } from 'node:net';

/** What `os.networkInterfaces()` gives. */
export type NetworkInterfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** An address of this machine in a network that other devices may be in too. */
export interface LocalAddress {
  address: string;
  family: 'IPv4' | 'IPv6';
}

/** Bridges and tunnels of this machine's own, which no phone can reach, go last. */
const inward = /^(docker|br-|veth|virbr|vmnet|vboxnet|lxc|lxd|cni|podman|tun|tap|wg|utun|tailscale|zt)/;

/**
 * Addresses under which others may reach this machine, the likeliest first: real networks before virtual ones,
 * private IPv4 before other IPv4 before IPv6. Loopback and link-local ones are left out, since the latter mean
 * nothing without the name of an interface of the other device (RFC 4007 section 11.2).
 */
export function localAddresses(interfaces: NetworkInterfaces): LocalAddress[] {
  return Object.entries(interfaces)
    .flatMap(([name, infos]) => (infos ?? []).map((info) => ({ name, ...info })))
    .filter(({ internal, address }) => !internal && !isLinkLocal(address))
    .map(({ name, address, family }) => ({ name, address, family, rank: rank(name, address) }))
    .sort((one, other) => one.rank - other.rank || (one.address < other.address ? -1 : 1))
    .map(({ address, family }) => ({ address, family }));
}

function rank(name: string, address: string): number {
  const kind = isIPv6(address) ? 2 : isPrivate(address) ? 0 : 1;
  return kind + (inward.test(name) ? 10 : 0);
}

/** RFC 1918 section 3. */
function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
}

/** RFC 3927 section 2.1 and RFC 4291 section 2.5.6. */
function isLinkLocal(address: string): boolean {
  return /^(169\.254\.|fe[89ab][0-9a-f]:)/i.test(address);
}
