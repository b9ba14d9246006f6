import type { EventHandler } from '../events/events.ts';
import { HttpEventHandler } from '../events/httpEventHandler.ts';
import { WebSocketEventHandler } from '../events/webSocketEventHandler.ts';
import type { Settings } from './settings.ts';

/** The event handlers that the settings name. */
export function eventHandlers(settings: Settings, report: (error: Error) => void): EventHandler[] {
  const { 'event-queue': maxQueued, 'event-http-url': httpUrl } = settings;
  const { 'event-websocket-url': webSocketUrl, 'event-http-backoff': backoff } = settings;
  const { 'event-http-user': user, 'event-http-password': password } = settings;
  const handlers: EventHandler[] = [];
  if (httpUrl !== null) {
    handlers.push(
      new HttpEventHandler({
        url: httpUrl,
        mask: settings['event-http-events'],
        grouping: settings['event-http-grouping'],
        credentials: user === null ? null : { user, password: password ?? '' },
        maxRetries: settings['event-http-retries'],
        backoff,
        maxQueued,
        report,
      }),
    );
  }
  if (webSocketUrl !== null) {
    handlers.push(
      new WebSocketEventHandler({
        url: webSocketUrl,
        mask: settings['event-websocket-events'],
        grouping: settings['event-websocket-grouping'],
        subprotocol: settings['event-websocket-subprotocol'],
        backoff,
        maxQueued,
        report,
      }),
    );
  }
  return handlers;
}
