import { CardeaServer, type CardeaServerOptions } from './cardeaServer.ts';
import { ChromiumBrowser, type ChromiumVisitor } from './chromium.ts';
import { FirefoxBrowser } from './firefox.ts';
import { Person } from './person.ts';
import { enter, makeContacts, type SignedIn } from './socketPeople.ts';
import { freshNames } from './stage.ts';

/** Pitch of Firefox' own fake microphone, Hz. */
export const firefoxTone = 1_000;
export const chromiumTone = 440;

/** Fox, in Firefox, and Crow, in Chromium; contacts of each other, each with the app open. */
export interface FoxAndCrow {
  fox: Person;
  crow: Person;
  crowVisitor: ChromiumVisitor;
  foxIdentity: SignedIn;
  crowIdentity: SignedIn;
}

/** A server, a Firefox and a Chromium, for the tests of one file. */
export class MixedStage {
  readonly server: CardeaServer;
  readonly firefox: FirefoxBrowser;
  readonly chromium: ChromiumBrowser;

  private constructor(server: CardeaServer, firefox: FirefoxBrowser, chromium: ChromiumBrowser) {
    this.server = server;
    this.firefox = firefox;
    this.chromium = chromium;
  }

  static async open(options: CardeaServerOptions = {}): Promise<MixedStage> {
    const [server, firefox, chromium] = await Promise.all([
      CardeaServer.start(options),
      FirefoxBrowser.shared(),
      ChromiumBrowser.launch({ tone: chromiumTone }),
    ]);
    return new MixedStage(server, firefox, chromium);
  }

  /** @param downloads folder for what Fox saves */
  async meet(run: (pair: FoxAndCrow) => Promise<void>, downloads?: string): Promise<void> {
    const { url } = this.server;
    const [foxName = '', crowName = ''] = freshNames('Fox', 'Crow');
    const [foxIdentity, crowIdentity] = await Promise.all([enter(url, foxName), enter(url, crowName)]);
    await makeContacts(url, foxIdentity, crowIdentity);
    const [foxVisitor, crowVisitor] = await Promise.all([
      this.firefox.visitor(downloads),
      this.chromium.visitor(),
    ]);
    try {
      const [fox, crow] = await Promise.all([
        Person.arrive(foxVisitor, url, foxIdentity),
        Person.arrive(crowVisitor, url, crowIdentity),
      ]);
      await run({ fox, crow, crowVisitor, foxIdentity, crowIdentity });
      await crowVisitor.leave();
    } catch (error) {
      await crowVisitor.close();
      throw error;
    } finally {
      await foxVisitor.close();
    }
  }

  async close(): Promise<void> {
    await this.chromium.close();
    await this.server.close();
  }
}
