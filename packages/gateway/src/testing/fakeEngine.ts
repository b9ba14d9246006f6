import { MediaError, type ConnectionEvents, type MediaConnection, type MediaEngine } from '@cardea/media';

/** A connection of the fake engine: what was asked of it, and the events that the test lets happen. */
export interface FakeConnection extends MediaConnection {
  readonly events: ConnectionEvents;
  /** Calls that tell nothing back, in their order. */
  readonly calls: (readonly [name: string, ...parameters: unknown[]])[];
}

/** An engine without a network; an SDP that contains `refuse` is refused. */
export class FakeEngine implements MediaEngine {
  readonly connections: FakeConnection[] = [];

  open(events: ConnectionEvents): MediaConnection {
    const calls: FakeConnection['calls'] = [];
    let closed = false;
    const connection: FakeConnection = {
      events,
      calls,
      setRemote: async ({ sdp }) => {
        if (sdp.includes('refuse')) throw new MediaError('invalid_sdp', 'refused');
        const media = [...sdp.matchAll(/^m=(audio|video|application) /gm)].map(([, kind], index) => ({
          mid: String(index),
          kind: kindOf(kind),
          simulcast: null,
        }));
        return { sdp, media };
      },
      setLocal: async ({ sdp }) => sdp,
      addCandidate: (candidate) => calls.push(['addCandidate', candidate]),
      forward: (mid, _to, toMid) => {
        calls.push(['forward', mid, toMid]);
        return {
          setEnabled: (enabled) => calls.push(['setEnabled', mid, enabled]),
          setLayers: ({ substream, temporal }) => calls.push(['setLayers', mid, substream, temporal]),
          close: () => calls.push(['closeForward', mid]),
        };
      },
      limitBitrate: (bitrate) => calls.push(['limitBitrate', bitrate]),
      requestKeyFrame: (mid) => calls.push(['requestKeyFrame', mid]),
      sendData: (message) => calls.push(['sendData', message]),
      close: (reason) => {
        if (closed) return;
        closed = true;
        events.closed(reason);
      },
    };
    this.connections.push(connection);
    return connection;
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.close('Shutdown');
  }
}

function kindOf(kind: string | undefined): 'audio' | 'video' | 'application' {
  return kind === 'audio' || kind === 'video' ? kind : 'application';
}
