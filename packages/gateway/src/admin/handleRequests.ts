import { ApiError } from '../core/errors.ts';
import { checkElements } from '../core/request.ts';
import type { HandleRequest } from './adminApi.ts';

/** Captures hold what people say to each other in the clear, so this gateway makes none. */
const noCapture: HandleRequest = (_context, fields) => {
  checkElements(fields, [
    { name: 'folder', type: 'a string' },
    { name: 'filename', type: 'a string' },
    { name: 'truncate', type: 'a positive integer' },
  ]);
  throw new ApiError('unknown', 'Captures are not supported');
};

const notCapturing: HandleRequest = () => {
  throw new ApiError('unknown', 'Capture not started');
};

export const handleRequests: Readonly<Record<string, HandleRequest>> = {
  handle_info: async ({ now, sessions }, fields, session, handle) => {
    checkElements(fields, [{ name: 'plugin_only', type: 'a boolean' }]);
    const { owner } = session;
    const timeout = session.timeout ?? sessions.timeouts.session;
    return {
      handle_id: handle.id,
      info: {
        session_id: session.id,
        session_last_activity: Math.round(session.lastActivity * 1000),
        session_timeout: timeout / 1000,
        ...(owner.name === 'client' ? { session_transport: owner.client.transport } : {}),
        ...(await handle.info(fields['plugin_only'] === true, now())),
      },
    };
  },
  hangup_webrtc: (_context, _fields, _session, handle) => {
    handle.hangup('Admin API');
    return {};
  },
  detach_handle: (_context, _fields, session, handle) => {
    session.handles.delete(handle.id);
    handle.detach();
    return {};
  },
  start_pcap: noCapture,
  start_text2pcap: noCapture,
  stop_pcap: notCapturing,
  stop_text2pcap: notCapturing,
};
