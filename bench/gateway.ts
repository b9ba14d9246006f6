import { setTimeout as wait } from 'node:timers/promises';
import type { Scenario } from './gateway/load.ts';
import {
  LoadProcess,
  startDebianJanus,
  startForwardingServer,
  startGateway,
  type Subject,
} from './gateway/subject.ts';
import { memoryBytes, processorSeconds } from './gateway/usage.ts';
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

const rounds = 3;
const secondsToWarmUp = 3;
const secondsToMeasure = 10;

/** What the gateway costs, side by side with Debian's Janus: the same load, in turn. */
export async function benchGateway(): Promise<Figure[]> {
  return [...(await forwarding()), ...(await calls())];
}

async function forwarding(receivers = 40, packetsPerSecond = 1_000): Promise<Figure[]> {
  const sides: Side[] = [
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
  const [cardea, janus] = await takeTurns(sides, receivers);
  return compare(`1 to ${receivers}`, cardea, janus, 0.3);
}

async function calls(pairs = 20, packetsPerSecond = 300): Promise<Figure[]> {
  const scenario = (port: number): Scenario => ({ name: 'calls', port, pairs, packetsPerSecond });
  const sides: Side[] = [
    { name: 'Cardea', start: startGateway, scenario },
    { name: 'Janus', start: startDebianJanus, scenario },
  ];
  const gateway = await startGateway();
  await gateway.close();
  if (!gateway.plugins.includes('janus.plugin.videocall')) {
    console.error('  The gateway has no Video Call yet; its pairs are not measured.');
    return [];
  }
  const [cardea, janus] = await takeTurns(sides, 1);
  const memory = (side: string, runs: Run[]): Figure => ({
    name: `memory of a pair, ${side}`,
    value: mean(runs.map((run) => run.memory)) / pairs / 1_000,
    unit: 'kB',
    samples: runs.length,
  });
  return [...compare(`${pairs} pairs`, cardea, janus, 0.5), memory('Cardea', cardea), memory('Janus', janus)];
}

/** @param copies how often each packet sent should be delivered */
async function takeTurns([cardea, janus]: Side[], copies: number): Promise<[Run[], Run[]]> {
  const runs: [Run[], Run[]] = [[], []];
  if (cardea === undefined || janus === undefined) throw new Error('two sides are compared');
  for (let round = 0; round < rounds; round++) {
    runs[0].push(await run(cardea, copies));
    runs[1].push(await run(janus, copies));
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

function compare(load: string, cardea: Run[], janus: Run[], aim: number): Figure[] {
  const samples = cardea.length;
  const figures: Figure[] = [];
  for (const [side, runs] of [
    ['Cardea', cardea],
    ['Janus', janus],
  ] as const) {
    figures.push(
      { name: `${load}: a packet delivered, ${side}`, value: cost(runs), unit: 'µs', samples },
      {
        name: `${load}: packets lost, ${side}`,
        value: 100 * (1 - mean(runs.map(({ delivered }) => delivered))),
        unit: '%',
        samples,
      },
    );
  }
  figures.push({
    name: `${load}: Cardea's cost by Janus'`,
    value: cost(cardea) / cost(janus),
    unit: '',
    aim,
    samples,
  });
  for (const [name, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    const aimed = delay(janus, share);
    figures.push(
      { name: `${load}: delay ${name}, Janus`, value: aimed, unit: 'ms', samples },
      {
        name: `${load}: delay ${name}, Cardea`,
        value: delay(cardea, share),
        unit: 'ms',
        aim: aimed,
        samples,
      },
    );
  }
  return figures;
}

/** The median of the runs. */
function cost(runs: Run[]): number {
  return percentile(
    runs.map((one) => one.cost),
    0.5,
  );
}

function delay(runs: Run[], share: number): number {
  return percentile(
    runs.map(({ delays }) => percentile(delays, share)),
    0.5,
  );
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
