import { createWorkerEngine, type MediaConnection } from '@cardea/media';
import { only } from '@cardea/media/testing/connectionEvents';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/**
 * A process of its own, so that its time can be measured: the engine's forwarding with as little around it as there can be. `POST
 * /publish` and `POST /receive` take an offer and give the answer; what is published goes to all that receive.
 */
const engine = createWorkerEngine();
const silent = only({});
let publisher: { connection: MediaConnection; mid: string } | null = null;

async function take(path: string | undefined, sdp: string): Promise<string> {
  const connection = engine.open(silent, publisher?.connection);
  const remote = await connection.setRemote({ type: 'offer', sdp });
  const mid = remote.media[0]?.mid ?? '';
  if (path === '/publish') publisher = { connection, mid };
  else publisher?.connection.forward(publisher.mid, connection, mid);
  const direction = path === '/publish' ? 'recvonly' : 'sendonly';
  const answer = remote.sdp.replace(/a=(sendonly|recvonly|sendrecv)/, `a=${direction}`);
  return connection.setLocal({ type: 'answer', sdp: answer });
}

const server = createServer((request, response) => {
  void text(request)
    .then((sdp) => take(request.url, sdp))
    .then((answer) => response.end(answer));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
process.send?.((server.address() as AddressInfo).port);
process.once('disconnect', () => void engine.close().then(() => process.exit(0)));
