import { availableParallelism } from 'node:os';
import { createEngine, type EngineOptions } from '../engine/createEngine.ts';
import { MediaError, type ConnectionEvents, type MediaConnection, type MediaEngine } from '../engine.ts';
import { forkWorker, type Child } from './child.ts';
import { MediaWorker } from './mediaWorker.ts';
import { RemoteConnection } from './remoteConnection.ts';

export interface WorkerEngineOptions extends EngineOptions {
  /**
   * Worker processes at most: the first starts at once, another when all have work. 0: the engine is in this process. One for each core
   * when absent.
   */
  workers?: number;
  /** Seconds without a word from a worker after which it is killed, 15 when absent. */
  patience?: number;
}

/** Milliseconds between two starts of one worker at the least, doubled each time that it dies sooner. */
const shortestLife = 1_000;
const longestPause = 30_000;

/** One of the places for workers. */
interface Place {
  /** `null` while the next one waits to be started. */
  worker: MediaWorker | null;
  startedAt: number;
  pause: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * An engine whose connections live in worker processes. A worker that dies takes its connections with it, which are told `closed`
 * with `Worker died`, and is started again.
 * @param start for tests
 */
export function createWorkerEngine(
  { workers = availableParallelism(), patience = 15, ...options }: WorkerEngineOptions = {},
  start: () => Child = forkWorker,
): MediaEngine {
  if (workers === 0) return createEngine(options);
  const places: Place[] = [];
  let closed = false;

  const fill = (place: Place) => {
    place.startedAt = performance.now();
    place.worker = new MediaWorker(start(), options, patience, () => {
      place.worker = null;
      if (!closed) refill(place);
    });
  };
  const refill = (place: Place) => {
    const lived = performance.now() - place.startedAt;
    place.pause = lived >= shortestLife ? 0 : Math.min(longestPause, Math.max(shortestLife, 2 * place.pause));
    if (place.pause === 0) fill(place);
    else place.timer = setTimeout(() => fill(place), place.pause).unref();
  };
  const fillAnother = () => {
    if (places.length === workers) return;
    const place: Place = { worker: null, startedAt: 0, pause: 0, timer: undefined };
    places.push(place);
    fill(place);
  };
  fillAnother();

  return {
    open(events: ConnectionEvents, beside?: MediaConnection): MediaConnection {
      if (closed) throw new MediaError('closed', 'The engine is closed.');
      const running = () => places.flatMap(({ worker }) => worker ?? []);
      const wanted =
        beside instanceof RemoteConnection
          ? running().find((worker) => worker === beside.dwelling)
          : undefined;
      if (wanted !== undefined) return wanted.open(events);
      if (running().every(({ load }) => load > 0)) fillAnother();
      const least = running().toSorted((a, b) => a.load - b.load)[0];
      if (least === undefined) throw new MediaError('closed', 'No media worker is running.');
      return least.open(events);
    },
    async close(): Promise<void> {
      closed = true;
      for (const { timer } of places) clearTimeout(timer);
      await Promise.all(places.flatMap(({ worker }) => worker?.stop() ?? []));
    },
  };
}
