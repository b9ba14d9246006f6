import type { PeerConnection } from 'node-datachannel';

/** Milliseconds within which candidates have to be gathered; a STUN server that is silent must not stop a description. */
const patience = 3_000;

/** Resolves when candidates are gathered, or have been for long enough. To be called before it begins. */
export function gathered(connection: PeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patience);
    connection.onGatheringStateChange((state) => {
      if (state !== 'complete') return;
      clearTimeout(timer);
      resolve();
    });
  });
}
