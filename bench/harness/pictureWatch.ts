import type { ChromiumVisitor } from '@cardea/e2e/harness/chromium';
import { until } from '@cardea/e2e/harness/visitor';

interface Marks {
  accepted: number;
  pictured: number;
}

/**
 * Runs in the callee's page before the app: notes when Accept is clicked, and when the first frame of the other's
 * picture that is not black is presented. Before the answer a warm sender gives black frames, which do not count.
 */
function watch(): void {
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
  const follow = (video: HTMLVideoElement): void => {
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
      follow(video);
    });
  };
  new MutationObserver(() => {
    for (const video of document.querySelectorAll<HTMLVideoElement>('video[data-testid="remote-video"]')) {
      if (watched.has(video)) continue;
      watched.add(video);
      drawnAt = undefined;
      requestAnimationFrame(() => requestAnimationFrame((now) => (drawnAt = now)));
      follow(video);
    }
  }).observe(document, { childList: true, subtree: true });
}

/** Has the page note when Accept is clicked and when the picture is there; before the page is opened. */
export async function watchForPicture({ page }: ChromiumVisitor): Promise<void> {
  // tsx wraps named functions in a call that does not exist in the page.
  await page.addInitScript({ content: 'globalThis.__name = (named) => named;' });
  await page.addInitScript(watch);
}

/** @returns milliseconds from Accept to the picture */
export function timeToPicture({ page }: ChromiumVisitor): Promise<number> {
  return until('a picture is presented', () =>
    page.evaluate(() => {
      const { accepted, pictured } = (globalThis as unknown as { benchMarks: Marks }).benchMarks;
      return pictured > 0 ? pictured - accepted : null;
    }),
  );
}
