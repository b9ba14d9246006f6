import { afterAll, beforeAll, expect, test } from 'vitest';
import { wholeChromium } from './harness/chromium.ts';
import { Stage, type Pair } from './harness/stage.ts';
import { until } from './harness/visitor.ts';

/* The whole browser as people have it, for what its engine alone has not. */

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open({}, { executablePath: wholeChromium, cameras: 'two large' });
});
afterAll(() => stage.close());

test('a video call: moving pictures and the right tone both ways, another camera without an interruption, and an end that both read', () =>
  stage.inCall('video', async ({ ann, bob }) => {
    await Promise.all([ann.seesMovement(), bob.seesMovement(), ann.seesMovement('self-video')]);
    await Promise.all([ann.hears(880), bob.hears(440)]);
    await ann.visitor.click('button', 'Choose a camera');
    const cameras = await until('cameras are listed', async () => {
      const names = await ann.visitor.evaluate(
        () => Array.from(document.querySelectorAll('[role=menuitemradio]'), (item) => item.textContent),
        undefined,
      );
      return names.length > 1 && names;
    });
    await ann.visitor.click('menuitemradio', cameras.at(-1) ?? '');
    await bob.seesMovement();
    expect(await bob.stage()).toBe('connected');
    await bob.hangUp();
    await Promise.all([ann.reaches('ended'), bob.reaches('ended')]);
    await ann.reads('Call ended');
  }));

test('a ring outside the page: the system shows who it is, and takes it away with the answer', () => {
  const run = async ({ ann, bob, bobVisitor }: Pair) => {
    const { context, page } = bobVisitor;
    await context.grantPermissions(['notifications']);
    // A headless browser always has its page in front, so the page is told that it is not.
    await page.addInitScript(() => {
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
      const shown: string[] = [];
      Object.assign(globalThis, { shown });
      globalThis.Notification = class extends Notification {
        constructor(title: string, options?: NotificationOptions) {
          super(title, options);
          shown.push(`${title}: ${options?.body ?? ''}`);
        }
        override close(): void {
          shown.length = 0;
          super.close();
        }
      };
    });
    const shown = () => page.evaluate(() => (globalThis as unknown as { shown: string[] }).shown);
    await page.goto(`${stage.server.url}/settings/notifications`);
    await bobVisitor.click('switch', /Show incoming calls outside the page/);
    await page.goto(stage.server.url);
    await bob.isOnline();
    await ann.open(bob.name);
    await ann.ring('video');
    await until('the notification', async () => (await shown()).length > 0);
    expect(await shown()).toEqual([`${ann.name}: Video call – tap to answer`]);
    await bob.answer();
    await until('it is taken away', async () => (await shown()).length === 0);
    await ann.hangUp();
    await bob.reaches('ended');
  };
  return stage.withPair(run, { preparesPages: true });
});

test('the call moves into a small window of its own, with controls, and comes back', () =>
  stage.inCall('video', async ({ ann, bob, annVisitor }) => {
    await ann.seesMovement();
    await ann.visitor.click('button', 'More');
    const opening = annVisitor.context.waitForEvent('page');
    await ann.visitor.click('menuitem', 'Picture in picture');
    const small = await opening;
    await small.locator('video').waitFor();
    await until('their picture is in it', () =>
      small.evaluate(() => (document.querySelector('video')?.videoWidth ?? 0) > 0),
    );
    await small.getByRole('button', { name: 'Mute microphone' }).click();
    await bob.reads('is muted');
    await ann.visitor.click('button', 'Bring it back');
    await ann.seesMovement();
    expect(small.isClosed()).toBe(true);
  }));

test('the screen stays awake as long as the call lasts', () => {
  const run = async ({ ann, annVisitor }: Pair) => {
    await annVisitor.page.addInitScript({
      content: `{
        const request = WakeLock.prototype.request;
        globalThis.locks = [];
        WakeLock.prototype.request = async function (type) {
          const lock = await request.call(this, type);
          globalThis.locks.push(lock);
          return lock;
        };
      }`,
    });
    await annVisitor.reload();
    const isHeld = () =>
      annVisitor.page.evaluate(() =>
        (globalThis as unknown as { locks: WakeLockSentinel[] }).locks.some((lock) => !lock.released),
      );
    await ann.reaches('connected');
    await until('a lock is held', isHeld);
    await ann.hangUp();
    await until('it is given back', async () => !(await isHeld()));
  };
  return stage.inCall('voice', run, { preparesPages: true });
});

test('a limit for the camera holds, is taken back, and the gauge shows the speed', () =>
  stage.inCall('video', async ({ ann, bob, annVisitor }) => {
    await bob.seesMovement();
    const { page } = annVisitor;
    const cameraUp = () =>
      page.evaluate(() => {
        const rows = [...document.querySelectorAll('section li')].map((row) => row.textContent);
        const [, number, unit] = /Camera Sending.*?([\d.]+) (kb|Mb)/.exec(rows.join('|')) ?? [];
        return Number(number) * (unit === 'Mb' ? 1_000 : 1);
      });
    await annVisitor.press('q');
    await until('the camera takes more than 90 kb/s', async () => (await cameraUp()) > 90);
    await page.getByLabel('My camera may use').selectOption('own');
    await annVisitor.fill('At most, in kb/s', '12');
    await annVisitor.click('button', 'Set');
    await ann.reads('A whole number from 30 to 50000');
    await annVisitor.fill('At most, in kb/s', '60');
    await annVisitor.click('button', 'Set');
    await until('the camera takes 54 to 66 kb/s', async () => {
      const rate = await cameraUp();
      return rate >= 54 && rate <= 66;
    });
    await bob.seesMovement();
    await page.getByLabel('My camera may use').selectOption('auto');
    await until('the camera takes more than 90 kb/s again', async () => (await cameraUp()) > 90);
    await annVisitor.click('switch', 'Floating speed gauge');
    const gauge = page.getByTestId('gauge');
    await gauge.waitFor();
    const before = await gauge.boundingBox();
    await gauge.press('ArrowRight');
    await gauge.press('ArrowDown');
    const after = await gauge.boundingBox();
    expect([(after?.x ?? 0) - (before?.x ?? 0), (after?.y ?? 0) - (before?.y ?? 0)]).toEqual([24, 24]);
  }));
