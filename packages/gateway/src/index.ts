export type { JsonObject } from './core/json.ts';
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { echoTest } from './plugins/echoTest/echoTest.ts';
export type {
  MessageResult,
  Plugin,
  PluginDescription,
  PluginEvent,
  PluginHandle,
  PluginMessage,
  PluginSession,
} from './plugins/plugin.ts';
export { videoCall } from './plugins/videoCall/videoCall.ts';
