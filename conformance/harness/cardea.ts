import { createGateway, type GatewayOptions } from '@cardea/gateway';
import { createEngine } from '@cardea/media';
import type { Subject } from './janus.ts';

/** The secret that Debian's configuration of Janus has. */
export const adminSecret = 'janusoverlord';

/** Starts this project's gateway on free ports. */
export async function startCardea(options: GatewayOptions = {}): Promise<Subject> {
  const engine = createEngine();
  const admin = { secret: adminSecret, httpPort: 0, webSocketPort: 0 };
  const ports = { httpPort: 0, webSocketPort: 0, host: '127.0.0.1', admin };
  const gateway = await createGateway({ ...ports, log: () => {}, ...options }, engine);
  return {
    httpPort: gateway.httpPort,
    webSocketPort: gateway.webSocketPort,
    adminHttpPort: gateway.admin?.httpPort ?? 0,
    adminWebSocketPort: gateway.admin?.webSocketPort ?? 0,
    close: async () => {
      await gateway.close();
      await engine.close();
    },
  };
}
