import { CallId, newId, PersonId, type Call } from '@cardea/protocol';
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { CardeaServer } from '@cardea/e2e/harness/cardeaServer';
import { percentile, type Figure } from './harness/report.ts';
import { connect, enter, forAll, type PersonSocket, type SignedIn } from '@cardea/e2e/harness/socketPeople';

/** What signalling costs: memory of idle sockets, rings under load, the way back after a restart. */
export async function benchSignalling(sockets = 5_000, rings = 2_000): Promise<Figure[]> {
  const server = await CardeaServer.start({ environment: { RING_SECONDS: '120' } });
  const open: PersonSocket[] = [];
  try {
    const people = await forAll(
      Array.from({ length: sockets }, (_, index) => `Idle ${index}`),
      16,
      (name) => enter(server.url, name),
    );
    const before = await settledMemory(server);
    open.push(...(await forAll(people, 64, (person) => welcomed(server.url, person))));
    const after = await settledMemory(server);
    const figures: Figure[] = [
      {
        name: 'memory of an idle signed-in socket',
        value: (after - before) / sockets / 1000,
        unit: 'kB',
        aim: 60,
        samples: sockets,
      },
    ];
    figures.push(...(await ringLoad(people, open, rings)));
    figures.push(await restart(server, open));
    return figures;
  } finally {
    for (const socket of open) socket.disconnect();
    await server.close();
  }
}

function welcomed(url: string, person: SignedIn): Promise<PersonSocket> {
  const socket = connect(url, person);
  return new Promise((resolve, reject) => {
    socket.once('welcome', () => resolve(socket));
    socket.once('connect_error', reject);
  });
}

/** Resident memory of the server's process after it has had time to collect its garbage, bytes. */
async function settledMemory(server: CardeaServer): Promise<number> {
  let lowest = Infinity;
  for (let i = 0; i < 10; i++) {
    await wait(500);
    const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
    lowest = Math.min(lowest, Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024);
  }
  return lowest;
}

/** 200 rings a second, each to another person; from the request to the `ringing` the caller hears of. */
async function ringLoad(people: SignedIn[], sockets: PersonSocket[], rings: number): Promise<Figure[]> {
  const perSecond = 200;
  const pairs = Math.floor(sockets.length / 2);
  const times: number[] = [];
  const started = new Map<string, number>();
  const socketOf = new Map<string, PersonSocket>();
  people.forEach((person, index) => {
    const socket = sockets[index];
    if (socket !== undefined) socketOf.set(person.id, socket);
  });
  const finished = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${times.length} of ${rings} rings heard`)), 60_000);
    for (const socket of sockets) {
      socket.on('call:incoming', ({ call }) =>
        socket.emit('call:ringing', { call: call.id }, () => undefined),
      );
      socket.on('call:updated', ({ call }: { call: Call }) => {
        const start = started.get(call.id);
        if (call.state.phase !== 'ringing' || start === undefined) return;
        if (socketOf.get(call.caller.personId) !== socket) return;
        started.delete(call.id);
        times.push(performance.now() - start);
        socket.emit('call:hangup', { call: call.id }, () => undefined);
        if (times.length === rings) {
          clearTimeout(timer);
          resolve();
        }
      });
    }
  });
  const begin = performance.now();
  for (let i = 0; i < rings; i++) {
    const due = begin + (i * 1000) / perSecond;
    if (due > performance.now()) await wait(due - performance.now());
    const caller = people[i % pairs];
    const callee = people[pairs + (i % pairs)];
    if (caller === undefined || callee === undefined) throw new Error('too few people');
    const call = newId(CallId);
    started.set(call, performance.now());
    socketOf
      .get(caller.id)
      ?.emit(
        'call:ring',
        { call, person: PersonId.parse(callee.id), kind: 'audio', offer: null },
        (answer) => {
          if (!answer.ok) throw new Error(`ring refused: ${answer.error.code}`);
        },
      );
  }
  await finished;
  for (const socket of sockets) {
    socket.off('call:incoming');
    socket.off('call:updated');
  }
  return [
    {
      name: 'ring to "ringing" at 200 rings a second, p50',
      value: percentile(times, 0.5),
      unit: 'ms',
      samples: rings,
    },
    {
      name: 'ring to "ringing" at 200 rings a second, p99',
      value: percentile(times, 0.99),
      unit: 'ms',
      aim: 50,
      samples: rings,
    },
  ];
}

/** From the moment the new process is started to the last socket's `welcome`. */
async function restart(server: CardeaServer, sockets: PersonSocket[]): Promise<Figure> {
  await server.kill();
  const begin = performance.now();
  const back = Promise.all(
    sockets.map((socket) => new Promise((resolve) => socket.once('welcome', resolve))),
  );
  await server.start();
  await back;
  return {
    name: `${sockets.length} sockets back after a restart`,
    value: (performance.now() - begin) / 1000,
    unit: 's',
    aim: 15,
    samples: 1,
  };
}
