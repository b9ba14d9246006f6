import type { CandidateEnd, CandidatePair, DtlsState, IceState, TransportChange } from '@cardea/media';
import { eventSubtypes } from '../events/events.ts';
import type { JsonObject } from './json.ts';

/** Janus has the states of libnice. */
export const iceStates: Readonly<Record<IceState, string>> = {
  new: 'gathering',
  checking: 'connecting',
  connected: 'connected',
  completed: 'ready',
  disconnected: 'disconnected',
  failed: 'failed',
  closed: 'disconnected',
};

export const dtlsStates: Readonly<Record<DtlsState, string>> = {
  new: 'created',
  connecting: 'trying',
  connected: 'connected',
  closed: 'failed',
  failed: 'failed',
};

/** Of the one bundle that a connection has. */
export const component = { stream_id: 1, component_id: 1 };

/** What event handlers are told of a step of ICE or DTLS. */
export function transportEvent(change: TransportChange): { event: JsonObject; subtype: number } {
  const { iceState, localCandidate, remoteCandidate, selectedPair, dtls } = eventSubtypes.webrtc;
  switch (change.kind) {
    case 'ice':
      return { event: { ice: iceStates[change.state], ...component }, subtype: iceState };
    case 'dtls':
      return { event: { dtls: dtlsStates[change.state], ...component, retransmissions: 0 }, subtype: dtls };
    case 'localCandidate':
      return { event: { 'local-candidate': bare(change.candidate), ...component }, subtype: localCandidate };
    case 'remoteCandidate':
      return {
        event: { 'remote-candidate': bare(change.candidate), ...component },
        subtype: remoteCandidate,
      };
    case 'selectedPair': {
      const { pair } = change;
      const candidates = { local: endEvent(pair.local), remote: endEvent(pair.remote) };
      return {
        event: { 'selected-pair': pairText(pair), candidates, ...component },
        subtype: selectedPair,
      };
    }
  }
}

/** A candidate as Janus tells it: without `candidate:`. */
export function bare(candidate: string): string {
  return candidate.replace(/^candidate:/, '');
}

export function pairText({ local, remote }: CandidatePair): string {
  return `${endText(local)} <-> ${endText(remote)}`;
}

function endText({ address, port, type, protocol }: CandidateEnd): string {
  return `${address}:${port} [${type},${protocol}]`;
}

function endEvent({ address, port, type, protocol }: CandidateEnd): JsonObject {
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  return { address, port, type, transport: protocol, family };
}
