import axe from 'axe-core';
import type { ChromiumVisitor } from './chromium.ts';

/**
 * What axe finds on the page that is serious or critical, as text; nothing is what one wants.
 * @param rules only these, by their ids; all unless told
 */
export async function seriousFindings(visitor: ChromiumVisitor, rules: string[] = []): Promise<string[]> {
  // A text that is fading in has less contrast than it will have.
  await visitor.page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
  // The page's own policy forbids inline scripts, so the checker comes in through the debugger.
  await visitor.page.evaluate(axe.source);
  return visitor.page.evaluate(async (runOnly) => {
    const { axe: checker } = globalThis as unknown as { axe: typeof axe };
    const options: axe.RunOptions = { resultTypes: ['violations'] };
    // What begins to fade out meanwhile, as a player's controls do, is there or gone, and never half.
    const still = new CSSStyleSheet();
    still.replaceSync('*, ::before, ::after { transition: none !important; }');
    document.adoptedStyleSheets.push(still);
    const { violations } = await checker.run(
      document,
      runOnly.length > 0 ? { ...options, runOnly } : options,
    );
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== still);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  }, rules);
}
