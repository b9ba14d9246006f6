import { CardeaServer, freePort } from './cardeaServer.ts';
import { ChromiumBrowser, headlessShell, type ChromiumOptions } from './chromium.ts';
import { Coturn } from './coturn.ts';
import { FirefoxBrowser } from './firefox.ts';
import { TestInternet } from './network.ts';
import { Person } from './person.ts';
import type { Visitor } from './visitor.ts';

const room = 'garden';

export interface HomesOptions {
  /** Whether the public host runs coturn as well; default true. */
  relay?: boolean;
  /** Of the server. */
  environment?: Record<string, string>;
}

/** Two homes behind routers of their own that keep ports, a server and coturn on the public host. They take long to build: tests of a file share them. */
export class Homes {
  readonly internet: TestInternet;
  readonly url: string;
  readonly #closing: (() => Promise<void>)[] = [];

  private constructor(internet: TestInternet) {
    this.internet = internet;
    this.url = `https://${internet.publicAddress}:8443`;
    this.#closing.push(() => internet.close());
  }

  static async open({ relay = true, environment = {} }: HomesOptions = {}): Promise<Homes> {
    const homes = new Homes(await TestInternet.create(['cone', 'cone']));
    await homes.#startServers(relay, environment);
    return homes;
  }

  /** Somebody with Chromium comes to the room. */
  async chromium(name: string, home: 1 | 2, options: ChromiumOptions = {}): Promise<Person> {
    const executablePath = await this.internet.wrapper(this.internet.home(home), headlessShell);
    const browser = await ChromiumBrowser.launch({ ...options, executablePath });
    this.#closing.push(() => browser.close());
    return this.#follow(name, await browser.visitor());
  }

  /** Somebody with Firefox comes to the room. */
  async firefox(name: string, home: 1 | 2): Promise<Person> {
    const namespace = this.internet.home(home);
    const port = await freePort();
    await this.internet.openPort(namespace, port);
    const executablePath = await this.internet.wrapper(namespace, '/usr/bin/firefox-esr');
    const browser = await FirefoxBrowser.launch({ executablePath, port, loopback: false });
    this.#closing.push(() => browser.close());
    return this.#follow(name, await browser.visitor());
  }

  /** People of the room come to it again. */
  async comeAgain(...people: Person[]): Promise<void> {
    await Promise.all(
      people.map(async (person) => {
        await person.visitor.goto(`${this.url}/room/${room}`);
        await person.isOnline();
      }),
    );
  }

  /** Somebody in the room rings another, who accepts; both see the other's picture. */
  async call(caller: Person, callee: Person): Promise<void> {
    await caller.reads(callee.name);
    const { name } = callee;
    await caller.visitor.click('button', new RegExp(`Video call.*${name}|${name}.*Video call`));
    await callee.answer();
    await Promise.all([caller, callee].map((person) => person.seesMovement('remote-video', 25_000)));
  }

  async close(): Promise<void> {
    for (const close of this.#closing.splice(0).toReversed()) await close();
  }

  #follow(name: string, visitor: Visitor): Promise<Person> {
    return Person.follow(visitor, this.url, room, name);
  }

  async #startServers(relay: boolean, environment: Record<string, string>): Promise<void> {
    const { internet } = this;
    const coturn = relay ? await Coturn.start(internet) : null;
    if (coturn !== null) this.#closing.push(() => coturn.close());
    const relays =
      coturn === null
        ? {}
        : { STUN_URLS: coturn.urls.stun, TURN_URLS: coturn.urls.turn, TURN_SECRET: coturn.secret };
    const server = await CardeaServer.start({
      port: 8080,
      environment: { HTTPS_PORT: '8443', ...relays, ...environment },
      inside: (command, ...args) => internet.inside(internet.publicHost, command, ...args),
    });
    this.#closing.push(() => server.close());
  }
}
