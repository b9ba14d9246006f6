import process from 'node:process';
import { createEngine } from '../engine/createEngine.ts';
import type { MediaEngine } from '../engine.ts';
import { Host } from './host.ts';
import { isToWorker, type FromWorker } from './messages.ts';
import { Outbox } from './outbox.ts';

/** A media worker: an engine in a process of its own, for the process that forked it. */
type State =
  { name: 'waiting' } | { name: 'running'; engine: MediaEngine; host: Host } | { name: 'stopping' };

let state: State = { name: 'waiting' };
const outbox = new Outbox<FromWorker>(
  (message, taken) => process.send?.(message, undefined, {}, taken),
  // The main process hears of the end, if it hears at all.
  () => process.exit(1),
);

process.on('message', (message) => {
  if (!isToWorker(message)) throw new TypeError('a message that is not for a media worker');
  if (message.kind === 'start') {
    const engine = createEngine(message.options);
    state = { name: 'running', engine, host: new Host(engine, outbox) };
  } else if (message.kind === 'stop') void stop();
  else if (state.name === 'running') state.host.receive(message);
});
process.once('disconnect', () => void stop());
// A terminal sends these to all processes of its group. The main process decides, and its end ends this one.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

async function stop(): Promise<void> {
  if (state.name === 'running') {
    const { engine } = state;
    state = { name: 'stopping' };
    await engine.close();
  }
  process.exit(0);
}
