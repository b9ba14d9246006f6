import type { EngineOptions } from '../engine/createEngine.ts';
import { MediaError, type ConnectionEvents, type DataMessage } from '../engine.ts';
import type { Child } from './child.ts';
import {
  isFromWorker,
  type Asked,
  type AskedParameters,
  type FromWorker,
  type ToWorker,
} from './messages.ts';
import { Outbox } from './outbox.ts';
import { RemoteConnection, type Dwelling } from './remoteConnection.ts';

interface Question {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Milliseconds between two looks at whether a worker still answers. */
const pingInterval = 1_000;
/** Pings that one may leave unanswered while it starts; loading a program can take long on a busy machine. */
const unansweredAtStart = 60;
/** Milliseconds that a worker has for closing its connections. */
const stopPatience = 2_000;

/**
 * One worker process from its start to its end, seen from the main process. It owns the process and the connections in it; when
 * the process ends they are told, and whoever waits for an answer. It is not started again: another one takes its place.
 */
export class MediaWorker implements Dwelling {
  readonly #child: Child;
  readonly #outbox: Outbox<ToWorker>;
  readonly #connections = new Map<number, RemoteConnection>();
  /** Closed ones whose recordings are still being written. */
  readonly #writing = new Map<number, RemoteConnection>();
  readonly #questions = new Map<number, Question>();
  readonly #ended: () => void;
  readonly #pings: ReturnType<typeof setInterval>;
  #count = 0;
  #unanswered = 0;
  #state: 'starting' | 'running' | 'stopping' | 'ended' = 'starting';
  #whenStopped: () => void = () => undefined;

  /**
   * @param patience pings, one a second, that may stay unanswered before the process is killed
   * @param ended the process is gone; its connections are told next
   */
  constructor(child: Child, options: EngineOptions, patience: number, ended: () => void) {
    this.#child = child;
    this.#ended = ended;
    this.#outbox = new Outbox(
      (message, taken) => void child.send(message, taken),
      () => this.kill(),
    );
    child.on('message', (message) => this.#receive(message));
    child.on('exit', () => this.#end());
    child.on('error', () => {
      // It could not be started, or not be killed; a process that was never there has no `exit`.
      if (child.pid === undefined) this.#end();
    });
    // Counted in pings, not in time: when this process was held up itself, the worker is not to blame.
    this.#pings = setInterval(() => {
      if (this.#unanswered >= (this.#state === 'starting' ? unansweredAtStart : patience)) this.kill();
      this.#unanswered++;
      this.#outbox.send({ kind: 'ping' });
    }, pingInterval);
    this.#pings.unref();
    this.#outbox.send({ kind: 'start', options });
  }

  /** Connections in it. */
  get load(): number {
    return this.#connections.size;
  }

  open(events: ConnectionEvents): RemoteConnection {
    const connection = new RemoteConnection(++this.#count, this, events);
    this.#connections.set(connection.id, connection);
    this.#outbox.send({ kind: 'open', connection: connection.id });
    return connection;
  }

  ask<M extends Asked>(connection: number, method: M, parameters: AskedParameters[M]): Promise<unknown> {
    const question = ++this.#count;
    return new Promise((resolve, reject) => {
      this.#questions.set(question, { resolve, reject });
      this.#outbox.send({ kind: 'ask', connection, question, method, parameters } as ToWorker);
    });
  }

  send(message: ToWorker): void {
    this.#outbox.send(message);
  }

  sendData(message: ToWorker, data: DataMessage): void {
    this.#outbox.sendData(message, data);
  }

  nextNumber(): number {
    return ++this.#count;
  }

  forget(connection: RemoteConnection): void {
    this.#connections.delete(connection.id);
    if (connection.isRecording && this.#state !== 'ended') this.#writing.set(connection.id, connection);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Closes the connections, then the process, by force if it takes too long. */
  async stop(): Promise<void> {
    if (this.#state === 'stopping' || this.#state === 'ended') return;
    this.#state = 'stopping';
    for (const connection of [...this.#connections.values()]) connection.close('Shutdown');
    this.#outbox.send({ kind: 'stop' });
    const timer = setTimeout(() => this.kill(), stopPatience);
    await new Promise<void>((resolve) => {
      this.#whenStopped = resolve;
    });
    clearTimeout(timer);
  }

  #receive(message: unknown): void {
    if (this.#state === 'ended') return;
    // Nothing is known of a process that says what it should not.
    if (!isFromWorker(message)) this.kill();
    else {
      this.#unanswered = 0;
      if (this.#state === 'starting') this.#state = 'running';
      this.#take(message);
    }
  }

  #take(message: FromWorker): void {
    switch (message.kind) {
      case 'event':
        this.#event(message);
        return;
      case 'answer':
        this.#answered(message.question)?.resolve(message.value);
        return;
      case 'refusal': {
        const { question, code, message: text } = message;
        this.#answered(question)?.reject(code === null ? new Error(text) : new MediaError(code, text));
        return;
      }
      case 'pong':
    }
  }

  #event(message: FromWorker & { kind: 'event' }): void {
    const { connection: id } = message;
    const writing = this.#writing.get(id);
    (writing ?? this.#connections.get(id))?.receive(message);
    if (writing?.isRecording === false) this.#writing.delete(id);
  }

  #answered(question: number): Question | undefined {
    const found = this.#questions.get(question);
    this.#questions.delete(question);
    return found;
  }

  #end(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    clearInterval(this.#pings);
    for (const { reject } of this.#questions.values()) {
      reject(new MediaError('closed', 'The media worker died.'));
    }
    this.#questions.clear();
    this.#writing.clear();
    this.#ended();
    for (const connection of [...this.#connections.values()]) connection.closed('Worker died');
    this.#whenStopped();
  }
}
