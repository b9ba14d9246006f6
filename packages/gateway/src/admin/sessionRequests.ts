import { ApiError } from '../core/errors.ts';
import { checkElements } from '../core/request.ts';
import type { SessionRequest } from './adminApi.ts';

export const sessionRequests: Readonly<Record<string, SessionRequest>> = {
  list_handles: (_context, _fields, session) => ({ handles: [...session.handles.keys()] }),
  destroy_session: ({ sessions }, _fields, session) => {
    sessions.destroy(session);
    return {};
  },
  /** −1: that of all sessions. */
  set_session_timeout: (_context, fields, session) => {
    checkElements(fields, [{ name: 'timeout', type: 'an integer', required: true }]);
    const timeout = Number(fields['timeout']);
    if (timeout < -1) {
      const what = 'timeout should be a non-negative integer or -1';
      throw new ApiError('invalidElementType', `Invalid element type (${what})`);
    }
    session.timeout = timeout === -1 ? null : timeout * 1000;
    return { timeout };
  },
};
