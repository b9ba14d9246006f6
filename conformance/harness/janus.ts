import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A server under comparison. */
export interface Subject {
  httpPort: number;
  webSocketPort: number;
  close(): Promise<void>;
}

/**
 * Starts Debian's Janus with a copy of its configuration: ports of our own, and no STUN server, which would have to
 * be reachable.
 */
export async function startJanus(): Promise<Subject & { pid: number }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cardea-janus-'));
  await cp('/etc/janus', folder, { recursive: true });
  const [httpPort, webSocketPort] = [await freePort(), await freePort()];
  await change(path.join(folder, 'janus.jcfg'), /^\s*stun_(server|port) =.*$/gm, '');
  await change(path.join(folder, 'janus.transport.http.jcfg'), /^\s*port = 8088/m, `port = ${httpPort}`);
  const webSockets = path.join(folder, 'janus.transport.websockets.jcfg');
  await change(webSockets, /^\s*ws_port = 8188/m, `ws_port = ${webSocketPort}`);
  const child = spawn('janus', ['-F', folder], { stdio: 'ignore', cwd: folder });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  child.once('error', () => {});
  for (const end = Date.now() + 15_000; Date.now() < end;) {
    const answer = await fetch(`http://127.0.0.1:${httpPort}/janus/info`).catch(() => null);
    if (answer?.ok === true) return { pid: child.pid ?? 0, httpPort, webSocketPort, close };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await close();
  throw new Error('Janus did not answer within 15 s');
}

async function change(file: string, what: RegExp, replacement: string): Promise<void> {
  await writeFile(file, (await readFile(file, 'utf8')).replace(what, replacement));
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
