import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { addressKey, clientAddress, ownOrigin, trustedProxies } from './clientAddress.ts';

function requestFrom(remoteAddress: string, headers: IncomingMessage['headers'], encrypted = false) {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
  if (encrypted) Object.assign(socket, { encrypted });
  return Object.assign(new IncomingMessage(socket), { headers });
}

describe('trusted proxies', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1', true],
    ['10.0.0.1', '10.0.0.10', false],
    ['10.0.0.1', '::ffff:10.0.0.1', true],
    ['10.0.0.0/8', '10.200.3.4', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['loopback', '::1', true],
    ['loopback', '127.8.9.1', true],
    ['uniquelocal,192.0.2.7', '192.0.2.7', true],
    ['2001:db8::/32', '2001:db8:1::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['loopback', 'not an address', false],
  ])('%s: whether it is %s', (trust, address, expected) => {
    expect(trustedProxies(trust)(address)).toBe(expected);
  });
});

describe('the address of a client', () => {
  const loopback = trustedProxies('loopback');
  it.each([
    ['192.0.2.1', '198.51.100.1', '192.0.2.1'],
    ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['127.0.0.1', 'forged, 198.51.100.1', '198.51.100.1'],
    ['127.0.0.1', '203.0.113.9, 198.51.100.1', '198.51.100.1'],
    ['127.0.0.1', '198.51.100.1, 127.0.0.1', '198.51.100.1'],
    ['127.0.0.1', 'nonsense', '127.0.0.1'],
    ['::ffff:192.0.2.1', '', '192.0.2.1'],
  ])('connected from %s with "%s" forwarded is %s', (peer, forwarded, expected) => {
    expect(clientAddress(requestFrom(peer, { 'x-forwarded-for': forwarded }), loopback)).toBe(expected);
  });

  it('counts by /64 in IPv6, so that one household is one', () => {
    expect(addressKey('2001:db8:1:2:aaaa::1')).toBe(addressKey('2001:db8:1:2:ffff:1:2:3'));
    expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
    expect(addressKey('::1')).toBe('0:0:0:0::/64');
    expect(addressKey('192.0.2.1')).toBe('192.0.2.1');
  });
});

describe('the own origin', () => {
  it('is scheme and host as the browser sees them', () => {
    expect(ownOrigin(requestFrom('192.0.2.1', { host: 'Calls.example:8080' }), trustedProxies(false))).toBe(
      'http://calls.example:8080',
    );
    expect(ownOrigin(requestFrom('192.0.2.1', { host: 'a' }, true), trustedProxies(false))).toBe('https://a');
    expect(ownOrigin(requestFrom('192.0.2.1', {}), trustedProxies(false))).toBeNull();
  });

  it('comes from the proxy only where it is trusted', () => {
    const headers = { host: 'inside', 'x-forwarded-host': 'outside', 'x-forwarded-proto': 'https' };
    expect(ownOrigin(requestFrom('127.0.0.1', headers), trustedProxies('loopback'))).toBe('https://outside');
    expect(ownOrigin(requestFrom('192.0.2.1', headers), trustedProxies('loopback'))).toBe('http://inside');
  });
});
