/* The Janus client: for Cardea's gateway and for any other server of the Janus API. Needs nothing of a browser but a WebSocket. */
export { EchoTest, type EchoTestPush, type EchoTestSettings } from './echoTest.ts';
export { JanusError, type JanusErrorSource } from './janusError.ts';
export { JanusHandle, type JanusCandidate, type PluginMessage } from './janusHandle.ts';
export {
  JanusSession,
  type JanusSessionOptions,
  type JanusSessionState,
  type LostReason,
} from './janusSession.ts';
export type { CreateJanusWebSocket, JanusWebSocket } from './line.ts';
export type { Jsep, ServerMessage } from './messages.ts';
export { VideoCall, type VideoCallPush, type VideoCallSettings } from './videoCall.ts';
