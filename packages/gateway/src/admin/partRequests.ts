import { ApiError } from '../core/errors.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import { checkElements } from '../core/request.ts';
import { partAnswer } from './partAnswer.ts';
import type { ServerRequest } from './adminApi.ts';

/** What is asked of plugins, transports and event handlers, and what is told to all. */
export const partRequests: Readonly<Record<string, ServerRequest>> = {
  list_sessions: ({ sessions }) => ({ sessions: sessions.ids() }),
  // Janus tells of its static event loops here, which there are none of.
  loops_info: () => ({ loops: [] }),
  message_plugin: async ({ plugins }, fields) => {
    const plugin = plugins.get(nameIn(fields, 'plugin'));
    if (plugin === undefined) throw new ApiError('pluginNotFound', 'Invalid plugin');
    if (plugin.handleAdminMessage === undefined) {
      throw new ApiError('unknown', "Plugin doesn't support Admin API messages");
    }
    return { response: await plugin.handleAdminMessage(requestIn(fields)) };
  },
  query_transport: ({ transports }, fields) => {
    const connections = transports.get(nameIn(fields, 'transport'));
    if (connections === undefined) throw new ApiError('pluginNotFound', 'Invalid transport');
    return {
      response: partAnswer(requestIn(fields), {
        // How JSON is laid out, and whether there are events: neither changes here while the gateway runs.
        configure: () => ({}),
        ...(connections === null ? {} : { connections: () => ({ connections: connections() }) }),
      }),
    };
  },
  query_eventhandler: ({ events }, fields) => {
    const name = nameIn(fields, 'handler');
    const handler = events.handlers.find((each) => each.name === name);
    if (handler === undefined) throw new ApiError('pluginNotFound', 'Invalid event handler');
    return { response: handler.query(requestIn(fields)) };
  },
  query_logger: (_context, fields) => {
    nameIn(fields, 'logger');
    throw new ApiError('pluginNotFound', 'Invalid logger');
  },
  custom_event: ({ events }, fields) => {
    checkElements(fields, [
      { name: 'schema', type: 'a string', required: true },
      { name: 'data', type: 'an object', required: true },
    ]);
    events.emit('external', {}, { schema: fields['schema'], data: fields['data'] });
    return {};
  },
  custom_logline: ({ log, settings }, fields) => {
    checkElements(fields, [
      { name: 'line', type: 'a string', required: true },
      { name: 'level', type: 'a positive integer' },
    ]);
    const level = Number(fields['level'] ?? 4);
    // One line, whatever is in it, so that nobody can forge another.
    if (Math.min(level, 7) <= settings.logLevel) log(JSON.stringify(fields['line']));
    return {};
  },
};

function nameIn(fields: JsonObject, name: string): string {
  checkElements(fields, [
    { name, type: 'a string', required: true },
    { name: 'request', type: 'an object' },
  ]);
  return String(fields[name]);
}

function requestIn(fields: JsonObject): JsonObject {
  return isObject(fields['request']) ? fields['request'] : {};
}
