import type { Plugin } from '../plugin.ts';
import { VideoCallSession } from './session.ts';

/** Calls between two who have registered under names: what one sends goes to the other. */
export function videoCall(): Plugin {
  const people = new Map<string, VideoCallSession>();
  return {
    about: {
      package: 'janus.plugin.videocall',
      name: 'JANUS VideoCall plugin',
      author: 'Cardea',
      description: 'Calls between two registered users, through the gateway.',
      version: 6,
      versionString: '0.0.6',
    },
    attach: (handle) => new VideoCallSession(handle, people),
  };
}
