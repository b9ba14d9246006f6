import { DeviceId, newId, PersonId, type Person } from '@cardea/protocol';
import type { Cardea } from './api.ts';
import { Devices } from './devices/devices.ts';
import { Shares } from './library/shares.ts';
import { consoleLog, describe, type Log } from './log.ts';
import { PersonScope } from './personScope.ts';
import { ActivityWatch } from './session/activity.ts';
import { claimDeviceId } from './session/deviceId.ts';
import { Server } from './session/server.ts';
import type { RecordingParts } from './recording/recordingRun.ts';
import { Session } from './session/session.ts';
import { Http } from './signalling/http.ts';
import { SocketSignalling } from './signalling/socketSignalling.ts';
import { watchNetwork } from './signalling/watchNetwork.ts';

export interface CardeaOptions {
  /** Origin of the server; by default the page's own. */
  baseUrl?: string;
  log?: Log;
  /** What recording needs from the app's bundler; without it nothing can be recorded. */
  recording?: RecordingParts;
  /** Title of a recording or message, in the person's language. @param at milliseconds since 1970 */
  titleOf?(what: { kind: 'recording' | 'message'; people: readonly Person[]; at: number }): string;
}

/** Stands in while nobody is signed in, so that the stores exist (and are empty) at any time. */
const nobody = PersonId.parse('nobody--');

/**
 * The client library, put together: makes every part and begins by asking who is signed in.
 *
 * `people`, `history`, `rooms`, `chat`, `library` and `calls` belong to the person signed in: after a sign-in or sign-out they
 * are other objects with stores of their own, so take them from here when they are needed.
 * Closing: the person's parts, then the session, the socket, the devices.
 */
export function createCardea(options: CardeaOptions = {}): Cardea {
  const baseUrl = options.baseUrl ?? location.origin;
  const log = options.log ?? consoleLog;
  const closing = new AbortController();
  const http = new Http({ baseUrl, fetch: (...request) => fetch(...request) });
  const signalling = new SocketSignalling({ baseUrl, log });
  const shares = new Shares(http, baseUrl);
  const server = new Server({ signalling, http, baseUrl, log });
  const devices = new Devices({
    // Missing in an insecure context, whatever the types of the browser say.
    mediaDevices: navigator.mediaDevices,
    permissions: navigator.permissions,
    storage: localStorage,
    gateway: () => server.gateway(),
    log,
  });
  const deviceId = claimDeviceId(
    {
      storage: sessionStorage,
      locks: navigator.locks,
      reloaded: performance
        .getEntriesByType('navigation')
        .some((entry) => entry instanceof PerformanceNavigationTiming && entry.type === 'reload'),
    },
    closing.signal,
  );
  const activity = new ActivityWatch(document, (now) => {
    signalling.request('presence:activity', { activity: now }).catch((error: unknown) => {
      // The next handshake says it.
      log('debug', 'activity not told', { reason: describe(error) });
    });
  });
  const createScope = (me: PersonId, device: DeviceId): PersonScope =>
    new PersonScope({
      me,
      device,
      baseUrl,
      signalling,
      http,
      devices,
      serverNow: () => Math.round(Date.now() + server.clockOffset()),
      localStorage,
      sessionStorage,
      recording: options.recording ?? null,
      titleOf:
        options.titleOf ??
        (({ people, at }) =>
          `${people.map(({ name }) => name).join(', ')} ${new Date(at).toISOString().slice(0, 16)}`),
      log,
    });
  let scope = createScope(nobody, newId(DeviceId));
  const changeScope = (me: PersonId, device: DeviceId): void => {
    scope.close();
    scope = createScope(me, device);
  };

  const session = new Session({
    http,
    signalling,
    log,
    entered: async (me: Person) => {
      const device = await deviceId;
      if (closing.signal.aborted) return;
      if (scope.me !== me.id) changeScope(me.id, device);
      // After a change of password too: the old cookie's socket does not live long.
      signalling.open(() => ({ device, activity: activity.activity }));
    },
    // While the line is still there to say so.
    leaving: () => scope.calls.hangUpAll(),
    left: () => {
      changeScope(nobody, newId(DeviceId));
      signalling.close();
    },
  });
  const stopWatchingNetwork = watchNetwork(() => {
    signalling.probe();
    scope.calls.networkChanged();
  });
  void session.load();

  return {
    session,
    server,
    devices,
    get people() {
      return scope.people;
    },
    get calls() {
      return scope.calls;
    },
    get history() {
      return scope.history;
    },
    get chat() {
      return scope.chat;
    },
    get recordings() {
      return scope.recordings;
    },
    get rooms() {
      return scope.rooms;
    },
    get library() {
      return scope.library;
    },
    shares,
    close: () => {
      closing.abort();
      stopWatchingNetwork();
      activity.close();
      scope.close();
      session.close();
      signalling.close();
      server.close();
      devices.close();
      return Promise.resolve();
    },
  };
}
