import path from 'node:path';
import { openAuthority } from './certificateAuthority.ts';
import { serverCertificate } from './serverCertificate.ts';

/**
 * A certificate of the local authority of this installation, which is made on first start. Loaded only by servers that use one: what makes
 * certificates takes a third of a second to load.
 * @param dataDir with the folder `tls`
 * @param names DNS names and IP addresses that the server is reached by
 */
export async function localCertificate(
  dataDir: string,
  { hostname, now }: { hostname: string; now: number },
  names: string[],
): Promise<{ cert: string; key: string; caCertificate: string }> {
  const folder = path.join(dataDir, 'tls');
  const authority = await openAuthority(folder, hostname, now);
  const { cert, key } = await serverCertificate(folder, authority, names, now);
  return { cert, key, caCertificate: authority.certificatePem };
}
