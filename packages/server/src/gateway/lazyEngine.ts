import type { MediaEngine } from '@cardea/media';

/** Starts the engine with the first connection: most calls go from device to device and need none. */
export function lazyEngine(start: () => MediaEngine): MediaEngine {
  let engine: MediaEngine | null = null;
  return {
    open: (events, beside) => {
      engine ??= start();
      return engine.open(events, beside);
    },
    close: async () => engine?.close(),
  };
}
