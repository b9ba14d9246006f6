import type { Post } from '../harness/transcript.ts';

const t = { transaction: 't' };
const secret = { ...t, admin_secret: 'janusoverlord' };
const echo = 'janus.plugin.echotest';
const call = 'janus.plugin.videocall';

const asks = (janus: string, fields: object = {}, path = ''): Post => ({
  to: 'admin',
  path,
  send: { janus, ...secret, ...fields },
});
const raw = (send: Post['send'], path = ''): Post => ({ to: 'admin', path, send });
const api = (send: Post['send'], path = '', keep?: string): Post => ({
  to: 'janus',
  path,
  send: { ...t, ...send },
  ...(keep === undefined ? {} : { keep }),
});
const each = (janus: string, ...fields: object[]) => fields.map((one) => asks(janus, one));

/** Requests without a session, of the reference's 1.12. */
const server: readonly Post[] = [
  ...[raw({ janus: 'ping', ...t }), raw({ janus: 'PING', ...t }), raw({ janus: 'get_status', ...t })],
  ...[raw({ janus: 'get_status', ...t, admin_secret: 'x' }), raw({ janus: 'nope', ...t, admin_secret: 3 })],
  ...[raw({ janus: 3, ...t }), raw({ janus: 'ping' }), raw({ janus: 'ping', transaction: 3 }), raw(t)],
  ...[asks('nope'), asks('get_status'), asks('list_handles'), asks('handle_info'), asks('destroy_session')],
  ...each('set_session_timeout', {}, { timeout: -1 }, { timeout: 'x' }, { timeout: 30 }),
  ...each('set_log_level', {}, { level: 9 }, { level: -1 }, { level: 3 }),
  ...each('set_locking_debug', {}, { debug: 1 }, { debug: false }),
  ...each('set_refcount_debug', { debug: null }, { debug: false }),
  ...each('set_log_timestamps', {}, { timestamps: 1 }, { timestamps: true }),
  ...each('set_log_colors', {}, { colors: 'x' }, { colors: false }),
  ...each('set_min_nack_queue', {}, { min_nack_queue: -1 }, { min_nack_queue: 500 }),
  ...each('set_nack_optimizations', {}, { nack_optimizations: 1 }, { nack_optimizations: true }),
  ...each('set_no_media_timer', {}, { no_media_timer: 'x' }, { no_media_timer: 3 }),
  ...each('set_slowlink_threshold', {}, { slowlink_threshold: -1 }, { slowlink_threshold: 5 }),
  ...each('accept_new_sessions', {}, { accept: 1 }, { accept: false }),
  asks('get_status'),
  api({ janus: 'create', token: 'x' }),
  ...each('accept_new_sessions', { accept: true }),
  ...each('list_sessions', {}),
  ...each('loops_info', {}),
  ...each(
    'message_plugin',
    {},
    { plugin: 3 },
    { plugin: 'nope' },
    { plugin: echo },
    { plugin: echo, request: 3 },
  ),
  ...each(
    'message_plugin',
    { plugin: echo, request: { a: 1 } },
    { plugin: call, request: { request: 'list' } },
  ),
  ...each('query_transport', {}, { transport: 'nope' }, { transport: 'janus.transport.http' }),
  ...['janus.transport.http', 'janus.transport.websockets'].flatMap((transport) =>
    each(
      'query_transport',
      ...[{}, { request: 3 }, { request: 'configure' }, { request: 'nope' }].map((request) => ({
        transport,
        request,
      })),
    ),
  ),
  ...each('query_transport', {
    transport: 'janus.transport.websockets',
    request: { request: 'connections' },
  }),
  ...each('query_eventhandler', {}, { handler: 3 }, { handler: 'nope' }),
  ...each('query_logger', {}, { logger: 3 }, { logger: 'nope' }),
  ...each('custom_event', {}, { schema: 'x' }, { schema: 3, data: {} }, { schema: 'x', data: 3 }),
  ...each('custom_event', { schema: 'x', data: {} }),
  ...each('custom_logline', {}, { line: 3 }, { line: 'x', level: -1 }, { line: 'a line', level: 99 }),
  ...each('resolve_address', {}, { address: 3 }, { address: '127.0.0.1' }, { address: 'no.invalid' }),
  ...each('test_stun', {}, { address: '127.0.0.1' }, { address: '127.0.0.1', port: 'x' }),
  ...each('test_stun', { address: 'no.invalid', port: 3478 }, { address: '127.0.0.1', port: 0 }),
];

/** Requests about tokens, whether or not there are any. */
export const tokens: readonly Post[] = [
  ...each('add_token', {}, { token: 3 }, { token: 'a' }, { token: 'a' }, { token: 'b', plugins: [echo] }),
  ...each('add_token', { token: 'c', plugins: ['nope'] }, { token: 'c', plugins: 3 }),
  ...each('add_token', { token: 'd', plugins: [echo, 'nope'] }, { token: 'e', plugins: [] }),
  ...each(
    'allow_token',
    {},
    { token: 'b' },
    { token: 'zz', plugins: [echo] },
    { token: 'b', plugins: [call] },
  ),
  ...['nope', 3, call].map((plugin) => asks('allow_token', { token: 'b', plugins: [call, plugin] })),
  ...each('allow_token', { token: 'b', plugins: [] }, { token: 'b', plugins: 3 }),
  ...each(
    'disallow_token',
    { token: 'b' },
    { token: 'b', plugins: [echo] },
    { token: 'b', plugins: ['nope'] },
  ),
  ...each('disallow_token', { token: 'zz', plugins: [echo] }),
  ...each('remove_token', {}, { token: 3 }, { token: 'zz' }, { token: 'd' }, { token: 'd' }),
  ...['a', 'b', 'c'].flatMap((token) => [
    api({ janus: 'create', token, id: 50 }),
    api({ janus: 'attach', plugin: call, token }, '/50'),
    api({ janus: 'attach', plugin: echo, token }, '/50'),
    api({ janus: 'destroy', token }, '/50'),
  ]),
  api({ janus: 'create', token: 'zz' }),
  api({ janus: 'create', token: 3 }),
  ...each('remove_token', { token: 'a' }, { token: 'b' }, { token: 'c' }, { token: 'e' }),
  ...each('list_tokens', {}),
];

/** Requests about one session and its handles; a token `key` is made for it. */
const session: readonly Post[] = [
  asks('add_token', { token: 'key' }),
  api({ janus: 'create', id: 77, token: 'key' }),
  api({ janus: 'attach', plugin: call, opaque_id: 'mine', token: 'key' }, '/77', 'handle'),
  asks('list_sessions'),
  ...['/77', '/78', '/77/$handle'].map((path) => asks('list_handles', {}, path)),
  asks('list_handles', { session_id: 77 }),
  ...['/77', '/77/5', '/78/5'].map((path) => asks('handle_info', {}, path)),
  asks('handle_info', {}, '/77/$handle'),
  ...[true, 3].map((plugin_only) => asks('handle_info', { plugin_only }, '/77/$handle')),
  ...[{}, { timeout: 'x' }, { timeout: -2 }, { timeout: 5 }, { timeout: -1 }].map((fields) =>
    asks('set_session_timeout', fields, '/77'),
  ),
  ...['nope', 'get_status', 'info', 'ping'].flatMap((janus) => [
    asks(janus, {}, '/77'),
    asks(janus, {}, '/77/$handle'),
  ]),
  ...[{ folder: 3 }, { filename: 3 }, { truncate: -1 }].map((fields) =>
    asks('start_pcap', fields, '/77/$handle'),
  ),
  asks('stop_text2pcap', {}, '/77/$handle'),
  ...['hangup_webrtc', 'destroy_session', 'detach_handle', 'detach_handle'].map((janus) =>
    asks(janus, {}, '/77/$handle'),
  ),
  ...['destroy_session', 'destroy_session'].map((janus) => asks(janus, {}, '/77')),
  asks('list_sessions'),
];

export const adminRequests: readonly Post[] = [...server, ...tokens, ...session];
