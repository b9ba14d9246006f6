import { createHmac } from 'node:crypto';
import { PersonId } from '@cardea/protocol';
import { describe, expect, it } from 'vitest';
import { iceConfigurationFor, renewalTime } from './iceConfiguration.ts';

const person = PersonId.parse('person-0001');
const settings = {
  stunUrls: ['stun:turn.example:3478'],
  turnUrls: ['turn:turn.example:3478'],
  turnSecret: 'north of the wall',
  turnTtlSeconds: 600,
  relayOnly: false,
  gatewaySecret: null,
};
const now = 1_700_000_000_000;

describe('the configuration for ICE', () => {
  it('has credentials bound to person and time, as coturn computes them', () => {
    const ice = iceConfigurationFor(person, false, settings, now);
    const username = '1700000600:person-0001';
    const credential = createHmac('sha1', settings.turnSecret).update(username).digest('base64');
    expect(ice).toEqual({
      iceServers: [{ urls: settings.stunUrls }, { urls: settings.turnUrls, username, credential }],
      iceTransportPolicy: 'all',
      expiresAt: now + 600_000,
      gateway: null,
    });
  });

  it('is for relays only if the person or the server wants it', () => {
    expect(iceConfigurationFor(person, true, settings, now).iceTransportPolicy).toBe('relay');
    const strict = { ...settings, relayOnly: true };
    expect(iceConfigurationFor(person, false, strict, now).iceTransportPolicy).toBe('relay');
  });

  it('has nothing to expire without a relay', () => {
    const without = { ...settings, stunUrls: [], turnUrls: [], turnSecret: null };
    const ice = iceConfigurationFor(person, false, without, now);
    expect(ice).toEqual({ iceServers: [], iceTransportPolicy: 'all', expiresAt: null, gateway: null });
    expect(renewalTime(ice, now)).toBeNull();
  });

  it('is renewed after three quarters of its life', () => {
    const ice = iceConfigurationFor(person, false, settings, now);
    expect(renewalTime(ice, now)).toBe(now + 450_000);
  });
});
