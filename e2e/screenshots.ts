import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CardeaServer } from './harness/cardeaServer.ts';
import { ChromiumBrowser, type ChromiumVisitor } from './harness/chromium.ts';
import { Person } from './harness/person.ts';
import { enter, makeContacts } from './harness/socketPeople.ts';

/**
 * `npm run screenshots`: the main screens of the real app, a laptop and a phone in one call, in both languages and
 * both themes, into `.cache/screenshots`. For looking at, not for comparing: pictures move and clocks go on.
 */
const folder = fileURLToPath(new URL('../.cache/screenshots', import.meta.url));

interface Words {
  locale: string;
  names: [string, string, string, string];
  lines: [string, string, string, string];
  videoCall: string;
  accept: string;
  hangUp: string;
  record: string;
  ask: string;
  agree: string;
  stop: string;
  keep: string;
}

const words: Record<'en' | 'zh', Words> = {
  en: {
    locale: 'en-GB',
    names: ['Ann Lindgren', 'Ben Okafor', 'Clara Weiss', 'Dan Ito'],
    lines: [
      'Shall we talk at three?',
      'Yes. I will bring the drawings.',
      'And I will show you the garden 🌱',
      'Lovely, see you then!',
    ],
    videoCall: 'Video call',
    accept: 'Accept',
    hangUp: 'Hang up',
    record: 'Record',
    ask: 'Ask and record',
    agree: 'Allow',
    stop: 'Stop recording',
    keep: 'Keep in the library',
  },
  zh: {
    locale: 'zh-CN',
    names: ['林晓', '陈明', '王芳', '赵磊'],
    lines: ['下午三点通话可以吗？', '可以，我把方案也带上。', '顺便给你看看花园 🌱', '太好了，到时见！'],
    videoCall: '视频通话',
    accept: '接听',
    hangUp: '挂断',
    record: '录制',
    ask: '征求同意并录制',
    agree: '允许',
    stop: '停止录制',
    keep: '存入媒体库',
  },
};

/** A slowly moving gradient for a camera, which is kinder to look at than a test pattern. */
function gradient(name: string, colours: [string, string, string]): string {
  const path = join(folder, `${name}.mjpeg`);
  const [c0, c1, c2] = colours;
  const source = `gradients=s=1280x720:c0=${c0}:c1=${c1}:c2=${c2}:nb_colors=3:speed=0.02:duration=8:rate=15`;
  execFileSync('ffmpeg', [
    '-y',
    '-loglevel',
    'error',
    '-f',
    'lavfi',
    '-i',
    source,
    '-pix_fmt',
    'yuvj420p',
    '-q:v',
    '4',
    path,
  ]);
  return path;
}

const settle = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

type Visitors = Record<'laptop' | 'phone', ChromiumVisitor>;

async function shoot(name: string, visitors: Visitors): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [device, visitor] of Object.entries(visitors)) {
      await visitor.page.emulateMedia({ colorScheme });
      // Shows what hides when nobody moves.
      await visitor.page.mouse.move(200 + Math.random() * 50, 300);
      await settle(400);
      await visitor.screenshot(join(folder, `${name}-${device}-${colorScheme}.png`));
    }
  }
}

async function scene(server: CardeaServer, language: 'en' | 'zh', cameras: [string, string]): Promise<void> {
  const { locale, names, lines, videoCall, accept, hangUp } = words[language];
  const people = await Promise.all(names.map((name) => enter(server.url, name)));
  const [ann, ben] = people;
  if (ann === undefined || ben === undefined) throw new Error('nobody there');
  for (const other of people.slice(1)) await makeContacts(server.url, ann, other);
  const [wide, narrow] = await Promise.all(
    cameras.map((file) =>
      ChromiumBrowser.launch({ cameras: 'two large', args: [`--use-file-for-fake-video-capture=${file}`] }),
    ),
  );
  if (wide === undefined || narrow === undefined) throw new Error('no browsers');
  const laptop = await wide.visitor({ width: 1440, height: 900, locale });
  const phone = await narrow.visitor({ width: 390, height: 844, locale });
  const visitors = { laptop, phone };
  // tsx names functions by a helper of its own, which is not there in a page.
  for (const { page } of [laptop, phone]) await page.addInitScript('globalThis.__name = (named) => named');
  await Promise.all([laptop.goto(server.url), phone.goto(server.url)]);
  await settle(1_000);
  await shoot(`welcome-${language}`, visitors);
  const [anns, bens] = await Promise.all([
    Person.arrive(laptop, server.url, ann),
    Person.arrive(phone, server.url, ben),
  ]);
  await anns.reads(names[1]);
  await shoot(`home-${language}`, visitors);
  await anns.open(names[1]);
  await bens.open(names[0]);
  for (const [index, line] of lines.entries()) {
    const { page } = index === 1 || index === 2 ? phone : laptop;
    await page.getByRole('textbox').last().fill(line);
    await page.keyboard.press('Enter');
    await settle(400);
  }
  await shoot(`conversation-${language}`, visitors);
  await laptop.click('button', videoCall);
  await anns.reaches('ringing');
  await shoot(`ringing-${language}`, visitors);
  await phone.click('button', accept);
  await Promise.all([anns.seesMovement(), bens.seesMovement()]);
  await shoot(`call-${language}`, visitors);
  await laptop.press('c');
  await settle(600);
  await shoot(`call-chat-${language}`, visitors);
  await laptop.press('Escape');
  await recordAndKeep(language, visitors);
  await laptop.click('button', hangUp);
  await bens.reaches('ended');
  await shoot(`end-${language}`, visitors);
  await shootLibrary(server, language, visitors);
  await Promise.all([laptop.goto(`${server.url}/settings`), phone.goto(`${server.url}/room/garden`)]);
  await settle(1_500);
  await shoot(`settings-room-${language}`, visitors);
  await Promise.all([wide.close(), narrow.close()]);
}

/** A recording on the laptop, with all that is asked and shown, and a screenshot on each device. */
async function recordAndKeep(language: 'en' | 'zh', visitors: Visitors): Promise<void> {
  const { laptop, phone } = visitors;
  const { record, ask, agree, stop, keep } = words[language];
  await laptop.click('button', record);
  await settle(500);
  await shoot(`record-dialog-${language}`, visitors);
  await laptop.click('button', ask);
  await settle(500);
  await shoot(`record-question-${language}`, visitors);
  await phone.click('button', agree);
  await settle(6_000);
  await shoot(`recording-${language}`, visitors);
  await laptop.click('button', stop);
  for (const visitor of [laptop, phone]) await visitor.press('x');
  await settle(500);
  await shoot(`screenshot-${language}`, visitors);
  await Promise.all([laptop.click('button', keep), phone.click('button', keep)]);
}

/** The library, then a recording on the laptop and a screenshot on the phone. */
async function shootLibrary(server: CardeaServer, language: 'en' | 'zh', visitors: Visitors): Promise<void> {
  const both = Object.values(visitors);
  await Promise.all(both.map((visitor) => visitor.goto(`${server.url}/library`)));
  await settle(2_000);
  await shoot(`library-${language}`, visitors);
  const last = both.map(({ page }) => page.locator('[data-testid="library-item"] a').last());
  await Promise.all(last.map((link) => link.click()));
  await settle(1_500);
  await shoot(`library-item-${language}`, visitors);
}

await mkdir(folder, { recursive: true });
const cameras: [string, string] = [
  gradient('dusk', ['0xf2b880', '0x8c5e58', '0x3d5a80']),
  gradient('meadow', ['0x9bc1bc', '0x5d7b6f', '0x2f4858']),
];
const server = await CardeaServer.start();
try {
  for (const language of ['en', 'zh'] as const) await scene(server, language, cameras);
} finally {
  await server.close();
}
console.log(`The screenshots are in ${folder}.`);
