import type { ConnectionInfo, SectionStatistics } from '../connectionInfo.ts';
import {
  MediaError,
  type Candidate,
  type CloseReason,
  type ConnectionEvents,
  type DataMessage,
  type Forward,
  type MediaConnection,
  type Recording,
  type RemoteMedia,
  type SessionDescription,
} from '../engine.ts';
import type { Asked, AskedParameters, EventParameters, FromWorker, ToWorker } from './messages.ts';

/** What a connection needs of the worker that it lives in. */
export interface Dwelling {
  ask<M extends Asked>(connection: number, method: M, parameters: AskedParameters[M]): Promise<unknown>;
  send(message: ToWorker): void;
  sendData(message: ToWorker, data: DataMessage): void;
  /** For forwards and recordings. */
  nextNumber(): number;
  /** The connection is closed; what becomes of its recordings may still be told. */
  forget(connection: RemoteConnection): void;
}

/** Stands for a connection that lives in a worker. */
export class RemoteConnection implements MediaConnection {
  readonly id: number;
  readonly dwelling: Dwelling;
  readonly #events: ConnectionEvents;
  #closed = false;
  #recordings = 0;

  constructor(id: number, dwelling: Dwelling, events: ConnectionEvents) {
    this.id = id;
    this.dwelling = dwelling;
    this.#events = events;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Whether files of its recordings are open. */
  get isRecording(): boolean {
    return this.#recordings > 0;
  }

  setRemote(description: SessionDescription): Promise<RemoteMedia> {
    return this.#ask('setRemote', [description]) as Promise<RemoteMedia>;
  }

  setLocal(description: SessionDescription): Promise<string> {
    return this.#ask('setLocal', [description]) as Promise<string>;
  }

  addCandidate(candidate: Candidate): void {
    this.#send({ kind: 'tell', connection: this.id, method: 'addCandidate', parameters: [candidate] });
  }

  forward(mid: string, to: MediaConnection, toMid: string): Forward {
    if (!(to instanceof RemoteConnection) || to.dwelling !== this.dwelling) {
      throw new TypeError('the other connection is in another worker: open one beside the other');
    }
    const { id: connection } = this;
    const forward = this.dwelling.nextNumber();
    this.#send({ kind: 'forward', connection, forward, mid, to: to.id, toMid });
    const about = { kind: 'steer', connection, forward } as const;
    return {
      setEnabled: (...parameters) => this.#send({ ...about, method: 'setEnabled', parameters }),
      setLayers: (...parameters) => this.#send({ ...about, method: 'setLayers', parameters }),
      close: () => this.#send({ ...about, method: 'close', parameters: [] }),
    };
  }

  record(what: Parameters<MediaConnection['record']>[0]): Recording {
    const { id: connection } = this;
    const recording = this.dwelling.nextNumber();
    if (!this.#closed) this.#recordings++;
    this.#send({ kind: 'record', connection, recording, what });
    return { close: () => this.#send({ kind: 'endRecording', connection, recording }) };
  }

  limitBitrate(bitsPerSecond: number): void {
    this.#send({ kind: 'tell', connection: this.id, method: 'limitBitrate', parameters: [bitsPerSecond] });
  }

  requestKeyFrame(mid: string): void {
    this.#send({ kind: 'tell', connection: this.id, method: 'requestKeyFrame', parameters: [mid] });
  }

  sendData(message: DataMessage): void {
    if (this.#closed) return;
    const { id: connection } = this;
    this.dwelling.sendData({ kind: 'tell', connection, method: 'sendData', parameters: [message] }, message);
  }

  statistics(): Promise<readonly SectionStatistics[]> {
    return this.#ask('statistics', []) as Promise<readonly SectionStatistics[]>;
  }

  info(): Promise<ConnectionInfo> {
    return this.#ask('info', []) as Promise<ConnectionInfo>;
  }

  close(reason: CloseReason): void {
    this.#send({ kind: 'tell', connection: this.id, method: 'close', parameters: [reason] });
    this.closed(reason);
  }

  /** An event of the connection in the worker. */
  receive(event: FromWorker & { kind: 'event' }): void {
    const isOfRecording = event.method === 'recordingFailed' || event.method === 'recordingEnded';
    if (this.#closed && !isOfRecording) return;
    if (event.method === 'recordingEnded') this.#recordings--;
    if (event.method === 'closed') this.closed(...event.parameters);
    else emit(this.#events, event);
  }

  /** It is closed, in the worker or together with it. */
  closed(reason: CloseReason): void {
    if (this.#closed) return;
    this.#closed = true;
    this.dwelling.forget(this);
    this.#events.closed(reason);
  }

  async #ask<M extends Asked>(method: M, parameters: AskedParameters[M]): Promise<unknown> {
    if (this.#closed) throw new MediaError('closed', 'The connection is closed.');
    return this.dwelling.ask(this.id, method, parameters);
  }

  #send(message: ToWorker): void {
    if (!this.#closed) this.dwelling.send(message);
  }
}

function emit<E extends keyof ConnectionEvents>(
  events: { [N in keyof ConnectionEvents]: (...parameters: EventParameters[N]) => void },
  { method, parameters }: { method: E; parameters: EventParameters[E] },
): void {
  events[method](...parameters);
}
