import { afterAll, beforeAll, expect, test } from 'vitest';
import { BuiltPage } from './harness/builtPage.ts';
import { ChromiumBrowser } from './harness/chromium.ts';
import { listenTo, lookAt } from './harness/evidence.ts';
import { until } from './harness/visitor.ts';

interface MeshPage {
  links(): Record<string, string>;
  messages(): string[];
  participants(me: number): number;
  leave(me: number): void;
}

let page: BuiltPage;
let browser: ChromiumBrowser;

beforeAll(async () => {
  page = await BuiltPage.open('mesh.html');
  browser = await ChromiumBrowser.launch({ args: ['--autoplay-policy=no-user-gesture-required'] });
});
afterAll(async () => {
  await browser.close();
  await page.close();
});

test('four participants of a mesh see and hear each of the other three, and go on when one leaves', async () => {
  const visitor = await browser.visitor();
  await visitor.goto(page.url);
  const ask = <R>(question: (mesh: MeshPage) => R): Promise<R> =>
    visitor.page.evaluate(`(${question.toString()})(globalThis.mesh)`);
  const all = [0, 1, 2, 3];
  await until('all twelve directions are connected', async () => {
    const links = await ask((mesh) => mesh.links());
    return Object.values(links).filter((link) => link === 'connected').length === 12;
  });
  for (const me of all) {
    for (const other of all.filter((one) => one !== me)) {
      await until(`${me} sees ${other} move`, async () => {
        const picture = await lookAt(visitor, `${me}-sees-${other}`);
        return picture !== null && picture.changed > 0.02;
      });
    }
  }
  for (const me of all) {
    const other = (me + 1) % 4;
    await until(`${me} hears ${other}`, async () => {
      const tone = await listenTo(visitor, `${me}-hears-${other}`);
      return tone !== null && Math.abs(tone.frequency - (300 + 200 * other)) <= 20;
    });
  }
  const messages = await ask((mesh) => mesh.messages());
  expect(new Set(messages.filter((message) => message.endsWith(':typing'))).size).toBe(12);

  await ask((mesh) => mesh.leave(3));
  expect(await ask((mesh) => [0, 1, 2].map((me) => mesh.participants(me)))).toEqual([2, 2, 2]);
  await until('0 still sees 1 move', async () => ((await lookAt(visitor, '0-sees-1'))?.changed ?? 0) > 0.02);
  // The page has no icon.
  expect(visitor.errors.filter((error) => !error.includes('404'))).toEqual([]);
});
