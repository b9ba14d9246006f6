import { createHmac } from 'node:crypto';
import type { IceConfiguration, PersonId } from '@cardea/protocol';
import { gatewayAccess } from '../gateway/gatewayAccess.ts';

export interface RelaySettings {
  stunUrls: readonly string[];
  turnUrls: readonly string[];
  turnSecret: string | null;
  turnTtlSeconds: number;
  relayOnly: boolean;
  /** Signs tokens for the gateway; `null` where there is none. */
  gatewaySecret: string | null;
}

/**
 * Servers for ICE, with relay credentials for this person as coturn's `use-auth-secret` wants them
 * (draft-uberti-behave-turn-rest-00 section 2.2): the name is the end of validity and the person, the password its
 * HMAC-SHA1 under the shared secret. The relay can check them without asking anybody.
 * @param now milliseconds since 1970
 */
export function iceConfigurationFor(
  person: PersonId,
  relayOnly: boolean,
  settings: RelaySettings,
  now: number,
): IceConfiguration {
  const { stunUrls, turnUrls, turnSecret, turnTtlSeconds, gatewaySecret } = settings;
  const iceTransportPolicy = relayOnly || settings.relayOnly ? 'relay' : 'all';
  const stun = stunUrls.length > 0 ? [{ urls: [...stunUrls] }] : [];
  const expiresAtSeconds = Math.floor(now / 1000) + turnTtlSeconds;
  const gateway = gatewaySecret === null ? null : gatewayAccess(gatewaySecret, expiresAtSeconds * 1000);
  if (turnUrls.length === 0 || turnSecret === null) {
    return {
      iceServers: stun,
      iceTransportPolicy,
      expiresAt: gateway === null ? null : expiresAtSeconds * 1000,
      gateway,
    };
  }
  const username = `${expiresAtSeconds}:${person}`;
  const credential = createHmac('sha1', turnSecret).update(username).digest('base64');
  return {
    iceServers: [...stun, { urls: [...turnUrls], username, credential }],
    iceTransportPolicy,
    expiresAt: expiresAtSeconds * 1000,
    gateway,
  };
}

/** When credentials given now are renewed: after three quarters of their life; `null` where there are none. */
export function renewalTime(ice: IceConfiguration, now: number): number | null {
  return ice.expiresAt === null ? null : now + (ice.expiresAt - now) * 0.75;
}
