import { listenTo, lookAt } from './evidence.ts';
import type { SignedIn } from './socketPeople.ts';
import { until, type Visitor } from './visitor.ts';

/** Somebody who uses the app: what people do in it, and what they can see and hear. */
export class Person {
  readonly name: string;
  readonly visitor: Visitor;

  constructor(name: string, visitor: Visitor) {
    this.name = name;
    this.visitor = visitor;
  }

  /** Opens the app as somebody who is signed in already. */
  static async arrive(visitor: Visitor, url: string, who: SignedIn, path = '/'): Promise<Person> {
    await visitor.useCookie(url, who.cookie);
    await visitor.goto(`${url}${path}`);
    const person = new Person(who.name, visitor);
    await person.isOnline();
    return person;
  }

  /** Enters a room as a guest by its link, as somebody does who was sent one. */
  static async follow(visitor: Visitor, url: string, room: string, name: string): Promise<Person> {
    await visitor.goto(`${url}/room/${room}?name=${encodeURIComponent(name)}`);
    const person = new Person(name, visitor);
    await person.isOnline();
    return person;
  }

  /** Waits until this page can be rung: a page that is drawn is not yet connected. */
  async isOnline(): Promise<void> {
    await until(
      `${this.name} is connected to the server`,
      () =>
        this.visitor.evaluate(
          () => document.querySelector('[data-testid="connection"]')?.getAttribute('data-state') === 'online',
          undefined,
        ),
      30_000,
    );
  }

  /** Opens the conversation with a contact. */
  async open(other: string): Promise<void> {
    await this.visitor.click('button', new RegExp(`^${other}(?!\\S)`));
  }

  /** Rings the person whose conversation is open, or who is meant by the label. */
  async ring(kind: 'voice' | 'video'): Promise<void> {
    await this.visitor.click('button', kind === 'voice' ? 'Voice call' : 'Video call');
  }

  /**
   * Two people, each with the other's conversation open, ring each other at one moment of the clock.
   * The pages press by themselves: a pointer that comes a little late would meet the incoming call, which
   * covers the button.
   */
  static async ringEachOther(one: Person, other: Person): Promise<void> {
    const at = Date.now() + 500;
    await Promise.all(
      [one, other].map((person) =>
        person.visitor.evaluate((moment) => {
          const button = document.querySelector<HTMLButtonElement>('button[aria-label="Video call"]');
          if (button === null) throw new Error('no button to ring with');
          setTimeout(() => button.click(), moment - Date.now());
        }, at),
      ),
    );
  }

  async answer(how: 'Accept' | 'Voice only' | 'Decline' = 'Accept'): Promise<void> {
    await until(`${this.name} hears a ring`, () => this.visitor.sees('button', how));
    await this.visitor.click('button', how);
  }

  async hangUp(): Promise<void> {
    await this.visitor.click('button', 'Hang up');
  }

  /** The stage of the call on the screen, or `none`. */
  stage(): Promise<string> {
    return this.visitor.evaluate(
      () => document.querySelector('[data-testid="call-stage"]')?.getAttribute('data-stage') ?? 'none',
      undefined,
    );
  }

  async reaches(stage: string, timeout?: number): Promise<void> {
    await until(`${this.name}'s call is ${stage}`, async () => (await this.stage()) === stage, timeout);
  }

  /** The way that the call takes, once it is known. */
  route(): Promise<string> {
    return until(`the way of ${this.name}'s call is known`, () =>
      this.visitor.evaluate(
        () => document.querySelector('[data-testid="route"]')?.getAttribute('data-route') ?? null,
        undefined,
      ),
    );
  }

  /** Waits until the call takes a way. */
  async goes(way: 'direct' | 'relayed' | 'gateway', timeout?: number): Promise<void> {
    await until(`${this.name}'s call goes ${way}`, async () => (await this.route()) === way, timeout);
  }

  /** All text on the page, as it can be read. */
  text(): Promise<string> {
    return this.visitor.evaluate(() => document.body.innerText, undefined);
  }

  async reads(text: string | RegExp, timeout?: number): Promise<void> {
    await until(
      `${this.name} reads ${String(text)}`,
      async () => {
        const all = await this.text();
        return typeof text === 'string' ? all.includes(text) : text.test(all);
      },
      timeout,
    );
  }

  /** Waits for a picture that moves and is not black. */
  async seesMovement(testId = 'remote-video', timeout?: number): Promise<void> {
    await until(
      `${this.name} sees a moving picture in ${testId}`,
      async () => {
        const picture = await lookAt(this.visitor, testId);
        return picture !== null && picture.changed > 0.002 && picture.luminance > 20;
      },
      timeout,
    );
  }

  /** Waits for a tone of this pitch, within 20 Hz. */
  async hears(frequency: number, timeout?: number): Promise<void> {
    await until(
      `${this.name} hears ${frequency} Hz`,
      async () => {
        const tone = await listenTo(this.visitor, 'remote-audio');
        return tone !== null && tone.amplitude > 0.001 && Math.abs(tone.frequency - frequency) <= 20;
      },
      timeout,
    );
  }

  async writes(text: string): Promise<void> {
    await this.visitor.fill('Write a message', text);
    await this.visitor.press('Enter');
  }
}
