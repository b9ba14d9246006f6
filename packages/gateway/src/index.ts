export type { JsonObject } from './core/json.ts';
export { SignedTokens, signToken, StoredTokens, type Tokens } from './core/tokens.ts';
export { eventTypes, type EventHandler } from './events/events.ts';
export { HttpEventHandler, type HttpEventHandlerOptions } from './events/httpEventHandler.ts';
export { WebSocketEventHandler, type WebSocketEventHandlerOptions } from './events/webSocketEventHandler.ts';
export type { AdminOptions, GatewayLimits, GatewayOptions } from './assemble.ts';
export { createGateway, type Gateway } from './gateway.ts';
export { mountGateway, type MountedGateway } from './mount.ts';
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
