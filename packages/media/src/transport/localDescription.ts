import type { LocalTransport } from '../sdp/completeDescription.ts';

/** Reads what libdatachannel says of itself; it writes it at session level or in the m-line. */
export function readLocalDescription(sdp: string): LocalTransport {
  const line = (name: string): string => {
    const value = new RegExp(`^a=${name}:(.*)$`, 'm').exec(sdp)?.[1];
    if (value === undefined) throw new Error(`libdatachannel's description has no a=${name}`);
    return value.trim();
  };
  const [algorithm = '', value = ''] = line('fingerprint').split(' ');
  const setup = line('setup');
  return {
    iceUfrag: line('ice-ufrag'),
    icePwd: line('ice-pwd'),
    fingerprint: { algorithm, value },
    setup: setup === 'active' || setup === 'passive' ? setup : 'actpass',
    candidates: [...sdp.matchAll(/^a=(candidate:.*)$/gm)].map(([, candidate]) => (candidate ?? '').trim()),
  };
}
