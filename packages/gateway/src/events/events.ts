import type { JsonObject } from '../core/json.ts';

/** `type` of an event is one bit, so that handlers can choose by a mask. */
export const eventTypes = {
  session: 1,
  handle: 2,
  external: 4,
  jsep: 8,
  webrtc: 16,
  media: 32,
  plugin: 64,
  transport: 128,
  core: 256,
} as const;

export type EventType = keyof typeof eventTypes;

/** `subtype` of those types that have one. */
export const eventSubtypes = {
  core: { startup: 1, shutdown: 2 },
  webrtc: { iceState: 1, localCandidate: 2, remoteCandidate: 3, selectedPair: 4, dtls: 5, connection: 6 },
  media: { state: 1, slowLink: 2, statistics: 3 },
} as const;

/** What an event is about; ids are numbers of the API. */
export interface EventSubject {
  sessionId?: number;
  handleId?: number;
  opaqueId?: string;
}

/** Where events of the gateway go. `handle` may not throw and may not block. */
export interface EventHandler {
  /** e.g. `janus.eventhandler.sampleevh`, for `info` and `query_eventhandler`. */
  readonly name: string;
  readonly description: string;
  /** Bits of {@link eventTypes} that it wants. */
  readonly mask: number;
  handle(event: JsonObject): void;
  /** What it tells of itself to the admin API. */
  query(request: JsonObject): JsonObject;
  /** Sends what waits, for a short time, and ends. */
  close(): Promise<void>;
}

/** Gives what happens in the gateway to the event handlers; nothing is made when nobody wants it. Owns the handlers. */
export class Events {
  readonly handlers: readonly EventHandler[];
  readonly #emitter: string;
  readonly #mask: number;
  /** Microseconds since 1970. */
  readonly #now: () => number;

  constructor(handlers: readonly EventHandler[], emitter: string, now = () => Date.now() * 1000) {
    this.handlers = handlers;
    this.#emitter = emitter;
    this.#mask = handlers.reduce((mask, handler) => mask | handler.mask, 0);
    this.#now = now;
  }

  /** Whether anybody wants events of this type. */
  wants(type: EventType): boolean {
    return (this.#mask & eventTypes[type]) !== 0;
  }

  emit(type: EventType, subject: EventSubject, event: JsonObject, subtype?: number): void {
    if (!this.wants(type)) return;
    const bit = eventTypes[type];
    const { sessionId, handleId, opaqueId } = subject;
    const complete: JsonObject = {
      emitter: this.#emitter,
      type: bit,
      ...(subtype === undefined ? {} : { subtype }),
      timestamp: this.#now(),
      ...(sessionId === undefined ? {} : { session_id: sessionId }),
      ...(handleId === undefined ? {} : { handle_id: handleId }),
      ...(opaqueId === undefined ? {} : { opaque_id: opaqueId }),
      event,
    };
    for (const handler of this.handlers) if ((handler.mask & bit) !== 0) handler.handle(complete);
  }

  async close(): Promise<void> {
    await Promise.all(this.handlers.map((handler) => handler.close()));
  }
}
