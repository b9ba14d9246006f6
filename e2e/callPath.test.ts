import { startJanus, type Subject } from '@cardea/conformance/harness/janus';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BuiltPage } from './harness/builtPage.ts';
import { freePort } from './harness/cardeaServer.ts';
import { ChromiumBrowser, type ChromiumVisitor } from './harness/chromium.ts';
import { listenTo, lookAt } from './harness/evidence.ts';
import { until } from './harness/visitor.ts';

type End = 'ann' | 'bob';

/** What `pages/callPath.ts` offers. */
interface CallPathPage {
  states(): { inUse: string; movingTo: string | null; failed: string | null; link: string }[];
  moveTo(end: End, path: 'mesh' | 'gateway'): void;
  say(end: End, text: string): boolean;
  heard(end: End): string[];
  sendFile(end: End, label: string, bytes: number): boolean;
  files(end: End): string[];
  takeGaps(): number[];
  candidates(end: End): number;
  log(): string[];
}

let page: BuiltPage;
let browser: ChromiumBrowser;
let janus: Subject;

beforeAll(async () => {
  [page, browser, janus] = await Promise.all([
    BuiltPage.open('callPath.html'),
    ChromiumBrowser.launch({ args: ['--autoplay-policy=no-user-gesture-required'] }),
    startJanus(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await Promise.all([page.close(), janus.close()]);
});

class Call {
  readonly visitor: ChromiumVisitor;

  constructor(visitor: ChromiumVisitor) {
    this.visitor = visitor;
  }

  ask<A extends unknown[], R>(question: (call: CallPathPage, ...rest: A) => R, ...rest: A): Promise<R> {
    const list = rest.map((one) => JSON.stringify(one)).join(',');
    return this.visitor.page.evaluate(`(${question.toString()})(globalThis.callPath, ${list})`);
  }

  async goesBy(path: 'mesh' | 'gateway', timeout = 20_000): Promise<void> {
    await until(
      `both ends receive by the ${path} and have left the other path`,
      async () => {
        const states = await this.ask((call) => call.states());
        return states.every(
          ({ inUse, movingTo, link }) => inUse === path && movingTo === null && link === 'connected',
        );
      },
      timeout,
    ).catch(async (error: unknown) => {
      const log = await this.ask((call) => [...call.log(), JSON.stringify(call.states())]);
      throw new Error(`${String(error)}\n${log.join('\n')}`);
    });
  }

  /** Pictures move, tones are heard, messages and files arrive, all in both directions. */
  async works(word: string): Promise<void> {
    for (const [end, other, pitch] of [
      ['ann', 'bob', 880],
      ['bob', 'ann', 440],
    ] as const) {
      await until(`${end} sees ${other} move`, async () => {
        const picture = await lookAt(this.visitor, `${end}-sees`);
        return picture !== null && picture.changed > 0.02;
      });
      await until(`${end} hears ${other}`, async () => {
        const tone = await listenTo(this.visitor, `${end}-hears`);
        return tone !== null && Math.abs(tone.frequency - pitch) <= 20;
      });
      await until(`${end} can write`, () => this.ask((call, me, text) => call.say(me, text), end, word));
      await until(`${other} reads it`, async () =>
        (await this.ask((call, them) => call.heard(them), other)).includes(word),
      );
      const label = `file:${word}-of-${end}`;
      await until(`${end} can open a channel`, () =>
        this.ask((call, me, name) => call.sendFile(me, name, 16_000), end, label),
      );
      await until(`${other} has the bytes`, async () =>
        (await this.ask((call, them) => call.files(them), other)).includes(`${label} 16000`),
      );
    }
  }
}

async function open(query: string): Promise<Call> {
  const visitor = await browser.visitor();
  await visitor.goto(`${page.url}?${query}`);
  return new Call(visitor);
}

const gateway = () => `gateway=ws://127.0.0.1:${janus.webSocketPort}`;

test('a call moves to the gateway and back, and the picture stands still no longer than a moment', async () => {
  const call = await open(gateway());
  await call.goesBy('mesh');
  await call.works('first-by-mesh');
  for (const [end, path] of [
    ['bob', 'gateway'],
    ['ann', 'mesh'],
    ['ann', 'gateway'],
    ['bob', 'mesh'],
  ] as const) {
    await call.ask((one) => one.takeGaps());
    await call.ask((one, who, to) => one.moveTo(who, to), end, path);
    await call.goesBy(path);
    const gaps = await call.ask((one) => one.takeGaps());
    expect(Math.max(...gaps)).toBeLessThan(1_500);
    await call.works(`${end}-to-${path}`);
  }
  expect((await call.ask((one) => one.states())).map(({ failed }) => failed)).toEqual([null, null]);
  await call.visitor.close();
});

// Both wait for a gateway most of the time.
test.concurrent('a call stays where it is when the gateway cannot be reached, and says so', async () => {
  const call = await open(`gateway=ws://127.0.0.1:${await freePort()}`);
  await call.goesBy('mesh');
  await call.ask((one) => one.moveTo('ann', 'gateway'));
  await until(
    'both know that it failed',
    async () =>
      (await call.ask((one) => one.states())).every(
        ({ failed, movingTo, inUse }) => failed === 'gateway' && movingTo === null && inUse === 'mesh',
      ),
    30_000,
  );
  await call.works('still-by-mesh');
  await call.visitor.close();
});

test.concurrent('a call goes on from device to device when the gateway dies, and says so', async () => {
  const mortal = await startJanus();
  const call = await open(`gateway=ws://127.0.0.1:${mortal.webSocketPort}`);
  await call.goesBy('mesh');
  await call.ask((one) => one.moveTo('bob', 'gateway'));
  await call.goesBy('gateway');
  await mortal.close();
  await call.goesBy('mesh', 40_000);
  expect((await call.ask((one) => one.states())).map(({ failed }) => failed)).toContain('gateway');
  await call.works('by-mesh-again');
  await call.visitor.close();
});
