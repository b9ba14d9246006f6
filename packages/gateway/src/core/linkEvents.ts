import type { CloseReason, ConnectionEvents } from '@cardea/media';
import { eventSubtypes } from '../events/events.ts';
import type { PluginSession } from '../plugins/plugin.ts';
import type { HandleSurroundings } from './handle.ts';
import type { Link } from './link.ts';
import { transportEvent } from './transportEvent.ts';

interface LinkEventsOptions {
  /** Of the handle. */
  sender: number;
  session: PluginSession;
  surroundings: Pick<HandleSurroundings, 'send' | 'emit' | 'report' | 'slowLinkThreshold'>;
  link(): Link;
  /** Called before anybody is told. */
  closed(): void;
}

/** Tells the client, the plugin and the event handlers what becomes of a handle's PeerConnection. */
export function linkEvents({
  sender,
  session,
  surroundings,
  link,
  closed,
}: LinkEventsOptions): ConnectionEvents {
  const { send, emit } = surroundings;
  const { connection } = eventSubtypes.webrtc;
  const { state, slowLink } = eventSubtypes.media;
  return {
    up: () => {
      link().isUp = true;
      send({ janus: 'webrtcup', sender });
      emit('webrtc', { connection: 'webrtcup' }, connection);
      session.up?.();
    },
    media: ({ mid, kind, substream, receiving, seconds }) => {
      const change = {
        ...(substream === undefined ? {} : { substream }),
        receiving,
        ...(seconds === undefined ? {} : { seconds }),
      };
      send({ janus: 'media', sender, mid, type: kind, ...change });
      emit('media', { media: kind, mid, ...change }, state);
    },
    slowLink: (change) => {
      const { mid, kind, uplink, lost } = change;
      const threshold = surroundings.slowLinkThreshold();
      if (threshold === 0 || lost < threshold) return;
      send({ janus: 'slowlink', sender, mid, media: kind, uplink, lost });
      const way = uplink ? 'uplink' : 'downlink';
      emit('media', { media: kind, mid, slow_link: way, lost_lastsec: lost }, slowLink);
      session.slowLink?.(change);
    },
    transport: (change) => {
      const { event, subtype } = transportEvent(change);
      emit('webrtc', event, subtype);
    },
    layers: (change) => session.layers?.(change),
    data: (message) => session.data?.(message),
    recordingFailed: ({ path, reason }) =>
      surroundings.report(new Error(`${path} is not written any more: ${reason}`)),
    recordingEnded: () => undefined,
    closed: (reason: CloseReason) => {
      closed();
      if (!link().isKnown) return;
      send({ janus: 'hangup', sender, reason });
      emit('webrtc', { connection: 'hangup', reason }, connection);
      session.hangup?.(reason);
    },
  };
}
