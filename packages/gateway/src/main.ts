#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { createWorkerEngine } from '@cardea/media';
import { z } from 'zod';
import { createGateway } from './gateway.ts';

const Port = z.coerce.number().int().min(0).max(65_535);

const Settings = z.object({
  'http-port': Port.default(8088),
  'websocket-port': Port.default(8188),
  host: z.string().max(255).default('0.0.0.0'),
  'api-secret': z.string().min(1).max(1000).nullable().default(null),
  /** Media worker processes; 0: media in this process. One for each core when absent. */
  'media-workers': z.coerce.number().int().min(0).max(256).optional(),
});

/** The gateway alone, in the place of Janus: flags count before environment variables. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'http-port': { type: 'string' },
      'websocket-port': { type: 'string' },
      host: { type: 'string' },
      'api-secret': { type: 'string' },
      'media-workers': { type: 'string' },
    },
  });
  const { env } = process;
  const settings = Settings.parse({
    'http-port': values['http-port'] ?? env['CARDEA_GATEWAY_HTTP_PORT'],
    'websocket-port': values['websocket-port'] ?? env['CARDEA_GATEWAY_WEBSOCKET_PORT'],
    host: values.host ?? env['CARDEA_GATEWAY_HOST'],
    'api-secret': values['api-secret'] ?? env['CARDEA_GATEWAY_API_SECRET'],
    'media-workers': values['media-workers'] ?? env['MEDIA_WORKERS'],
  });
  const workers = settings['media-workers'];
  const engine = createWorkerEngine(workers === undefined ? {} : { workers });
  const gateway = await createGateway(
    {
      httpPort: settings['http-port'],
      webSocketPort: settings['websocket-port'],
      host: settings.host,
      apiSecret: settings['api-secret'],
    },
    engine,
  );
  console.log(`Janus API: HTTP on port ${gateway.httpPort}, WebSocket on port ${gateway.webSocketPort}`);
  const stop = async () => {
    await gateway.close();
    await engine.close();
    process.exit(0);
  };
  process.once('SIGINT', () => void stop());
  process.once('SIGTERM', () => void stop());
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
