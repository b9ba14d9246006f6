import { ApiError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { checkElements } from '../core/request.ts';
import type { RuntimeSettings } from '../core/runtimeSettings.ts';
import type { ServerRequest } from './adminApi.ts';

type SettingOf<T> = {
  [K in keyof RuntimeSettings]: RuntimeSettings[K] extends T ? K : never;
}[keyof RuntimeSettings];

/** What the whole server does, and how to change it. */
export const settingRequests: Readonly<Record<string, ServerRequest>> = {
  get_status: ({ settings, sessions, tokens, candidatesTimeout }) => ({
    status: {
      token_auth: tokens !== null,
      session_timeout: sessions.timeouts.session / 1000,
      reclaim_session_timeout: sessions.timeouts.reclaim / 1000,
      candidates_timeout: candidatesTimeout / 1000,
      log_level: settings.logLevel,
      log_timestamps: settings.logTimestamps,
      log_colors: settings.logColors,
      locking_debug: settings.lockingDebug,
      refcount_debug: settings.refcountDebug,
      libnice_debug: false,
      min_nack_queue: settings.minNackQueue,
      'nack-optimizations': settings.nackOptimizations,
      no_media_timer: settings.noMediaTimer,
      slowlink_threshold: settings.slowLinkThreshold,
    },
  }),
  set_session_timeout: ({ sessions }, fields) => {
    const timeout = wholeNumber(fields, 'timeout');
    sessions.timeouts.session = timeout * 1000;
    return { timeout };
  },
  set_log_level: ({ settings }, fields) => {
    const level = wholeNumber(fields, 'level');
    if (level > 7) {
      throw new ApiError('invalidElementType', 'Invalid element type (level should be between 0 and 7)');
    }
    settings.logLevel = level;
    return { level };
  },
  set_log_timestamps: flag('timestamps', 'log_timestamps', 'logTimestamps'),
  set_log_colors: flag('colors', 'log_colors', 'logColors'),
  set_locking_debug: flag('debug', 'locking_debug', 'lockingDebug'),
  set_refcount_debug: flag('debug', 'refcount_debug', 'refcountDebug'),
  set_nack_optimizations: flag('nack_optimizations', 'nack-optimizations', 'nackOptimizations'),
  set_min_nack_queue: number('min_nack_queue', 'minNackQueue'),
  set_no_media_timer: number('no_media_timer', 'noMediaTimer'),
  set_slowlink_threshold: number('slowlink_threshold', 'slowLinkThreshold'),
  accept_new_sessions: ({ sessions }, fields) => {
    checkElements(fields, [{ name: 'accept', type: 'a boolean', required: true }]);
    sessions.accepting = fields['accept'] === true;
    return { accept: sessions.accepting };
  },
};

function flag(field: string, told: string, setting: SettingOf<boolean>): ServerRequest {
  return ({ settings }, fields) => {
    checkElements(fields, [{ name: field, type: 'a boolean', required: true }]);
    settings[setting] = fields[field] === true;
    return { [told]: settings[setting] };
  };
}

function number(field: string, setting: SettingOf<number>): ServerRequest {
  return ({ settings }, fields) => {
    settings[setting] = wholeNumber(fields, field);
    return { [field]: settings[setting] };
  };
}

function wholeNumber(fields: JsonObject, name: string): number {
  checkElements(fields, [{ name, type: 'a positive integer', required: true }]);
  return Number(fields[name]);
}
