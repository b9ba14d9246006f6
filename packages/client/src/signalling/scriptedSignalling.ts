import {
  CardeaError,
  type EventOf,
  type RequestOf,
  type ResponseOf,
  type SocketEventName,
  type SocketRequestName,
} from '@cardea/protocol';
import { Listeners } from '../listeners.ts';
import type { Signalling } from './signalling.ts';

type Answers = { [N in SocketRequestName]?: (request: RequestOf<N>) => Partial<ResponseOf<N>> };

/** For tests: a line to a server that answers as it is told, notes what it is asked, and can be cut. */
export class ScriptedSignalling implements Pick<Signalling, 'request' | 'on' | 'connection'> {
  connection: Signalling['connection'] = 'online';
  readonly asked: { name: SocketRequestName; request: unknown }[] = [];
  readonly #answers: Answers;
  readonly #events = new Listeners<{ name: SocketEventName; event: unknown }>();

  constructor(answers: Answers = {}) {
    this.#answers = answers;
  }

  request<N extends SocketRequestName>(name: N, request: RequestOf<N>): Promise<ResponseOf<N>> {
    if (this.connection !== 'online') return Promise.reject(new CardeaError('unavailable'));
    this.asked.push({ name, request });
    const answer = this.#answers[name] as ((request: RequestOf<N>) => ResponseOf<N>) | undefined;
    return Promise.resolve().then(() => answer?.(request) ?? ({} as ResponseOf<N>));
  }

  on<N extends SocketEventName>(name: N, listener: (event: EventOf<N>) => void): () => void {
    return this.#events.add((entry) => {
      if (entry.name === name) listener(entry.event as EventOf<N>);
    });
  }

  tell<N extends SocketEventName>(name: N, event: Partial<EventOf<N>>): void {
    this.#events.emit({ name, event });
  }
}
