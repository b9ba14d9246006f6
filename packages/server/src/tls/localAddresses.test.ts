import { describe, expect, it } from 'vitest';
import { localAddresses, type NetworkInterfaces } from './localAddresses.ts';

function on(addresses: Record<string, string[]>): NetworkInterfaces {
  return Object.fromEntries(
    Object.entries(addresses).map(([name, list]) => [
      name,
      list.map((address) => ({
        address,
        netmask: '',
        mac: '',
        cidr: null,
        internal: name === 'lo',
        ...(address.includes(':') ? { family: 'IPv6' as const, scopeid: 0 } : { family: 'IPv4' as const }),
      })),
    ]),
  );
}

describe('the addresses of this machine', () => {
  it('come with the one that a phone can most likely reach first', () => {
    const interfaces = on({
      docker0: ['172.17.0.1'],
      wg0: ['10.8.0.2'],
      eth1: ['203.0.113.9', 'fd00::2'],
      wlan0: ['192.168.1.20'],
    });
    expect(localAddresses(interfaces).map(({ address }) => address)).toEqual([
      '192.168.1.20',
      '203.0.113.9',
      'fd00::2',
      '10.8.0.2',
      '172.17.0.1',
    ]);
  });

  it('leave out loopback and link-local ones', () => {
    expect(
      localAddresses(on({ lo: ['127.0.0.1', '::1'], eth0: ['169.254.3.4', 'fe80::1', 'FEBF::1'] })),
    ).toEqual([]);
  });
});
