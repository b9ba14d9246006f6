import { startJanus } from '@cardea/conformance/harness/janus';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LoadAnswer, LoadRequest, LoadResult, Scenario } from './load.ts';

/** A server whose processor time is measured. */
export interface Subject {
  pid: number;
  /** Of its WebSocket, or of the HTTP of `forwardingServer.ts`. */
  port: number;
  /** Package names of its plugins. */
  plugins: string[];
  close(): Promise<void>;
}

export async function startDebianJanus(): Promise<Subject> {
  const { pid, httpPort, webSocketPort, close } = await startJanus({}, { videoRoom: true });
  return { pid, port: webSocketPort, plugins: await pluginsOf(httpPort), close };
}

export async function startForwardingServer(): Promise<Subject> {
  const child = forkSource('./forwardingServer.ts');
  const [port] = (await once(child, 'message')) as [number];
  return { pid: child.pid ?? 0, port, plugins: [], close: () => end(child) };
}

/** The gateway as `npm run gateway` starts it. */
export async function startGateway(): Promise<Subject> {
  const child = forkSource('../../packages/gateway/src/main.ts', [
    ...['--http-port', '0', '--websocket-port', '0', '--host', '127.0.0.1'],
  ]);
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  const ports = /HTTP on port (\d+), WebSocket on port (\d+)/.exec(line.toString());
  const plugins = await pluginsOf(Number(ports?.[1]));
  return { pid: child.pid ?? 0, port: Number(ports?.[2]), plugins, close: () => end(child) };
}

async function pluginsOf(httpPort: number): Promise<string[]> {
  const response = await fetch(`http://127.0.0.1:${httpPort}/janus/info`);
  return Object.keys(((await response.json()) as { plugins: object }).plugins);
}

/** The load, in a process of its own that is not measured. */
export class LoadProcess {
  readonly #child = forkSource('./load.ts');

  async start(scenario: Scenario): Promise<void> {
    await this.#request({ kind: 'start', scenario });
  }

  async measure(seconds: number): Promise<LoadResult> {
    const answer = await this.#request({ kind: 'measure', seconds });
    if (answer.kind !== 'measured') throw new Error('the load has measured nothing');
    return answer;
  }

  async close(): Promise<void> {
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  async #request(request: LoadRequest): Promise<LoadAnswer> {
    this.#child.send(request);
    const [answer] = (await once(this.#child, 'message')) as [LoadAnswer];
    if (answer.kind === 'failed') throw new Error(`the load failed: ${answer.text}`);
    return answer;
  }
}

function forkSource(file: string, parameters: string[] = []): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), parameters, {
    execArgv: ['--conditions=source', '--import', 'tsx'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  clearTimeout(timer);
}
