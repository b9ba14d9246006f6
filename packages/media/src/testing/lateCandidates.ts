import type { PeerConnection } from 'node-datachannel';

/*
 * For tests and benches whose peer offers. Reached before it has taken all of the answer, libdatachannel may come to DTLS before it knows the
 * fingerprint, and fail. So neither end learns where the other is before the answer is taken.
 */

/** The other end finds out where this one is by this one's checks. */
export function withoutCandidates(sdp: string): string {
  return sdp.replaceAll(/^a=(candidate:.*|end-of-candidates)\r?\n/gm, '');
}

/** Takes an answer, its candidates last, so that checks begin when everything else is known. */
export function takeAnswer(connection: PeerConnection, sdp: string): void {
  connection.setRemoteDescription(withoutCandidates(sdp), 'answer');
  const mid = /^a=mid:(\S+)/m.exec(sdp)?.[1] ?? '0';
  for (const candidate of sdp.match(/^a=candidate:.*$/gm) ?? []) {
    connection.addRemoteCandidate(candidate.trim(), mid);
  }
}
