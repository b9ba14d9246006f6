import {
  MediaError,
  type ConnectionEvents,
  type MediaConnection,
  type MediaEngine,
  type SectionStatistics,
} from '@cardea/media';

/** A connection of the fake engine: what was asked of it, and the events that the test lets happen. */
export interface FakeConnection extends MediaConnection {
  readonly events: ConnectionEvents;
  /** Calls that tell nothing back, in their order. */
  readonly calls: (readonly [name: string, ...parameters: unknown[]])[];
  readonly closed: boolean;
  /** What it tells when it is asked. */
  readonly sections: SectionStatistics[];
}

/** An engine without a network; an SDP that contains `refuse` is refused as a remote, `decline` as a local description. */
export class FakeEngine implements MediaEngine {
  readonly connections: FakeConnection[] = [];

  open(events: ConnectionEvents, beside?: MediaConnection): MediaConnection {
    const calls: FakeConnection['calls'] = [];
    if (beside !== undefined) calls.push(['beside', this.connections.findIndex((each) => each === beside)]);
    const sections: SectionStatistics[] = [];
    let closed = false;
    const connection: FakeConnection = {
      events,
      calls,
      sections,
      setRemote: async ({ sdp }) => {
        if (closed) throw new MediaError('closed', 'closed');
        if (sdp.includes('refuse')) throw new MediaError('invalid_sdp', 'refused');
        const media = [...sdp.matchAll(/^m=(audio|video|application) /gm)].map(([, kind], index) => ({
          mid: String(index),
          kind: kindOf(kind),
          simulcast: null,
        }));
        return { sdp, media };
      },
      setLocal: async ({ sdp }) => {
        if (closed) throw new MediaError('closed', 'closed');
        if (sdp.includes('decline')) throw new MediaError('invalid_sdp', 'declined');
        return sdp;
      },
      addCandidate: (candidate) => calls.push(['addCandidate', candidate]),
      forward: (mid, _to, toMid) => {
        calls.push(['forward', mid, toMid]);
        return {
          setEnabled: (enabled) => calls.push(['setEnabled', mid, enabled]),
          setLayers: ({ substream, temporal, fallback }) =>
            calls.push([
              'setLayers',
              mid,
              substream,
              temporal,
              ...(fallback === undefined ? [] : [fallback]),
            ]),
          close: () => calls.push(['closeForward', mid]),
        };
      },
      record: ({ mid, kind, path, mostBytes }) => {
        calls.push(['record', mid, kind, path, mostBytes]);
        return { close: () => calls.push(['endRecording', mid]) };
      },
      limitBitrate: (bitrate) => calls.push(['limitBitrate', bitrate]),
      requestKeyFrame: (mid) => calls.push(['requestKeyFrame', mid]),
      sendData: (message) => calls.push(['sendData', message]),
      statistics: async () => sections,
      info: async () => ({ transport: null, sdp: { local: null, remote: null }, extensions: {}, sections }),
      get closed() {
        return closed;
      },
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
