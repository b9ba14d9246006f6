import { BuiltPage } from '@cardea/e2e/harness/builtPage';
import { headlessShell } from '@cardea/e2e/harness/chromium';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { family, privateBytes, processesWith } from '../harness/usage.ts';

/** The page `pages/recording.html` in a browser with a profile on the disk: without one, "files" are memory. */
export class RecordingBrowser {
  readonly #page: BuiltPage;
  readonly #profile: string;
  readonly #context: BrowserContext;

  private constructor(page: BuiltPage, profile: string, context: BrowserContext) {
    this.#page = page;
    this.#profile = profile;
    this.#context = context;
  }

  static async open(): Promise<RecordingBrowser> {
    const profile = await mkdtemp(join(tmpdir(), 'cardea-bench-'));
    const page = await BuiltPage.open('recording.html', fileURLToPath(new URL('../pages', import.meta.url)));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: headlessShell,
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
        '--js-flags=--expose-gc',
      ],
    });
    return new RecordingBrowser(page, profile, context);
  }

  /**
   * Opens the page in a process of its own, so that nothing of an earlier one is in its memory.
   * @param eachMinute told after each minute of a recording
   */
  async inPage<T>(
    run: (page: Page) => Promise<T>,
    eachMinute: (minute: number, page: Page) => Promise<void> = () => Promise.resolve(),
  ): Promise<T> {
    const page = await this.#context.newPage();
    try {
      await page.exposeFunction('benchMinute', (minute: number) => eachMinute(minute, page));
      await page.goto(this.#page.url);
      await page.waitForFunction(() => 'recordingPage' in globalThis);
      return await run(page);
    } finally {
      await page.close();
    }
  }

  /**
   * Of the page and its workers. On a clock that does not wait, V8 never idles, which is when it collects and gives back
   * what it holds for new objects.
   */
  static async collectGarbage(page: Page): Promise<void> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Memory.simulatePressureNotification', { level: 'critical' });
    await devtools.detach();
    await page.evaluate('gc()');
    for (const worker of page.workers()) await worker.evaluate('gc()');
  }

  /** Bytes of the processes that run scripts, of which each page has one. */
  memory(): { own: number; regions: number } {
    const [browser] = processesWith(`--user-data-dir=${this.#profile}`).toSorted((a, b) => a - b);
    if (browser === undefined) throw new Error('the browser has no process');
    const members = family(browser);
    const pages = processesWith('--type=renderer').filter((pid) => members.includes(pid));
    const all = pages.map((pid) => privateBytes(pid));
    return {
      own: all.reduce((sum, { own }) => sum + own, 0),
      regions: all.reduce((sum, { regions }) => sum + regions, 0),
    };
  }

  /** A file of the page's own file system as it lies on the disk, found by its size. */
  async file(size: number): Promise<string> {
    const names = await readdir(this.#profile, { recursive: true });
    for (const name of names) {
      const path = join(this.#profile, name);
      if (!name.includes('File System')) continue;
      const found = await stat(path).catch(() => null);
      if (found?.isFile() === true && found.size === size) return path;
    }
    throw new Error(`there is no file of ${size} bytes`);
  }

  async close(): Promise<void> {
    await this.#context.close();
    await this.#page.close();
    await rm(this.#profile, { recursive: true, force: true });
  }
}
