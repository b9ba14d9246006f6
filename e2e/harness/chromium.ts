import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { beepFile, slidingBarsFile } from './fakeMedia.ts';
import { wakeControls, type Role, type Visitor } from './visitor.ts';

/**
 * Chromium's engine without the windows around it, which cost more than the pages: a visit takes a third of the time.
 * Permission prompts, notifications and wake locks belong to the whole browser.
 */
export const headlessShell = '/usr/bin/chromium-headless-shell';
export const wholeChromium = '/usr/bin/chromium';

export interface ChromiumOptions {
  /** Pitch of the fake microphone, Hz. */
  tone?: number;
  /** Debian's Chromium without windows unless said otherwise, or a wrapper that starts one elsewhere. */
  executablePath?: string;
  /** Lets the page open camera and microphone without being asked; default true. */
  allowDevices?: boolean;
  /** Whether there are a fake camera and a fake microphone; default true. */
  hasDevices?: boolean;
  /**
   * One small camera, or those that Chromium draws itself; default `small`. Of these, the first (`fake_device_0`) and the
   * third are large cameras; the second measures depth in 16 bits, which nobody can send.
   */
  cameras?: 'small' | 'two large';
  args?: string[];
}

export interface VisitorOptions {
  /** CSS pixels; 1280×800 by default. */
  width?: number;
  height?: number;
  locale?: string;
}

/** One Chromium process with a moving fake camera and a beeping fake microphone. Each visitor has a profile apart. */
export class ChromiumBrowser {
  readonly process: Browser;
  /** Those who have left; the app is loaded into such a page in a third of the time that a new one takes. */
  readonly #free = new Map<string, ChromiumVisitor[]>();

  private constructor(process: Browser) {
    this.process = process;
  }

  static async launch(options: ChromiumOptions = {}): Promise<ChromiumBrowser> {
    const {
      tone = 440,
      executablePath = headlessShell,
      allowDevices = true,
      hasDevices = true,
      cameras = 'small',
      args = [],
    } = options;
    const small = hasDevices && cameras === 'small';
    const process = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        ...(hasDevices ? ['--use-fake-device-for-media-stream=fps=10,device-count=3'] : []),
        ...(small ? [`--use-file-for-fake-video-capture=${await slidingBarsFile()}`] : []),
        ...(allowDevices ? ['--use-fake-ui-for-media-stream'] : ['--deny-permission-prompts']),
        `--use-file-for-fake-audio-capture=${await beepFile(tone)}`,
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        '--no-first-run',
        ...args,
      ],
    });
    return new ChromiumBrowser(process);
  }

  /** Somebody whom no server knows. */
  async visitor(options: VisitorOptions = {}): Promise<ChromiumVisitor> {
    const { width = 1280, height = 800, locale = 'en-GB' } = options;
    const kind = `${width} ${height} ${locale}`;
    const free = this.#free.get(kind) ?? [];
    this.#free.set(kind, free);
    const known = free.pop();
    if (known !== undefined) return known;
    const context = await this.process.newContext({
      viewport: { width, height },
      locale,
      // A click waits until what it is for stands still.
      reducedMotion: 'reduce',
      ignoreHTTPSErrors: true,
    });
    const visitor = new ChromiumVisitor(context, await context.newPage(), async () => {
      await visitor.resize(width, height);
      free.push(visitor);
    });
    return visitor;
  }

  close(): Promise<void> {
    return this.process.close();
  }
}

export class ChromiumVisitor implements Visitor {
  readonly browser = 'chromium';
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page wrote as errors to the console or threw, for assertions that it did not. */
  readonly errors: string[] = [];
  readonly #left: () => Promise<void>;
  /** The last server that was visited. */
  #origin: string | null = null;

  /** @param left the next visitor may have the page */
  constructor(context: BrowserContext, page: Page, left = () => Promise.resolve()) {
    this.context = context;
    this.page = page;
    this.#left = left;
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      // Asked for by the browser itself on a page that is not the app.
      if (message.location().url.endsWith('/favicon.ico')) return;
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  /** Another tab of the same person: the same cookies, another device. */
  async newTab(): Promise<ChromiumVisitor> {
    return new ChromiumVisitor(this.context, await this.context.newPage());
  }

  evaluate<A, R>(inPage: (argument: A) => R | Promise<R>, argument: A): Promise<R> {
    // Playwright's own type asks for a serialisable argument, which every caller here passes.
    return this.page.evaluate(inPage as never, argument) as Promise<R>;
  }
  async goto(url: string): Promise<void> {
    this.#origin = new URL(url).origin;
    await this.page.goto(url);
  }
  async reload(): Promise<void> {
    await this.page.reload();
  }
  async useCookie(url: string, cookie: string): Promise<void> {
    const [name = '', value = ''] = cookie.split('=');
    await this.context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Lax' }]);
  }
  async click(role: Role, name: string | RegExp): Promise<void> {
    await wakeControls(this.page.mouse);
    await this.#control(role, name).click({ timeout: 15_000 });
  }
  async fill(label: string | RegExp, text: string): Promise<void> {
    await this.page
      .getByLabel(label, typeof label === 'string' ? { exact: true } : {})
      .first()
      .fill(text, { timeout: 15_000 });
  }
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }
  sees(role: Role, name: string | RegExp): Promise<boolean> {
    return this.#control(role, name).isVisible();
  }
  async chooseFile(selector: string, path: string): Promise<void> {
    await this.page.setInputFiles(selector, path);
  }
  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }
  async resize(width: number, height: number): Promise<void> {
    await this.page.setViewportSize({ width, height });
  }
  async close(): Promise<void> {
    await this.context.close();
  }

  /**
   * Leaves the page to the next visitor of this browser, with nothing that would tell of this one. Not for a page that was prepared for a
   * test, by a script or a route: that one is to be closed.
   */
  async leave(): Promise<void> {
    const { context, page } = this;
    const origin = this.#origin;
    if (page.isClosed() || origin === null) {
      await this.close();
      return;
    }
    const others = context.pages().filter((one) => one !== page);
    await Promise.all(others.map((other) => other.close()));
    // Without the app, which ends what it was doing, but of the same origin.
    await page.goto(`${origin}/healthz`);
    await page.evaluate(() => sessionStorage.clear());
    const devtools = await context.newCDPSession(page);
    await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    await devtools.detach();
    await Promise.all([context.clearCookies(), context.clearPermissions()]);
    this.errors.length = 0;
    await this.#left();
  }

  #control(role: Role, name: string | RegExp): Locator {
    return this.page.getByRole(role, typeof name === 'string' ? { name, exact: true } : { name }).first();
  }
}
