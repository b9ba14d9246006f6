import {
  MediaError,
  type ConnectionEvents,
  type Forward,
  type MediaConnection,
  type MediaEngine,
  type Recording,
} from '../engine.ts';
import type {
  Asked,
  AskedParameters,
  EventParameters,
  FromWorker,
  SteeringParameters,
  ToWorker,
  Told,
  ToldParameters,
} from './messages.ts';
import type { Outbox } from './outbox.ts';

interface Hosted {
  connection: MediaConnection;
  forwards: Map<number, Forward>;
  recordings: Map<number, Recording>;
}

/** In the worker: does with the engine there what the main process says. */
export class Host {
  readonly #engine: MediaEngine;
  readonly #outbox: Outbox<FromWorker>;
  readonly #connections = new Map<number, Hosted>();

  constructor(engine: MediaEngine, outbox: Outbox<FromWorker>) {
    this.#engine = engine;
    this.#outbox = outbox;
  }

  receive(message: Exclude<ToWorker, { kind: 'start' | 'stop' }>): void {
    if (message.kind === 'ping') {
      this.#outbox.send({ kind: 'pong' });
      return;
    }
    if (message.kind === 'open') {
      this.#open(message.connection);
      return;
    }
    const hosted = this.#connections.get(message.connection);
    switch (message.kind) {
      case 'ask':
        void this.#ask(hosted, message.question, message);
        return;
      // What is said to a connection that has closed meanwhile is void: the main process is about to hear of that.
      case 'tell':
        if (hosted !== undefined) tell(hosted.connection, message);
        return;
      case 'forward': {
        const to = this.#connections.get(message.to);
        if (hosted === undefined || to === undefined) return;
        const forward = hosted.connection.forward(message.mid, to.connection, message.toMid);
        hosted.forwards.set(message.forward, forward);
        return;
      }
      case 'record':
        // The main process counts what it has begun.
        if (hosted === undefined) this.#event(message.connection, 'recordingEnded', message.what);
        else hosted.recordings.set(message.recording, hosted.connection.record(message.what));
        return;
      case 'endRecording':
        hosted?.recordings.get(message.recording)?.close();
        hosted?.recordings.delete(message.recording);
        return;
      case 'steer': {
        const forward = hosted?.forwards.get(message.forward);
        if (forward !== undefined) steer(forward, message);
        if (message.method === 'close') hosted?.forwards.delete(message.forward);
      }
    }
  }

  #open(id: number): void {
    const connection = this.#engine.open({
      up: () => this.#event(id, 'up'),
      media: (change) => this.#event(id, 'media', change),
      slowLink: (change) => this.#event(id, 'slowLink', change),
      transport: (change) => this.#event(id, 'transport', change),
      layers: (change) => this.#event(id, 'layers', change),
      data: (message) =>
        this.#outbox.sendData(
          { kind: 'event', connection: id, method: 'data', parameters: [message] },
          message,
        ),
      recordingFailed: (failure) => this.#event(id, 'recordingFailed', failure),
      recordingEnded: (recording) => this.#event(id, 'recordingEnded', recording),
      closed: (reason) => {
        this.#connections.delete(id);
        this.#event(id, 'closed', reason);
      },
    });
    this.#connections.set(id, { connection, forwards: new Map(), recordings: new Map() });
  }

  async #ask<M extends Asked>(
    hosted: Hosted | undefined,
    question: number,
    call: { method: M; parameters: AskedParameters[M] },
  ): Promise<void> {
    try {
      if (hosted === undefined) throw new MediaError('closed', 'The connection is closed.');
      this.#outbox.send({ kind: 'answer', question, value: await ask(hosted.connection, call) });
    } catch (error) {
      const code = error instanceof MediaError ? error.code : null;
      const message = error instanceof Error ? error.message : String(error);
      this.#outbox.send({ kind: 'refusal', question, code, message });
    }
  }

  #event<E extends keyof ConnectionEvents>(
    connection: number,
    method: E,
    ...parameters: EventParameters[E]
  ): void {
    this.#outbox.send({ kind: 'event', connection, method, parameters } as FromWorker);
  }
}

function ask<M extends Asked>(
  connection: { [N in Asked]: (...parameters: AskedParameters[N]) => ReturnType<MediaConnection[N]> },
  { method, parameters }: { method: M; parameters: AskedParameters[M] },
) {
  return connection[method](...parameters);
}

function tell<M extends Told>(
  connection: { [N in Told]: (...parameters: ToldParameters[N]) => void },
  { method, parameters }: { method: M; parameters: ToldParameters[M] },
): void {
  connection[method](...parameters);
}

function steer<M extends keyof Forward>(
  forward: { [N in keyof Forward]: (...parameters: SteeringParameters[N]) => void },
  { method, parameters }: { method: M; parameters: SteeringParameters[M] },
): void {
  forward[method](...parameters);
}
