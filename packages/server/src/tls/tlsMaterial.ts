import os from 'node:os';
import type { Configuration } from '../configuration/configuration.ts';
import { readCertificateFiles } from './certificateFiles.ts';
import { isDnsName } from './dnsNames.ts';
import { httpsUrl, reachableAddresses } from './lanUrls.ts';
import { localAddresses, type NetworkInterfaces } from './localAddresses.ts';

/** What the HTTPS listener needs, and what people are told about it. */
export interface TlsMaterial {
  /** PEM: the certificate of this server, then those between it and the authority, if any. */
  cert: string;
  /** PEM. */
  key: string;
  /** PEM of the local authority, to be installed on devices; `null` with a certificate of the operator's own. */
  caCertificate: string | null;
  /** HTTPS addresses under which other devices of the network reach this server; first is best. */
  lanUrls: string[];
}

/** The machine, passed in so that tests can have another one. */
export interface Machine {
  hostname: string;
  interfaces: NetworkInterfaces;
  /** Milliseconds since 1970. */
  now: number;
}

export type TlsSettings = Pick<
  Configuration,
  'dataDir' | 'host' | 'httpsPort' | 'publicUrl' | 'tlsCert' | 'tlsKey'
>;

/**
 * Reads the operator's certificate, or makes and renews one of the local authority in `DATA_DIR/tls`.
 * May be called again at any time, for example every hour, and gives the same until something has changed.
 * @returns `null` when HTTPS is switched off
 * @throws ConfigurationError when the operator's files are of no use
 */
export async function prepareTls(
  settings: TlsSettings,
  machine: Machine = thisMachine(),
): Promise<TlsMaterial | null> {
  const { httpsPort, publicUrl } = settings;
  if (httpsPort === null) return null;
  const first = publicUrl === null ? [] : [publicUrl];
  if (settings.tlsCert !== null && settings.tlsKey !== null) {
    const { cert, key, names } = await readCertificateFiles(settings.tlsCert, settings.tlsKey, machine.now);
    const urls = names.map((name) => httpsUrl(name, httpsPort));
    return { cert, key, caCertificate: null, lanUrls: [...new Set([...first, ...urls])] };
  }
  const addresses = localAddresses(machine.interfaces);
  const names = [
    ...namesOf(machine.hostname),
    '127.0.0.1',
    '::1',
    ...addresses.map(({ address }) => address),
  ];
  const { localCertificate } = await import('./localCertificate.ts');
  const certified = await localCertificate(settings.dataDir, machine, names);
  const urls = reachableAddresses(settings.host, addresses).map((name) => httpsUrl(name, httpsPort));
  return { ...certified, lanUrls: [...new Set([...first, ...urls])] };
}

/** As the machine calls itself, and as multicast DNS does (RFC 6762 section 3). */
function namesOf(hostname: string): string[] {
  const name = hostname.toLowerCase();
  const label = name.split('.')[0] ?? '';
  return [...new Set(['localhost', name, `${label}.local`])].filter(isDnsName);
}

function thisMachine(): Machine {
  return { hostname: os.hostname(), interfaces: os.networkInterfaces(), now: Date.now() };
}
