/**
 * Calls back when this machine has come to another network: back online, or another kind of connection (the Network
 * Information API, where the browser has it).
 * @returns stops it
 */
export function watchNetwork(changed: () => void): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  window.addEventListener('online', changed, { signal });
  const connection: unknown = 'connection' in navigator ? navigator.connection : undefined;
  if (connection instanceof EventTarget) {
    let before = typeOf(connection);
    connection.addEventListener(
      'change',
      () => {
        // The event also tells of estimated speeds, which change all the time.
        const now = typeOf(connection);
        if (now !== before) changed();
        before = now;
      },
      { signal },
    );
  }
  return () => stopping.abort();
}

function typeOf(connection: EventTarget): unknown {
  return 'type' in connection ? connection.type : undefined;
}
