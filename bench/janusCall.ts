import { ChromiumBrowser, type ChromiumOptions, type ChromiumVisitor } from '@cardea/e2e/harness/chromium';
import { servePages, type Pages } from '@cardea/e2e/harness/pages';
import { until } from '@cardea/e2e/harness/visitor';
import type { JanusPage } from '@cardea/e2e/pages/janus';
import { startDebianJanus, startGateway, type Subject } from './gateway/subject.ts';
import { percentile, type Figure } from './harness/report.ts';

/** Chromium's own fake camera gives so many pictures a second as real ones do. */
const options: ChromiumOptions = {
  cameras: 'two large',
  args: ['--autoplay-policy=no-user-gesture-required', '--use-fake-device-for-media-stream=fps=30'],
};
const ends = ['caller', 'callee'] as const;
type Times = Record<(typeof ends)[number], number>;

/** `accepted` to the first picture, at both ends of a Video Call between two pages of janus.js, in turn through either server. */
export async function benchJanusCall(calls = 20): Promise<Figure[]> {
  const [pages, low, high] = await Promise.all([
    servePages('janus'),
    ChromiumBrowser.launch(options),
    ChromiumBrowser.launch(options),
  ]);
  const subjects = { Janus: await startDebianJanus(), Cardea: await startGateway() };
  const times: Record<keyof typeof subjects, Times[]> = { Janus: [], Cardea: [] };
  try {
    for (let i = 0; i < calls; i++) {
      for (const side of ['Cardea', 'Janus'] as const) {
        times[side].push(await oneCall(pages, [low, high], subjects[side], i));
      }
    }
  } finally {
    await Promise.all([low.close(), high.close(), pages.close()]);
    await Promise.all(Object.values(subjects).map((subject) => subject.close()));
  }
  return ends.flatMap((end) =>
    [0.5, 0.95].flatMap((share): Figure[] => {
      const of = (side: keyof typeof subjects) =>
        percentile(
          times[side].map((one) => one[end]),
          share,
        );
      const name = `accepted to picture, ${end}, p${share * 100}`;
      return [
        { name: `${name}, Janus`, value: of('Janus'), unit: 'ms', samples: calls },
        { name: `${name}, Cardea`, value: of('Cardea'), unit: 'ms', aim: of('Janus'), samples: calls },
      ];
    }),
  );
}

async function oneCall(
  pages: Pages,
  browsers: [ChromiumBrowser, ChromiumBrowser],
  subject: Subject,
  number: number,
): Promise<Times> {
  const visitors = await Promise.all(browsers.map((browser) => browser.visitor()));
  const [caller, callee] = visitors as [ChromiumVisitor, ChromiumVisitor];
  const server = `ws://127.0.0.1:${subject.port}`;
  try {
    await Promise.all(
      visitors.map(async (visitor, index) => {
        await visitor.goto(pages.url('janus'));
        const name = `${ends[index]}${number}`;
        await ask(visitor, (page, parameters) => page.register(parameters.server, parameters.name), {
          server,
          name,
        });
        await until('registered', () => ask(visitor, ({ events }) => events.includes('registered'), null));
      }),
    );
    await ask(caller, (page, name) => page.call(name), `callee${number}`);
    const [atCaller, atCallee] = await Promise.all([timeOf(caller), timeOf(callee)]);
    return { caller: atCaller, callee: atCallee };
  } finally {
    await Promise.all(visitors.map((visitor) => visitor.close()));
  }
}

function timeOf(visitor: ChromiumVisitor): Promise<number> {
  return until('a picture', () =>
    ask(
      visitor,
      ({ times: { accepted, firstPicture } }) =>
        accepted === undefined || firstPicture === undefined ? null : firstPicture - accepted,
      null,
    ),
  );
}

function ask<A, R>(
  visitor: ChromiumVisitor,
  question: (page: JanusPage, parameters: A) => R,
  parameters: A,
): Promise<Awaited<R>> {
  return visitor.page.evaluate(
    `(${question.toString()})(globalThis.page, ${JSON.stringify(parameters)})`,
  ) as Promise<Awaited<R>>;
}
