import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChromiumVisitor } from './harness/chromium.ts';
import { listenTo } from './harness/evidence.ts';
import { Person } from './harness/person.ts';
import { enter } from './harness/socketPeople.ts';
import { freshNames, Stage, type Pair } from './harness/stage.ts';
import { until } from './harness/visitor.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const between = (options: { contacts: boolean; path?: string }, run: (pair: Pair) => Promise<void>) =>
  stage.withPair(run, options);

const sees = (visitor: ChromiumVisitor, name: string) =>
  until(name, () => visitor.sees('button', name), 10_000);

test('strangers find each other by name, ask, accept, and may remove, block and unblock', () =>
  between({ contacts: false }, async ({ ann, bob, annVisitor, bobVisitor }) => {
    await annVisitor.fill('Find people by name', bob.name);
    await annVisitor.click('button', `Add contact – ${bob.name}`);
    await bobVisitor.click('button', `Decline – ${ann.name}`);
    await sees(annVisitor, `Add contact – ${bob.name}`);
    await annVisitor.click('button', `Add contact – ${bob.name}`);
    await bobVisitor.click('button', `Accept – ${ann.name}`);
    await annVisitor.click('button', 'Clear search');
    await Promise.all([ann.reads('Online'), bob.reads('Online')]);
    await ann.open(bob.name);
    await annVisitor.click('button', `More about ${bob.name}`);
    await annVisitor.click('menuitem', 'Block');
    await annVisitor.click('button', 'Block');
    await ann.reads('cannot ring or write to you');
    await until('no way to ring', async () => !(await annVisitor.sees('button', 'Video call')));
    await annVisitor.click('button', 'Unblock');
    await until('nobody is blocked', async () => !(await ann.text()).includes('cannot ring or write'));
    await sees(annVisitor, 'Video call');
  }));

test('a new name and a picture are seen by the others at once', () =>
  between({ contacts: true }, async ({ ann, bob, annVisitor, bobVisitor }) => {
    await bob.reads(ann.name);
    await annVisitor.goto(`${stage.server.url}/settings/profile`);
    const [name = ''] = freshNames('Anna');
    await annVisitor.fill('Name', name);
    await annVisitor.click('button', 'Save');
    await bob.reads(name);
    const picture = await annVisitor.page.evaluate(() => {
      const canvas = document.createElement('canvas');
      canvas.width = 60;
      canvas.height = 40;
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no context');
      context.fillStyle = 'rgb(200 30 30)';
      context.fillRect(0, 0, 60, 40);
      return canvas.toDataURL('image/png').split(',')[1] ?? '';
    });
    await annVisitor.page.locator('input[type=file]').setInputFiles({
      name: 'me.png',
      mimeType: 'image/png',
      buffer: Buffer.from(picture, 'base64'),
    });
    await annVisitor.page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    await until('Bob sees the red picture', () =>
      bobVisitor.page.evaluate(() => {
        const images = Array.from(document.images).filter(({ src }) => src.includes('/avatars/'));
        return images.some((image) => {
          const canvas = document.createElement('canvas');
          canvas.width = canvas.height = 1;
          const context = canvas.getContext('2d');
          if (context === null || image.naturalWidth === 0) return false;
          context.drawImage(image, 0, 0, 1, 1);
          const [red = 0, green = 0] = context.getImageData(0, 0, 1, 1).data;
          return red > 150 && green < 80;
        });
      }),
    );
  }));

test('a guest who sets a password can sign in elsewhere; a new password signs the other device out', async () => {
  const { url } = stage.server;
  const [name = ''] = freshNames('Gwen');
  const identity = await enter(url, name);
  const visitors = await Promise.all([stage.low.visitor(), stage.high.visitor()]);
  const [here, there] = visitors;
  const atHome = await Person.arrive(here, url, identity, '/settings/profile');
  await here.fill('Password', 'a long first password');
  await here.click('button', 'Keep this name');
  await atHome.reads('You have an account now');
  await there.goto(url);
  await there.page.getByText('Sign in', { exact: true }).first().click();
  await there.fill('Your name', name);
  await there.fill('Password', 'a long first password');
  await there.press('Enter');
  const abroad = new Person(name, there);
  await abroad.reads('Nobody here yet');
  await here.fill('Current password', 'a long first password');
  await here.fill('New password', 'another long password');
  await here.click('button', 'Change password');
  await abroad.reads('Your session has ended');
  await atHome.reads('The password has been changed');
  await Promise.all(visitors.map((visitor) => visitor.leave()));
});

test('who signs out is out, also after a reload', async () => {
  const { url } = stage.server;
  const [name = ''] = freshNames('Gwen');
  const visitor = await stage.low.visitor();
  const gwen = await Person.arrive(visitor, url, await enter(url, name), '/settings');
  await visitor.click('button', 'Sign out');
  await visitor.page.getByRole('dialog').getByRole('button', { name: 'Sign out', exact: true }).click();
  await gwen.reads('Come in');
  await visitor.reload();
  await gwen.reads('Come in');
  await visitor.leave();
});

test('language and appearance survive a reload', async () => {
  const visitor = await stage.low.visitor();
  const [name = ''] = freshNames('Gwen');
  const identity = await enter(stage.server.url, name);
  const gwen = await Person.arrive(visitor, stage.server.url, identity, '/settings/app');
  await visitor.page.getByText('Dark', { exact: true }).click();
  await visitor.page.getByLabel('Language').selectOption({ label: '简体中文' });
  await gwen.reads('设置');
  await visitor.reload();
  await gwen.reads('设置');
  await visitor.page.locator('html[lang=zh-CN][data-theme=dark]').waitFor();
  await visitor.leave();
});

test('a missed call is counted until it is looked at, can be rung back and removed', () =>
  between({ contacts: true }, async ({ ann, bob, annVisitor, bobVisitor }) => {
    await ann.open(bob.name);
    await ann.ring('voice');
    await until('it rings', () => bobVisitor.sees('button', 'Accept'));
    await ann.hangUp();
    const badge = bobVisitor.page.getByLabel('1 missed call').first();
    await badge.waitFor();
    await bobVisitor.page
      .getByRole('navigation')
      .getByRole('button', { name: /^Calls/ })
      .click();
    await badge.waitFor({ state: 'detached' });
    await bobVisitor.reload();
    // The count comes in the same event as the contacts.
    await bob.reads(ann.name);
    expect(await badge.count()).toBe(0);
    await bobVisitor.page
      .getByRole('navigation')
      .getByRole('button', { name: /^Calls/ })
      .click();
    await annVisitor.click('button', 'Close');
    await bobVisitor.click('button', `Call ${ann.name} back`);
    await ann.answer('Decline');
    await bob.reaches('ended');
    await bobVisitor.click('button', 'Close');
    const remove = bobVisitor.page.getByRole('button', { name: `Remove from the list – ${ann.name}` });
    await until('two calls', async () => (await remove.count()) === 2);
    await remove.first().click();
    await until('one call', async () => (await remove.count()) === 1);
  }));

test('only contacts ring somebody who wants it so, and one without call waiting is busy in a call', () =>
  between({ contacts: true }, async ({ ann, bob, bobVisitor }) => {
    const [name = ''] = freshNames('Cleo');
    const visitor = await stage.low.visitor();
    const cleo = await Person.arrive(visitor, stage.server.url, await enter(stage.server.url, name));
    await bobVisitor.goto(`${stage.server.url}/settings/calls`);
    await bobVisitor.click('switch', 'Call waiting');
    // It moves when the server has kept it.
    await bobVisitor.page.getByRole('switch', { name: 'Call waiting', checked: false }).waitFor();
    await ann.open(bob.name);
    await ann.ring('voice');
    await bob.answer();
    await bob.reaches('connected');
    await visitor.fill('Find people by name', bob.name);
    await visitor.click('button', `Voice call – ${bob.name}`);
    await cleo.reads('Busy');
    await visitor.click('button', 'Close');
    await bob.hangUp();
    await bobVisitor.click('button', 'Close');
    const reachable = bobVisitor.page.getByLabel('Who may ring and write');
    await reachable.selectOption('contacts');
    await until('the choice is kept', async () => (await reachable.inputValue()) === 'contacts');
    await visitor.fill('Find people by name', bob.name);
    await visitor.click('button', `Voice call – ${bob.name}`);
    // Not to be told from somebody who is away.
    await cleo.reads(`${bob.name} is not signed in anywhere.`);
    expect(await bob.stage()).toBe('none');
    expect(await bobVisitor.sees('button', 'Accept')).toBe(false);
    await visitor.leave();
  }));

test('a tab that was open while the server was upgraded reloads once, and then leaves it to the person', async () => {
  const [name = ''] = freshNames('Gwen');
  const visitor = await stage.low.visitor();
  const gwen = await Person.arrive(visitor, stage.server.url, await enter(stage.server.url, name));
  const { page } = visitor;
  await gwen.reads('Nobody here yet');
  let asked = 0;
  await page.route('**/assets/Settings-*.js', async (route) => {
    asked += 1;
    await route.fulfill({ status: 404 });
  });
  await visitor.click('button', 'Settings');
  // The reload is at the address of the settings, whose code is still missing.
  await gwen.reads('there is a newer version');
  await gwen.reads('Nobody here yet');
  expect(asked).toBe(2);
  await page.unroute('**/assets/Settings-*.js');
  await visitor.click('button', 'Reload');
  await gwen.reads('Nobody here yet');
  await visitor.click('button', 'Settings');
  await page.getByRole('navigation', { name: 'Settings' }).waitFor();
  await visitor.close();
});

test('a duplicated tab is a device of its own: both stay signed in and both ring', () =>
  between({ contacts: true }, async ({ ann, bob, bobVisitor }) => {
    await bob.reads(ann.name);
    const [copy] = await Promise.all([
      bobVisitor.context.waitForEvent('page'),
      bobVisitor.page.evaluate(() => void window.open(location.href)),
    ]);
    await copy.getByText(ann.name).first().waitFor();
    const device = () => sessionStorage.getItem('cardea.device');
    await until(
      'two devices',
      async () => (await copy.evaluate(device)) !== (await bobVisitor.page.evaluate(device)),
    );
    await ann.open(bob.name);
    await ann.ring('voice');
    await copy.getByRole('button', { name: 'Accept', exact: true }).waitFor();
    await until('the first tab rings too', () => bobVisitor.sees('button', 'Accept'));
    await copy.getByRole('button', { name: 'Decline', exact: true }).click();
    await ann.reaches('ended');
  }));

test('the device check: the level bar moves, one sees oneself, and both come back from the server', async () => {
  const [name = ''] = freshNames('Gwen');
  const identity = await enter(stage.server.url, name);
  const visitor = await stage.low.visitor();
  const gwen = await Person.arrive(visitor, stage.server.url, identity);
  await visitor.click('button', 'Check camera and sound');
  await gwen.seesMovement('self-video');
  const level = visitor.page.getByRole('meter', { name: 'Microphone level' });
  await until('the level moves', async () => Number(await level.getAttribute('aria-valuenow')) > 0);
  await visitor.click('button', 'Try it');
  await gwen.seesMovement('echo-video');
  await until('one hears oneself', async () => {
    const tone = await listenTo(visitor, 'echo-audio');
    return tone !== null && Math.abs(tone.frequency - 440) <= 20;
  });
  await gwen.reads(/\d+ ms there and back/);
  await visitor.click('button', 'Stop');
  expect(visitor.errors).toEqual([]);
  await visitor.leave();
});

test('a room shows its link as a code to scan', async () => {
  const [name = ''] = freshNames('Gwen');
  const visitor = await stage.low.visitor();
  await Person.follow(visitor, stage.server.url, 'code', name);
  await visitor.click('button', 'Show QR code');
  await visitor.page.getByRole('img', { name: 'QR code of the link of this room' }).waitFor();
  await visitor.press('Escape');
  await visitor.page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(visitor.errors).toEqual([]);
  await visitor.leave();
});
