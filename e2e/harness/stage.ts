import { CardeaServer, type CardeaServerOptions } from './cardeaServer.ts';
import { ChromiumBrowser, type ChromiumOptions, type ChromiumVisitor } from './chromium.ts';
import { Person } from './person.ts';
import { enter, makeContacts, type SignedIn } from './socketPeople.ts';

let count = 0;

/** Names that no other test uses, so that tests share a server without meeting each other. */
export function freshNames(...names: string[]): string[] {
  count++;
  return names.map((name) => `${name} ${process.pid % 1000}-${count}`);
}

export interface PairOptions {
  contacts?: boolean;
  path?: string;
  /** Scripts and routes for pages that do not show the app yet. */
  prepare?: (ann: ChromiumVisitor, bob: ChromiumVisitor) => Promise<void>;
}

export interface Pair {
  ann: Person;
  bob: Person;
  annVisitor: ChromiumVisitor;
  bobVisitor: ChromiumVisitor;
  annIdentity: SignedIn;
  bobIdentity: SignedIn;
  /** Both leave their pages to others. */
  leave(): Promise<void>;
  /** Closes both pages, which were prepared for one test by scripts or routes. */
  close(): Promise<void>;
}

/** A server and two browsers with microphones of different pitch, for the tests of one file. */
export class Stage {
  readonly server: CardeaServer;
  /** Its microphone beeps at 440 Hz. */
  readonly low: ChromiumBrowser;
  /** Its microphone beeps at 880 Hz. */
  readonly high: ChromiumBrowser;

  private constructor(server: CardeaServer, low: ChromiumBrowser, high: ChromiumBrowser) {
    this.server = server;
    this.low = low;
    this.high = high;
  }

  static async open(options: CardeaServerOptions = {}, browser: ChromiumOptions = {}): Promise<Stage> {
    const [server, low, high] = await Promise.all([
      CardeaServer.start(options),
      ChromiumBrowser.launch({ ...browser, tone: 440 }),
      ChromiumBrowser.launch({ ...browser, tone: 880 }),
    ]);
    return new Stage(server, low, high);
  }

  /** Ann (440 Hz) and Bob (880 Hz), each with the app open; contacts unless said otherwise. */
  async pair(options: PairOptions = {}): Promise<Pair> {
    const { contacts = true, path = '/', prepare } = options;
    const { url } = this.server;
    const [annName = '', bobName = ''] = freshNames('Ann', 'Bob');
    const [annIdentity, bobIdentity] = await Promise.all([enter(url, annName), enter(url, bobName)]);
    if (contacts) await makeContacts(url, annIdentity, bobIdentity);
    const [annVisitor, bobVisitor] = await Promise.all([this.low.visitor(), this.high.visitor()]);
    await prepare?.(annVisitor, bobVisitor);
    const [ann, bob] = await Promise.all([
      Person.arrive(annVisitor, url, annIdentity, path),
      Person.arrive(bobVisitor, url, bobIdentity, path),
    ]);
    return {
      ...{ ann, bob, annVisitor, bobVisitor, annIdentity, bobIdentity },
      leave: async () => {
        await Promise.all([annVisitor.leave(), bobVisitor.leave()]);
      },
      close: async () => {
        await Promise.all([annVisitor.close(), bobVisitor.close()]);
      },
    };
  }

  /**
   * A pair for one test, which must not leave an error in either page's console. The next test gets the same pages, unless this one prepares
   * them by scripts or routes.
   */
  async withPair(
    run: (pair: Pair) => Promise<void>,
    options: PairOptions & { preparesPages?: boolean } = {},
  ): Promise<void> {
    const pair = await this.pair(options);
    try {
      await run(pair);
      const errors = [...pair.annVisitor.errors, ...pair.bobVisitor.errors];
      if (errors.length > 0) throw new Error(`errors in the pages: ${errors.join('; ')}`);
    } catch (error) {
      await pair.close();
      throw error;
    }
    await (options.preparesPages === true ? pair.close() : pair.leave());
  }

  /** The same, after Ann has rung and Bob has answered. */
  inCall(
    kind: 'voice' | 'video',
    run: (pair: Pair) => Promise<void>,
    options: { preparesPages?: boolean } = {},
  ): Promise<void> {
    return this.withPair(async (pair) => {
      await beginCall(pair, kind);
      await run(pair);
    }, options);
  }

  async close(): Promise<void> {
    await Promise.all([this.low.close(), this.high.close()]);
    await this.server.close();
  }
}

/** Ann rings and Bob answers. */
export async function beginCall({ ann, bob }: Pair, kind: 'voice' | 'video'): Promise<void> {
  await ann.open(bob.name);
  await ann.ring(kind);
  await bob.answer();
  await Promise.all([ann.reaches('connected'), bob.reaches('connected')]);
}
