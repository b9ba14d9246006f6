import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChromiumVisitor } from './harness/chromium.ts';
import { lookAt } from './harness/evidence.ts';
import { Person } from './harness/person.ts';
import { enter, makeContacts } from './harness/socketPeople.ts';
import { freshNames, Stage } from './harness/stage.ts';
import { until } from './harness/visitor.ts';

let stage: Stage;
/** Half a minute of waiting, which goes on beside the other tests. */
let missed: Promise<void>;
beforeAll(async () => {
  stage = await Stage.open();
  missed = stage.inCall('voice', async ({ bob, annVisitor }) => {
    await annVisitor.page.close({ runBeforeUnload: true });
    await bob.reaches('ended', 60_000);
    await bob.reads('The connection failed');
  });
  // Its test tells.
  missed.catch(() => undefined);
});
afterAll(() => stage.close());

test('single keys steer the call, and are letters while one types', () =>
  stage.inCall('video', async ({ bob, annVisitor }) => {
    const { keyboard } = annVisitor.page;
    const sees = (role: 'button' | 'dialog', name: string) =>
      until(name, () => annVisitor.sees(role, name), 5_000);
    const closeDialog = async () => {
      await keyboard.press('Escape');
      await annVisitor.page.locator('dialog').waitFor({ state: 'detached' });
    };
    await sees('button', 'Mute microphone');
    await keyboard.press('m');
    await Promise.all([sees('button', 'Unmute microphone'), bob.reads('is muted')]);
    await keyboard.down('Space');
    await sees('button', 'Mute microphone');
    await keyboard.up('Space');
    await sees('button', 'Unmute microphone');
    await keyboard.press('m');
    await sees('button', 'Mute microphone');
    await keyboard.press('v');
    await Promise.all([sees('button', 'Turn camera on'), bob.reads('camera is off')]);
    await keyboard.press('v');
    await sees('button', 'Turn camera off');
    await keyboard.press('?');
    await sees('dialog', 'Keyboard shortcuts');
    await closeDialog();
    await keyboard.press('s');
    await sees('dialog', 'Share your screen');
    await closeDialog();
    await keyboard.press('f');
    await until('full screen', () => annVisitor.page.evaluate(() => document.fullscreenElement !== null));
    await keyboard.press('f');
    await until('no full screen', () => annVisitor.page.evaluate(() => document.fullscreenElement === null));
    await keyboard.press('c');
    const draft = annVisitor.page.getByLabel('Write a message');
    await draft.waitFor();
    await keyboard.type('mv ?');
    expect(await draft.inputValue()).toBe('mv ?');
    expect(await annVisitor.sees('button', 'Mute microphone')).toBe(true);
    await keyboard.press('Escape');
    await draft.waitFor({ state: 'detached' });
  }));

test('a muted microphone that was clicked off is open only as long as Space is held', () =>
  stage.inCall('voice', async ({ annVisitor }) => {
    await annVisitor.click('button', 'Mute microphone');
    await until('muted', () => annVisitor.sees('button', 'Unmute microphone'));
    await annVisitor.page.keyboard.down('Space');
    await until('open', () => annVisitor.sees('button', 'Mute microphone'));
    await annVisitor.page.keyboard.up('Space');
    await until('muted again', () => annVisitor.sees('button', 'Unmute microphone'));
  }));

test('who talks while muted is told so', () =>
  stage.inCall('voice', async ({ ann, annVisitor }) => {
    await annVisitor.click('button', 'Mute microphone');
    await ann.reads('You are muted');
  }));

test('the corner picture can be dragged to another corner, and a tap swaps the two', () =>
  stage.inCall('video', async ({ ann, annVisitor }) => {
    await Promise.all([ann.seesMovement('self-video'), ann.seesMovement()]);
    const { page } = annVisitor;
    const tile = page.getByRole('button', { name: /press to swap/ });
    const before = await tile.boundingBox();
    if (before === null) throw new Error('no tile');
    await page.mouse.move(before.x + 20, before.y + 20);
    await page.mouse.down();
    await page.mouse.move(300, 250, { steps: 5 });
    await page.mouse.up();
    await until('the tile is at the top left', async () => {
      const box = await tile.boundingBox();
      return box !== null && box.x < 100 && box.y < 200;
    });
    const wide = async () => (await page.getByTestId('self-video').boundingBox())?.width ?? 0;
    expect(await wide()).toBeLessThan(400);
    await tile.click();
    await until('the own picture is the big one', async () => (await wide()) > 600);
    await Promise.all([ann.seesMovement('self-video'), ann.seesMovement()]);
  }));

test('a file that is dropped on the chat, or pasted into it, is offered to the other', () =>
  stage.inCall('voice', async ({ bob, annVisitor, bobVisitor }) => {
    await Promise.all([annVisitor.click('button', 'Chat'), bobVisitor.click('button', 'Chat')]);
    const area = annVisitor.page.getByLabel('Write a message');
    await area.waitFor();
    const give = (name: string, how: 'drop' | 'paste') =>
      area.evaluate(
        (element, { name: fileName, how: event }) => {
          const data = new DataTransfer();
          data.items.add(new File([`content of ${fileName}`], fileName, { type: 'text/plain' }));
          const init = { bubbles: true, cancelable: true };
          element.dispatchEvent(
            event === 'drop'
              ? new DragEvent('drop', { ...init, dataTransfer: data })
              : new ClipboardEvent('paste', { ...init, clipboardData: data }),
          );
        },
        { name, how },
      );
    await give('dropped.txt', 'drop');
    await bob.reads('dropped.txt');
    await give('pasted.txt', 'paste');
    await bob.reads('pasted.txt');
  }));

test('during a call one can write to somebody else, and come back', () =>
  stage.inCall('video', async ({ ann, bob, annVisitor, annIdentity }) => {
    const [name = ''] = freshNames('Cleo');
    const identity = await enter(stage.server.url, name);
    await makeContacts(stage.server.url, annIdentity, identity);
    const cleoVisitor = await stage.high.visitor();
    const cleo = await Person.arrive(cleoVisitor, stage.server.url, identity);
    await annVisitor.click('button', 'Back to the app');
    await ann.open(name);
    await ann.writes('one moment');
    await cleo.open(ann.name);
    await cleoVisitor.page.getByRole('log').getByText('one moment', { exact: true }).waitFor();
    await ann.hears(880);
    expect(await ann.stage()).toBe('connected');
    await annVisitor.page.goBack();
    await annVisitor.click('button', `Return to the call with ${bob.name}`);
    await ann.seesMovement();
    await cleoVisitor.leave();
  }));

test('a second call puts the first on hold; one can switch, and each ends alone', () =>
  stage.inCall('voice', async ({ ann, bob, bobVisitor, bobIdentity }) => {
    const [name = ''] = freshNames('Cleo');
    const identity = await enter(stage.server.url, name);
    await makeContacts(stage.server.url, bobIdentity, identity);
    const cleoVisitor = await stage.low.visitor();
    const cleo = await Person.arrive(cleoVisitor, stage.server.url, identity);
    await cleo.open(bob.name);
    await cleo.ring('voice');
    await bobVisitor.click('button', 'Hold & answer');
    await Promise.all([cleo.reaches('connected'), ann.reads('has put you on hold')]);
    await bob.reads(`${ann.name} is on hold`);
    await bobVisitor.click('button', 'Switch to this call');
    await bob.reads(`${name} is on hold`);
    await cleo.reads('has put you on hold');
    await ann.hears(880);
    await bob.hangUp();
    await ann.reaches('ended');
    expect(await cleo.stage()).toBe('connected');
    await cleoVisitor.leave();
  }));

test('part of the app that is gone after an upgrade takes nobody out of a call', async () => {
  const pair = await stage.pair();
  const { ann, bob, annVisitor } = pair;
  const { page } = annVisitor;
  await page.route('**/assets/ShortcutsDialog-*.js', (route) => route.fulfill({ status: 404 }));
  await ann.open(bob.name);
  await ann.ring('video');
  await bob.answer();
  await Promise.all([ann.reaches('connected'), bob.reaches('connected')]);
  await ann.seesMovement();
  const before = await page.evaluate(() => performance.timeOrigin);
  await page.keyboard.press('?');
  await ann.reads('there is a newer version');
  await ann.seesMovement();
  await ann.hears(880);
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(before);
  await page.unroute('**/assets/ShortcutsDialog-*.js');
  await annVisitor.click('button', 'Reload');
  await until('the page is new', () => page.evaluate((old) => performance.timeOrigin !== old, before));
  await ann.reaches('connected');
  await Promise.all([ann.seesMovement(), bob.seesMovement()]);
  await page.keyboard.press('?');
  await until('the shortcuts', () => annVisitor.sees('dialog', 'Keyboard shortcuts'));
  await pair.close();
});

test('a call whose screen cannot be loaded is heard and can be ended', async () => {
  const pair = await stage.pair();
  const { ann, bob, annVisitor } = pair;
  await annVisitor.page.route('**/assets/CallSurface-*.js', (route) => route.fulfill({ status: 404 }));
  // As after a reload that did not help: a page that misses the part before the ring would reload by itself.
  await annVisitor.page.evaluate(() => sessionStorage.setItem('cardea.reloadedAt', String(Date.now())));
  await ann.visitor.reload();
  await ann.isOnline();
  await ann.open(bob.name);
  await ann.ring('voice');
  await bob.answer();
  await Promise.all([ann.reads('could not be loaded'), ann.reads('there is a newer version')]);
  await Promise.all([ann.hears(880), bob.hears(440)]);
  await ann.hangUp();
  await Promise.all([ann.reaches('ended'), bob.reaches('ended')]);
  await annVisitor.click('button', 'Close');
  await until('the app is there again', async () => (await ann.stage()) === 'none');
  await pair.close();
});

test('double clicks on ring, accept and hang up make one call and end it once', () =>
  stage.withPair(async ({ ann, bob, annVisitor, bobVisitor }) => {
    await ann.open(bob.name);
    await annVisitor.page.getByRole('button', { name: 'Video call', exact: true }).dblclick();
    const accept = bobVisitor.page.getByRole('button', { name: 'Accept', exact: true });
    await accept.waitFor();
    expect(await bobVisitor.page.getByTestId('incoming').count()).toBe(1);
    await accept.dblclick();
    await Promise.all([ann.reaches('connected'), bob.reaches('connected')]);
    await Promise.all([ann.seesMovement(), bob.seesMovement()]);
    await annVisitor.page.getByRole('button', { name: 'Hang up', exact: true }).dblclick();
    await bob.reaches('ended');
  }));

test('both hang up at once: over for both, without an error', () =>
  stage.inCall('voice', async ({ ann, bob, annVisitor, bobVisitor }) => {
    const press = (visitor: ChromiumVisitor) =>
      visitor.page.evaluate(() =>
        document.querySelector<HTMLButtonElement>('button[aria-label="Hang up"]')?.click(),
      );
    for (const person of [ann, bob]) {
      await until('one can hang up', () => person.visitor.sees('button', 'Hang up'));
    }
    await Promise.all([press(annVisitor), press(bobVisitor)]);
    await Promise.all([ann.reaches('ended'), bob.reaches('ended')]);
  }));

test('two reloads in a row do not cost the call', () =>
  stage.inCall('video', async ({ ann, bob, annVisitor }) => {
    await annVisitor.page.reload({ waitUntil: 'commit' });
    await annVisitor.page.reload();
    await ann.reaches('connected');
    await Promise.all([ann.seesMovement(), bob.seesMovement()]);
  }));

test('the controls fit a screen of 320 px, and nothing scrolls sideways', () =>
  stage.inCall('video', async ({ ann, annVisitor }) => {
    await annVisitor.resize(320, 568);
    await ann.seesMovement();
    const fits = () =>
      annVisitor.page.evaluate(() => {
        const bar = document.querySelector('[role=toolbar]')?.getBoundingClientRect();
        return (
          innerWidth === 320 &&
          document.documentElement.scrollWidth <= innerWidth &&
          bar !== undefined &&
          bar.left >= 0 &&
          bar.right <= innerWidth &&
          bar.bottom <= innerHeight
        );
      });
    await until('everything fits', fits);
    await until('the own picture is there', () => lookAt(annVisitor, 'self-video'));
  }));

test('a call goes through the server when one wants it, and back, without a gap that anybody hears', () =>
  stage.inCall('video', async ({ ann, bob, annVisitor, bobVisitor }) => {
    const goes = async (way: 'direct' | 'gateway') => {
      await Promise.all([ann.goes(way, 30_000), bob.goes(way, 30_000)]);
      await Promise.all([ann.seesMovement(), bob.seesMovement(), ann.hears(880), bob.hears(440)]);
    };
    await goes('direct');
    await annVisitor.click('button', 'Direct');
    await annVisitor.click('button', 'Go through the server');
    await goes('gateway');
    await annVisitor.page.keyboard.press('Escape');
    await annVisitor.click('button', 'Chat');
    await ann.writes('still here');
    await bobVisitor.click('button', 'Through the server');
    await bobVisitor.click('button', 'Go from device to device');
    await goes('direct');
  }));

test('who closes the tab is missed after about half a minute, and the other reads why it ended', () =>
  missed);
