import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousFindings } from './harness/accessibility.ts';
import { ChromiumBrowser, wholeChromium, type ChromiumVisitor } from './harness/chromium.ts';
import { Person } from './harness/person.ts';
import { enter } from './harness/socketPeople.ts';
import { freshNames, Stage } from './harness/stage.ts';
import { until } from './harness/visitor.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

describe('the first screen', () => {
  test('a name is enough to come in, and the identity survives a reload', async () => {
    const visitor = await stage.low.visitor();
    const [name = ''] = freshNames('Dora');
    await visitor.goto(stage.server.url);
    await visitor.fill('Your name', name);
    await visitor.press('Enter');
    const dora = new Person(name, visitor);
    await dora.reads(name);
    await visitor.reload();
    await dora.reads(name);
    expect(visitor.errors).toEqual([]);
    await visitor.leave();
  });

  test('a name that somebody has is refused in words, and what was typed stays', async () => {
    const [name = ''] = freshNames('Dora');
    await enter(stage.server.url, name);
    const visitor = await stage.low.visitor();
    await visitor.goto(stage.server.url);
    await visitor.fill('Your name', name.toUpperCase());
    await visitor.press('Enter');
    await new Person(name, visitor).reads(/taken|already|has this name/i);
    expect(await visitor.page.getByLabel('Your name').inputValue()).toBe(name.toUpperCase());
    await visitor.leave();
  });

  test('speaks Chinese to a Chinese browser, with no English left', async () => {
    const visitor = await stage.low.visitor({ locale: 'zh-CN' });
    await visitor.goto(stage.server.url);
    await until('the page is drawn', () => visitor.page.getByRole('textbox').first().isVisible());
    const text = await visitor.evaluate(() => document.body.innerText, undefined);
    expect(
      text.match(/[A-Za-z]{3,}/g)?.filter((word) => !['Cardea', 'English'].includes(word)) ?? [],
    ).toEqual([]);
    expect(await visitor.page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await visitor.close();
  });
});

describe('what others write', () => {
  const attacks = ['<img src=x onerror=alert(1)>', '<script>alert(1)</script>', 'javascript:alert(1)'];

  test.each(attacks)('%s is shown as text, in names and in messages', async (attack) => {
    const visitors = [await stage.low.visitor(), await stage.high.visitor()] as const;
    const dialogs: string[] = [];
    for (const visitor of visitors) visitor.page.on('dialog', (dialog) => dialogs.push(dialog.message()));
    const [suffix = ''] = freshNames('');
    const evilName = `${attack}${suffix}`.slice(0, 40);
    const [goodName = ''] = freshNames('Gil');
    const evil = await Person.follow(visitors[0], stage.server.url, 'attack', evilName);
    const good = await Person.follow(visitors[1], stage.server.url, 'attack', goodName);
    await good.reads(evilName);
    await evil.reads(goodName);
    expect(await visitors[1].page.locator('img[src="x"]').count()).toBe(0);
    expect(dialogs).toEqual([]);
    expect(visitors[1].errors).toEqual([]);
    await Promise.all(visitors.map((visitor) => visitor.leave()));
  });
});

test('nothing is loaded from another origin, and the page’s policy allows no inline script', async () => {
  const visitor = await stage.low.visitor();
  const foreign: string[] = [];
  visitor.page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && host !== new URL(stage.server.url).host)
      foreign.push(request.url());
  });
  const response = await visitor.page.goto(stage.server.url, { waitUntil: 'networkidle' });
  const policy = response?.headers()['content-security-policy'] ?? '';
  expect(policy).toMatch(/script-src 'self'(;|$)/);
  expect(policy).not.toContain('unsafe');
  const [name = ''] = freshNames('Dora');
  await visitor.fill('Your name', name);
  await visitor.press('Enter');
  await new Person(name, visitor).reads(name);
  expect(foreign).toEqual([]);
  await visitor.close();
});

describe('a camera that cannot be had', () => {
  test('denied by the person or the browser: the call goes on, and the app says what to do', async () => {
    const denied = await ChromiumBrowser.launch({ allowDevices: false, executablePath: wholeChromium });
    const pair = await stage.pair();
    try {
      const visitor = await denied.visitor();
      const [name = ''] = freshNames('Eve');
      const identity = await enter(stage.server.url, name);
      const eve = await Person.arrive(visitor, stage.server.url, identity, '/room/denied');
      const bobName = pair.bob.name;
      await pair.bobVisitor.goto(`${stage.server.url}/room/denied`);
      await eve.reads(bobName);
      await visitor.click('button', new RegExp(`Video call.*${bobName}|${bobName}.*Video call`));
      await pair.bob.answer();
      await eve.seesMovement();
      await eve.hears(880);
      await eve.reads(/Blocked by the browser|No permission/);
    } finally {
      await pair.leave();
      await denied.close();
    }
  });

  test('no camera at all, or a page without HTTPS: the device check says which it is', async () => {
    const bare = await ChromiumBrowser.launch({ hasDevices: false });
    const [port, lan] = [stage.server.port, lanAddress()];
    try {
      for (const [host, title] of [
        ['localhost', 'Nothing found'],
        ...(lan === undefined ? [] : [[lan, 'Not a secure page'] as const]),
      ] as const) {
        const visitor = await bare.visitor();
        const [name = ''] = freshNames('Eve');
        const eve = await Person.follow(visitor, `http://${host}:${port}`, 'bare', name);
        await eve.reads(name);
        await visitor.goto(`http://${host}:${port}/settings`);
        await visitor.click('button', /Camera and sound/);
        await eve.reads(title);
        await visitor.close();
      }
    } finally {
      await bare.close();
    }
  });
});

/** An address of this machine that is not loopback, where browsers hide their devices without HTTPS. */
function lanAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
}

describe('accessibility: axe finds nothing serious', () => {
  /** In light, and the colours also in dark. */
  const findings = async (visitor: ChromiumVisitor) => {
    await visitor.page.emulateMedia({ colorScheme: 'light' });
    const light = await seriousFindings(visitor);
    await visitor.page.emulateMedia({ colorScheme: 'dark' });
    return [...light, ...(await seriousFindings(visitor, ['color-contrast']))];
  };

  test('on the first screen, at home, in a call and in the settings', async () => {
    const visitor = await stage.low.visitor();
    await visitor.goto(stage.server.url);
    await until('the page is drawn', () => visitor.page.getByLabel('Your name').isVisible());
    expect(await findings(visitor)).toEqual([]);
    await visitor.close();

    const { ann, bob, annVisitor, close } = await stage.pair();
    await ann.reads(bob.name);
    expect(await findings(annVisitor)).toEqual([]);
    await ann.open(bob.name);
    await ann.writes('hello');
    await bob.reads('hello');
    expect(await findings(annVisitor)).toEqual([]);
    await ann.ring('video');
    await bob.answer();
    await ann.seesMovement();
    expect(await findings(annVisitor)).toEqual([]);
    await annVisitor.goto(`${stage.server.url}/settings`);
    expect(await findings(annVisitor)).toEqual([]);
    await close();
  });
});

test('10,000 characters are not sent, not lost, and the app says how many are too many', async () => {
  const { ann, bob, annVisitor, leave } = await stage.pair();
  await ann.open(bob.name);
  const long = 'x'.repeat(10_000);
  await annVisitor.page.getByLabel('Write a message').fill(long);
  await ann.reads(/2,?000 characters too many/);
  await ann.visitor.press('Enter');
  expect(await annVisitor.page.getByLabel('Write a message').inputValue()).toBe(long);
  await leave();
});

test('a message to somebody who is away waits on the server, with a badge', async () => {
  const { ann, bob, bobVisitor, bobIdentity, leave } = await stage.pair();
  await bobVisitor.page.goto('about:blank');
  await ann.open(bob.name);
  await ann.writes('see you later');
  await ann.reads('see you later');
  const back = await Person.arrive(bobVisitor, stage.server.url, bobIdentity);
  await until('Bob has a badge', () =>
    bobVisitor.page
      .getByLabel(/1 unread message/)
      .first()
      .isVisible(),
  );
  await back.reads('see you later');
  await leave();
});

test('what is written while the server is away is shown as waiting, and arrives once', async () => {
  const { ann, bob, bobVisitor, leave } = await stage.pair();
  await ann.open(bob.name);
  await bob.open(ann.name);
  await stage.server.kill();
  await ann.reads('Server unreachable');
  await ann.writes('written in the dark');
  await until('the message waits', () =>
    ann.visitor.evaluate(
      () => document.querySelector('[aria-label="Waiting to be sent"],[title="Waiting to be sent"]') !== null,
      undefined,
    ),
  );
  await stage.server.start();
  // The list of conversations has it a moment before the conversation does.
  const arrived = bobVisitor.page.getByRole('log').getByText('written in the dark', { exact: true });
  await until('the message is there', async () => (await arrived.count()) > 0, 20_000);
  // What is written afterwards arrives afterwards; a second copy would have come by then.
  await ann.writes('and in the light');
  const next = bobVisitor.page.getByRole('log').getByText('and in the light', { exact: true });
  await until('the next message is there', async () => (await next.count()) > 0);
  expect(await arrived.count()).toBe(1);
  await leave();
});
