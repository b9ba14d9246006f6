import { setTimeout as wait } from 'node:timers/promises';
import type { Scenario } from './gateway/load.ts';
import {
  LoadProcess,
  startDebianJanus,
  startForwardingServer,
  startGateway,
  type Subject,
} from './gateway/subject.ts';
import { memoryBytes, processorSeconds } from './harness/usage.ts';
import { percentile, type Figure } from './harness/report.ts';

/** One of the two that are compared. */
interface Side {
  name: 'Cardea' | 'Janus';
  start(): Promise<Subject>;
  scenario(port: number): Scenario;
}

interface Run {
  /** Processor time for each packet delivered, µs. */
  cost: number;
  /** Share of the packets that should have come. */
  delivered: number;
  delays: number[];
  /** Memory that the load takes, bytes. */
  memory: number;
}

type Runs = Record<Side['name'], Run[]>;

const sides: Side['name'][] = ['Cardea', 'Janus'];
const rounds = 3;
const secondsToWarmUp = 3;
const secondsToMeasure = 10;

/** What the gateway costs, side by side with Debian's Janus: the same load, in turn. */
export async function benchGateway(): Promise<Figure[]> {
  return [...(await cost()), ...(await delay()), ...(await calls())];
}

/** One publisher, many receivers: as much as two cores can do together with the load. */
async function cost(receivers = 40, packetsPerSecond = 1_000): Promise<Figure[]> {
  const runs = await takeTurns(forwarding(receivers, packetsPerSecond), receivers);
  return costs(`1 to ${receivers}`, runs, 0.3);
}

/** The same with so little to do that nothing waits for a processor. */
async function delay(receivers = 10, packetsPerSecond = 300): Promise<Figure[]> {
  const runs = await takeTurns(forwarding(receivers, packetsPerSecond), receivers);
  return delays(`1 to ${receivers}`, runs);
}

function forwarding(receivers: number, packetsPerSecond: number): [Side, Side] {
  return [
    {
      name: 'Cardea',
      start: startForwardingServer,
      scenario: (port) => ({ name: 'forwarding', port, receivers, packetsPerSecond }),
    },
    {
      name: 'Janus',
      start: startDebianJanus,
      scenario: (port) => ({ name: 'room', port, receivers, packetsPerSecond }),
    },
  ];
}

async function calls(pairs = 20, packetsPerSecond = 300): Promise<Figure[]> {
  const gateway = await startGateway();
  await gateway.close();
  if (!gateway.plugins.includes('janus.plugin.videocall')) {
    console.error('  The gateway has no Video Call yet; its pairs are not measured.');
    return [];
  }
  const scenario = (port: number): Scenario => ({ name: 'calls', port, pairs, packetsPerSecond });
  const runs = await takeTurns(
    [
      { name: 'Cardea', start: startGateway, scenario },
      { name: 'Janus', start: startDebianJanus, scenario },
    ],
    1,
  );
  const memory = sides.map((side): Figure => ({
    name: `memory of a pair, ${side}`,
    value: median(runs[side].map((one) => one.memory)) / pairs / 1_000,
    unit: 'kB',
    samples: rounds,
  }));
  return [...costs(`${pairs} pairs`, runs, 0.5), ...delays(`${pairs} pairs`, runs), ...memory];
}

/** @param copies how often each packet sent should be delivered */
async function takeTurns(pair: [Side, Side], copies: number): Promise<Runs> {
  const runs: Runs = { Cardea: [], Janus: [] };
  for (let round = 0; round < rounds; round++) {
    for (const side of pair) runs[side.name].push(await run(side, copies));
  }
  return runs;
}

async function run({ name, start, scenario }: Side, copies: number): Promise<Run> {
  const subject = await start();
  const load = new LoadProcess();
  try {
    await wait(1_000);
    const memoryBefore = memoryBytes(subject.pid);
    await load.start(scenario(subject.port));
    await wait(secondsToWarmUp * 1_000);
    const before = processorSeconds(subject.pid);
    const { sent, delivered, delays } = await load.measure(secondsToMeasure);
    const seconds = processorSeconds(subject.pid) - before;
    const memory = memoryBytes(subject.pid) - memoryBefore;
    const cost = (seconds * 1e6) / delivered;
    const share = delivered / (sent * copies);
    console.error(
      `  ${name}: ${delivered} packets (${(100 * share).toFixed(1)} %), ${cost.toFixed(2)} µs each, ` +
        `p50 ${percentile(delays, 0.5).toFixed(2)} ms, p99 ${percentile(delays, 0.99).toFixed(2)} ms`,
    );
    return { cost, delivered: share, delays, memory };
  } finally {
    await load.close();
    await subject.close();
  }
}

function costs(load: string, runs: Runs, aim: number): Figure[] {
  const cost = (side: Side['name']) => median(runs[side].map((one) => one.cost));
  return [
    ...sides.flatMap((side): Figure[] => [
      { name: `${load}: a packet delivered, ${side}`, value: cost(side), unit: 'µs', samples: rounds },
      {
        name: `${load}: packets lost, ${side}`,
        value: 100 * (1 - median(runs[side].map(({ delivered }) => delivered))),
        unit: '%',
        samples: rounds,
      },
    ]),
    {
      name: `${load}: Cardea by Janus`,
      value: cost('Cardea') / cost('Janus'),
      unit: '',
      aim,
      samples: rounds,
    },
  ];
}

function delays(load: string, runs: Runs): Figure[] {
  const shares = { p50: 0.5, p99: 0.99 };
  return Object.entries(shares).flatMap(([name, share]): Figure[] => {
    const delay = (side: Side['name']) => median(runs[side].map((one) => percentile(one.delays, share)));
    const [ours, theirs] = [delay('Cardea'), delay('Janus')];
    return [
      { name: `${load}: delay ${name}, Janus`, value: theirs, unit: 'ms', samples: rounds },
      { name: `${load}: delay ${name}, Cardea`, value: ours, unit: 'ms', aim: theirs, samples: rounds },
    ];
  });
}

function median(values: number[]): number {
  return percentile(values, 0.5);
}
