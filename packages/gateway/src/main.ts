#!/usr/bin/env node
import { createWorkerEngine, type MediaEngine } from '@cardea/media';
import { eventHandlers } from './configuration/eventHandlers.ts';
import { helpText } from './configuration/helpText.ts';
import { checkPackages, loadPlugin } from './configuration/loadPlugin.ts';
import { loadSettings } from './configuration/loadSettings.ts';
import type { Settings } from './configuration/settings.ts';
import { startFailure } from './configuration/startFailure.ts';
import { SignedTokens, StoredTokens } from './core/tokens.ts';
import type { GatewayOptions } from './assemble.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { echoTest } from './plugins/echoTest/echoTest.ts';
import { videoCall } from './plugins/videoCall/videoCall.ts';

/** The gateway alone, in the place of Janus. */
async function main(): Promise<void> {
  const settings = loadSettings(process.argv.slice(2), process.env);
  if (settings === 'help') {
    process.stdout.write(helpText());
    return;
  }
  const plugins = [echoTest, videoCall(), ...(await Promise.all(settings.plugin.map(loadPlugin)))];
  checkPackages(plugins);
  const engine = engineOf(settings);
  const gateway = await createGateway({ ...gatewayOptions(settings), plugins }, engine);
  console.log(`Janus API: HTTP on port ${gateway.httpPort}, WebSocket on port ${gateway.webSocketPort}`);
  if (gateway.admin !== null) {
    const { httpPort, webSocketPort } = gateway.admin;
    console.log(`Admin API: HTTP on port ${httpPort}, WebSocket on port ${webSocketPort}`);
  }
  stopOnSignals(gateway, engine);
}

function engineOf(settings: Settings): MediaEngine {
  const { 'media-address': bindAddress, 'rtp-port-range': portRange } = settings;
  return createWorkerEngine({
    workers: settings['media-workers'],
    iceServers: settings['stun-servers'],
    ...(bindAddress === null ? {} : { bindAddress }),
    ...(portRange === null ? {} : { portRange }),
  });
}

function gatewayOptions(settings: Settings): GatewayOptions {
  const { 'token-auth-secret': tokenSecret, 'admin-secret': adminSecret } = settings;
  const tokens = tokenSecret === null ? new StoredTokens() : new SignedTokens(tokenSecret);
  const admin = {
    secret: adminSecret ?? '',
    httpPort: settings['admin-http-port'],
    webSocketPort: settings['admin-websocket-port'],
    host: settings['admin-host'] ?? settings.host,
    basePath: settings['admin-base-path'],
  };
  return {
    host: settings.host,
    httpPort: settings['http-port'],
    webSocketPort: settings['websocket-port'],
    basePath: settings['base-path'],
    allowOrigin: settings['allow-origin'],
    serverName: settings['server-name'],
    apiSecret: settings['api-secret'],
    tokens: settings['token-auth'] ? tokens : null,
    admin: adminSecret === null ? null : admin,
    sessionTimeout: settings['session-timeout'] * 1000,
    reclaimTimeout: settings['reclaim-session-timeout'] * 1000,
    candidatesTimeout: settings['candidates-timeout'] * 1000,
    slowLinkThreshold: settings['slowlink-threshold'],
    statisticsPeriod: settings['stats-period'] * 1000,
    recordings: settings['recordings-dir'],
    limits: {
      message: settings['message-bytes'],
      requestsPerSecond: settings['requests-per-second'],
      sessionsPerConnection: settings['sessions-per-connection'],
      sessions: settings.sessions,
      handles: settings['handles-per-session'],
      recording: settings['recording-bytes'],
    },
    eventHandlers: eventHandlers(settings, (error) => console.error(error)),
  };
}

function stopOnSignals(gateway: Gateway, engine: MediaEngine): void {
  const stop = async () => {
    await gateway.close();
    await engine.close();
    process.exit(0);
  };
  process.once('SIGINT', () => void stop());
  process.once('SIGTERM', () => void stop());
}

main().catch((error: unknown) => {
  console.error(startFailure(error));
  process.exit(1);
});
