import { CardeaServer } from '@cardea/e2e/harness/cardeaServer';
import { ChromiumBrowser, type ChromiumVisitor } from '@cardea/e2e/harness/chromium';
import { Person } from '@cardea/e2e/harness/person';
import { enter, makeContacts } from '@cardea/e2e/harness/socketPeople';
import { until } from '@cardea/e2e/harness/visitor';
import { percentile, type Figure } from './harness/report.ts';

interface Marks {
  accepted: number;
  pictured: number;
}

/**
 * Runs in the callee's page before the app: notes when Accept is clicked, and when the first frame of the other's
 * picture that is not black is presented. Before the answer a warm sender gives black frames, which do not count.
 */
function watchForPicture(): void {
  const marks: Marks = { accepted: 0, pictured: 0 };
  Object.assign(globalThis, { benchMarks: marks });
  document.addEventListener(
    'click',
    (event) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null;
      const name = button?.getAttribute('aria-label') ?? button?.textContent ?? '';
      if (name.trim() === 'Accept') Object.assign(marks, { accepted: performance.now(), pictured: 0 });
    },
    true,
  );
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 8;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const watched = new WeakSet<HTMLVideoElement>();
  let drawnAt: number | undefined;
  const watch = (video: HTMLVideoElement): void => {
    video.requestVideoFrameCallback((_now, { expectedDisplayTime }) => {
      if (marks.pictured === 0 && marks.accepted > 0 && context !== null) {
        context.drawImage(video, 0, 0, 8, 8);
        const { data } = context.getImageData(0, 0, 8, 8);
        let brightest = 0;
        for (let i = 0; i < data.length; i += 4)
          brightest = Math.max(brightest, data[i] ?? 0, data[i + 1] ?? 0);
        // A busy page's script hears of a frame late; the browser says when it is on the screen. But it is seen no
        // earlier than the element has been drawn in its place in the call.
        if (brightest > 60) marks.pictured = Math.max(expectedDisplayTime, drawnAt ?? performance.now());
      }
      watch(video);
    });
  };
  new MutationObserver(() => {
    for (const video of document.querySelectorAll<HTMLVideoElement>('video[data-testid="remote-video"]')) {
      if (watched.has(video)) continue;
      watched.add(video);
      drawnAt = undefined;
      requestAnimationFrame(() => requestAnimationFrame((now) => (drawnAt = now)));
      watch(video);
    }
  }).observe(document, { childList: true, subtree: true });
}

/** The fake camera gives 20 pictures a second by itself; real ones give 30. */
const camera = ['--use-fake-device-for-media-stream=fps=30'];

/** Accept clicked → first remote frame presented, at the callee, browser to browser on one machine. */
export async function benchAnswerToPicture(calls = 50): Promise<Figure[]> {
  const server = await CardeaServer.start();
  const [callers, callees] = await Promise.all([
    ChromiumBrowser.launch({ args: camera }),
    ChromiumBrowser.launch({ tone: 880, args: camera }),
  ]);
  try {
    const figures: Figure[] = [];
    for (const contacts of [true, false]) {
      const times = await series(server, callers, callees, { contacts, calls });
      const how = contacts ? 'with pre-connection' : 'without pre-connection';
      figures.push(
        {
          name: `answer to picture ${how}, p50`,
          value: percentile(times, 0.5),
          unit: 'ms',
          ...(contacts && { aim: 70 }),
          samples: calls,
        },
        { name: `answer to picture ${how}, p95`, value: percentile(times, 0.95), unit: 'ms', samples: calls },
      );
    }
    return figures;
  } finally {
    await Promise.all([callers.close(), callees.close()]);
    await server.close();
  }
}

async function series(
  server: CardeaServer,
  callers: ChromiumBrowser,
  callees: ChromiumBrowser,
  options: { contacts: boolean; calls: number },
): Promise<number[]> {
  const suffix = options.contacts ? 'friend' : 'stranger';
  const [annIdentity, bobIdentity] = await Promise.all([
    enter(server.url, `Ann ${suffix}`),
    enter(server.url, `Bob ${suffix}`),
  ]);
  if (options.contacts) await makeContacts(server.url, annIdentity, bobIdentity);
  const [annVisitor, bobVisitor] = await Promise.all([callers.visitor(), callees.visitor()]);
  // tsx wraps named functions in a call that does not exist in the page.
  await bobVisitor.page.addInitScript({ content: 'globalThis.__name = (named) => named;' });
  await bobVisitor.page.addInitScript(watchForPicture);
  const room = `/room/bench-${suffix}`;
  const ann = await Person.arrive(annVisitor, server.url, annIdentity, room);
  const bob = await Person.arrive(bobVisitor, server.url, bobIdentity, room);
  await ann.reads(bob.name);
  const times: number[] = [];
  for (let i = 0; i < options.calls; i++) times.push(await oneCall(ann, bob, bobVisitor));
  await Promise.all([annVisitor.close(), bobVisitor.close()]);
  return times;
}

async function oneCall(ann: Person, bob: Person, bobVisitor: ChromiumVisitor): Promise<number> {
  await ann.visitor.click('button', new RegExp(`Video call.*${bob.name}|${bob.name}.*Video call`));
  await ann.reaches('ringing');
  await until('the ring is heard', () => bob.visitor.sees('button', 'Accept'));
  // People take seconds to answer; one is enough for ICE and DTLS to finish, where that is allowed.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await bob.visitor.click('button', 'Accept');
  const time = await until('a picture is presented', () =>
    bobVisitor.page.evaluate(() => {
      const { accepted, pictured } = (globalThis as unknown as { benchMarks: Marks }).benchMarks;
      return pictured > 0 ? pictured - accepted : null;
    }),
  );
  await ann.hangUp();
  await bob.reaches('ended');
  for (const person of [ann, bob]) {
    await person.visitor.click('button', 'Close');
    await until('the surface is closed', async () => (await person.stage()) === 'none');
  }
  return time;
}
