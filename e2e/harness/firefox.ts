import puppeteer, { type Browser, type ElementHandle, type KeyInput, type Page } from 'puppeteer-core';
import { until, wakeControls, type Role, type Visitor } from './visitor.ts';

export interface FirefoxOptions {
  /** `/usr/bin/firefox-esr`, or a wrapper that starts it elsewhere. */
  executablePath?: string;
  /** Port on which it is steered; a free one by default. */
  port?: number;
  /** Whether calls may go over the loopback of this machine, which Firefox does not do by itself; default true. */
  loopback?: boolean;
  /** Every page gets 320×180 at 10 pictures a second from the camera, whatever it asks for; default true. */
  smallCamera?: boolean;
}

/** Stock Firefox over WebDriver BiDi, with its moving fake camera and its fake microphone of 1,000 Hz. */
export class FirefoxBrowser {
  readonly process: Browser;
  readonly #smallCamera: boolean;

  private constructor(process: Browser, smallCamera: boolean) {
    this.process = process;
    this.#smallCamera = smallCamera;
  }

  static #shared: Promise<FirefoxBrowser> | undefined;

  /** The one for all tests of this process, which it ends with: to start one keeps both cores busy for three seconds. */
  static shared(): Promise<FirefoxBrowser> {
    return (this.#shared ??= this.launch());
  }

  static async launch(options: FirefoxOptions = {}): Promise<FirefoxBrowser> {
    const {
      executablePath = '/usr/bin/firefox-esr',
      port = 0,
      loopback = true,
      smallCamera = true,
    } = options;
    const process = await puppeteer.launch({
      browser: 'firefox',
      executablePath,
      debuggingPort: port,
      headless: true,
      acceptInsecureCerts: true,
      extraPrefsFirefox: {
        // Sixty pictures a second for nobody take a third of what a call takes.
        'layout.frame_rate': 10,
        'media.navigator.streams.fake': true,
        'media.navigator.permission.disabled': true,
        'media.peerconnection.ice.loopback': loopback,
        'media.autoplay.default': 0,
        'media.autoplay.blocking_policy': 0,
        'intl.accept_languages': 'en-GB',
      },
    });
    return new FirefoxBrowser(process, smallCamera);
  }

  /** @param downloads folder for what the visitor saves; nothing can be saved without one */
  async visitor(downloads?: string): Promise<FirefoxVisitor> {
    const context = await this.process.createBrowserContext({
      downloadBehavior:
        downloads === undefined ? { policy: 'deny' } : { policy: 'allow', downloadPath: downloads },
    });
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    if (this.#smallCamera) await page.evaluateOnNewDocument(useSmallCamera);
    return new FirefoxVisitor(page, () => context.close());
  }

  close(): Promise<void> {
    return this.process.close();
  }
}

/** Runs in the page. Firefox' fake camera is as large as the page likes, and two cores encode small pictures better. */
function useSmallCamera(): void {
  const devices = MediaDevices.prototype;
  const { getUserMedia } = devices;
  devices.getUserMedia = function small(constraints) {
    const { video } = constraints ?? {};
    if (video === undefined || video === false) return getUserMedia.call(this, constraints);
    const wanted = video === true ? {} : video;
    const size = { width: 320, height: 180, frameRate: 10 };
    return getUserMedia.call(this, { ...constraints, video: { ...wanted, ...size } });
  };
}

class FirefoxVisitor implements Visitor {
  readonly browser = 'firefox';
  readonly page: Page;
  readonly #close: () => Promise<void>;

  constructor(page: Page, close: () => Promise<void>) {
    this.page = page;
    this.#close = close;
  }

  evaluate<A, R>(inPage: (argument: A) => R | Promise<R>, argument: A): Promise<R> {
    return this.page.evaluate(inPage as (argument: unknown) => R | Promise<R>, argument) as Promise<R>;
  }
  async goto(url: string): Promise<void> {
    await this.page.goto(url);
  }
  async reload(): Promise<void> {
    await this.page.reload();
  }
  async useCookie(url: string, cookie: string): Promise<void> {
    const [name = '', value = ''] = cookie.split('=');
    const domain = new URL(url).hostname;
    await this.page
      .browserContext()
      .setCookie({ name, value, domain, path: '/', httpOnly: true, sameSite: 'Lax' });
  }
  async click(role: Role, name: string | RegExp): Promise<void> {
    const element = await until(`${role} "${String(name)}"`, () => this.#find(role, name));
    await wakeControls(this.page.mouse);
    await element.click();
  }
  async fill(label: string | RegExp, text: string): Promise<void> {
    const element = await until(`field "${String(label)}"`, () => this.#find('textbox', label));
    await element.click({ count: 3 });
    await this.page.keyboard.press('Backspace');
    await element.type(text);
  }
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key as KeyInput);
  }
  async sees(role: Role, name: string | RegExp): Promise<boolean> {
    return (await this.#find(role, name)) !== null;
  }
  async chooseFile(selector: string, path: string): Promise<void> {
    const input = await this.page.$(selector);
    if (input === null) throw new Error(`no ${selector}`);
    await (input as ElementHandle<HTMLInputElement>).uploadFile(path);
  }
  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path: path as `${string}.png` });
  }
  async resize(width: number, height: number): Promise<void> {
    await this.page.setViewport({ width, height });
  }
  close(): Promise<void> {
    return this.#close();
  }

  /** Finds a visible control by its role and accessible name, as far as the app's own markup needs it. */
  async #find(role: Role, name: string | RegExp): Promise<ElementHandle<HTMLElement> | null> {
    const handle = await this.page.evaluateHandle(
      (wanted: { role: string; source: string; flags: string }) => {
        const pattern = new RegExp(wanted.source, wanted.flags);
        const native: Record<string, string> = {
          button: 'button',
          link: 'a[href]',
          textbox: 'input:not([type]),input[type=text],input[type=password],input[type=search],textarea',
          dialog: 'dialog',
        };
        const selector = [`[role=${wanted.role}]`, native[wanted.role]].filter(Boolean).join(',');
        // The pieces of text with spaces between, without what is hidden from screen readers.
        const textOf = (node: Node): string => {
          if (node instanceof Element && node.getAttribute('aria-hidden') === 'true') return '';
          if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
          return Array.from(node.childNodes, textOf).join(' ');
        };
        for (const element of document.querySelectorAll<HTMLElement>(selector)) {
          const own = element.getAttribute('role');
          if (own !== null && own !== wanted.role) continue;
          const labelledBy = element.getAttribute('aria-labelledby');
          const labels =
            'labels' in element ? Array.from(element.labels as NodeListOf<HTMLLabelElement>) : [];
          const text =
            element.getAttribute('aria-label') ??
            (labelledBy === null
              ? null
              : labelledBy
                  .split(' ')
                  .map((id) => document.getElementById(id)?.textContent ?? '')
                  .join(' ')) ??
            (labels.length > 0 ? labels.map((label) => label.textContent).join(' ') : null) ??
            textOf(element);
          if (!pattern.test(text.replace(/\s+/g, ' ').trim())) continue;
          if (element.checkVisibility({ visibilityProperty: true })) return element;
        }
        return null;
      },
      typeof name === 'string'
        ? { role, source: `^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, flags: '' }
        : { role, source: name.source, flags: name.flags },
    );
    return handle.asElement() as ElementHandle<HTMLElement> | null;
  }
}
