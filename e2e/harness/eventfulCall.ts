import type { Pair, Stage } from './stage.ts';
import { until } from './visitor.ts';

const secondCamera = /fake_device_2/;

/** What is as it is for a while, in the order of the call. */
export const callParts = [
  ...['plain', 'muted', 'camera off', 'screen', 'other microphone', 'no server'],
  ...['ICE restart', 'gateway', 'background', 'other camera'],
] as const;
export type CallPart = (typeof callParts)[number];

/**
 * Takes a video call that goes directly through everything that can happen to one, and ends it at Bob's side. Another
 * camera is chosen where there are two: those that Chromium draws are too large for a machine that has other things to do.
 * @param during is called where nothing changes, for as long as it takes
 */
export async function goThroughEverything(
  stage: Stage,
  { ann, bob, annVisitor, bobVisitor }: Pair,
  during: (part: CallPart) => Promise<void>,
): Promise<void> {
  await during('plain');
  await bobVisitor.click('button', 'Mute microphone');
  await ann.reads('is muted');
  await during('muted');
  await bobVisitor.click('button', 'Unmute microphone');
  await bobVisitor.click('button', 'Turn camera off');
  await ann.reads('camera is off');
  await during('camera off');
  await bobVisitor.click('button', 'Turn camera on');
  await ann.seesMovement();
  if (!(await annVisitor.sees('button', 'Stop sharing'))) {
    await annVisitor.click('button', 'Share screen');
    await annVisitor.click('button', 'Choose what to share');
  }
  await bob.seesMovement('screen-video');
  await during('screen');
  await annVisitor.click('button', 'Stop sharing');
  await annVisitor.click('button', 'Choose a microphone');
  await annVisitor.click('menuitemradio', /Fake Audio Input 2/);
  await annVisitor.press('Escape');
  await annVisitor.resize(700, 600);
  await bob.hears(440);
  await during('other microphone');
  await stage.server.kill();
  await during('no server');
  await stage.server.start();
  await annVisitor.resize(1280, 800);
  await Promise.all([ann.isOnline(), bob.isOnline()]);
  // What a browser says when the network has changed.
  await annVisitor.evaluate(() => dispatchEvent(new Event('online')), undefined);
  await during('ICE restart');
  await annVisitor.click('button', 'Direct');
  await annVisitor.click('button', 'Go through the server');
  await ann.goes('gateway', 30_000);
  await annVisitor.press('Escape');
  await ann.seesMovement();
  await during('gateway');
  // Timers of a page in the background are slowed down, those of its workers are not.
  const other = await annVisitor.context.newPage();
  await other.bringToFront();
  await during('background');
  await other.close();
  await annVisitor.click('button', 'Choose a camera');
  await until('cameras are listed', () => annVisitor.sees('menuitemradio', /./));
  if (await annVisitor.sees('menuitemradio', secondCamera)) {
    await annVisitor.click('menuitemradio', secondCamera);
    await bob.seesMovement();
    await during('other camera');
  } else await annVisitor.press('Escape');
  await bob.hangUp();
  await ann.reaches('ended', 30_000);
}
