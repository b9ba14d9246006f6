import {
  DeviceId,
  newId,
  PersonId,
  signallingPath,
  type Acknowledgement,
  type ClientToServer,
  type RequestOf,
  type ResponseOf,
  type ServerToClient,
  type SocketRequestName,
} from '@cardea/protocol';
import { io, type Socket } from 'socket.io-client';

export type PersonSocket = Socket<ServerToClient, ClientToServer>;

export interface SignedIn {
  id: string;
  name: string;
  cookie: string;
}

/** Enters as a guest over HTTP, as the app does. */
export async function enter(url: string, name: string): Promise<SignedIn> {
  const response = await fetch(`${url}/api/guests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ name }),
  });
  if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
  const { me } = (await response.json()) as { me: { id: string } };
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
  if (cookie === undefined) throw new Error('no cookie');
  return { id: me.id, name, cookie };
}

/** Opens the signalling socket of a person. Reconnects by itself, as the app's does. */
export function connect(url: string, person: SignedIn): PersonSocket {
  return io(url, {
    path: signallingPath,
    transports: ['websocket'],
    forceNew: true,
    auth: { device: newId(DeviceId), activity: 'active' },
    extraHeaders: { cookie: person.cookie, origin: url },
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
  });
}

/** One request over a socket. @throws Error with the code of the refusal */
export function ask<N extends SocketRequestName>(
  socket: PersonSocket,
  name: N,
  request: RequestOf<N>,
): Promise<ResponseOf<N>> {
  return new Promise((resolve, reject) => {
    const acknowledge = (answer: Acknowledgement<ResponseOf<N>>) => {
      if (answer.ok) resolve(answer.data);
      else reject(new Error(`${name}: ${answer.error.code} ${answer.error.details ?? ''}`));
    };
    // socket.io's types cannot follow a name that is a type parameter.
    (socket as Socket).emit(name, request, acknowledge);
  });
}

/** Makes two people contacts of each other, without their browsers. */
export async function makeContacts(url: string, one: SignedIn, other: SignedIn): Promise<void> {
  const sockets = [connect(url, one), connect(url, other)] as const;
  try {
    await ask(sockets[0], 'contacts:ask', { person: PersonId.parse(other.id) });
    await ask(sockets[1], 'contacts:accept', { person: PersonId.parse(one.id) });
  } finally {
    for (const socket of sockets) socket.disconnect();
  }
}

/** Runs an asynchronous step for each item, a few at a time. */
export async function forAll<T, R>(
  items: readonly T[],
  atOnce: number,
  step: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < items.length) {
        const index = next++;
        results[index] = await step(items[index] as T);
      }
    }),
  );
  return results;
}
