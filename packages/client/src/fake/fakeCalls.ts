import { CallId, newId } from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { CallsApi, CallsState, ClientCall, LocalMedia } from '../api.ts';
import { drawnCamera, drawnScreen } from './fakeMedia.ts';
import type { FakeWorld } from './fakeWorld.ts';
import { sampleStatistics } from './sampleStatistics.ts';
import { sampleCall } from './sampleCall.ts';

type LocalTrack = 'microphone' | 'camera' | 'screen';

/** Calls with nobody at the other end: ringing begins after a second, and everybody answers after three. */
export function fakeCalls(world: FakeWorld): CallsApi {
  const store = createStore<CallsState>(() => world.calls);
  const timers = new Set<ReturnType<typeof setTimeout>>();

  const find = (id: CallId): ClientCall | undefined => store.getState().calls.find((call) => call.id === id);
  const change = (id: CallId, part: Partial<ClientCall>): void =>
    store.setState(({ calls }) => ({
      calls: calls.map((call) => (call.id === id ? { ...call, ...part } : call)),
    }));
  const changeLocal = (id: CallId, part: Partial<LocalMedia>): void => {
    const call = find(id);
    if (call !== undefined) change(id, { local: { ...call.local, ...part } });
  };
  const turn = (id: CallId, track: LocalTrack, on: boolean): void => {
    changeLocal(id, { [track]: { on, busy: false, problem: null } });
  };
  const later = (delay: number, action: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, delay);
    timers.add(timer);
  };
  const connect = (id: CallId): void => {
    const call = find(id);
    if (call === undefined || call.stage === 'ended') return;
    const video = call.kind === 'video';
    change(id, {
      stage: 'connected',
      link: 'connected',
      route: 'direct',
      connectedAt: Date.now(),
      dataChannel: true,
      remote: {
        ...call.remote,
        microphone: true,
        camera: video,
        cameraStream: video ? drawnCamera(20) : null,
      },
    });
  };
  const setCamera = (id: CallId, on: boolean): Promise<void> => {
    for (const track of find(id)?.local.cameraStream?.getTracks() ?? []) track.stop();
    changeLocal(id, { cameraStream: on ? drawnCamera(150) : null });
    turn(id, 'camera', on);
    return Promise.resolve();
  };
  const setHold = (id: CallId, heldByMe: boolean): Promise<void> => {
    change(id, { heldByMe });
    store.setState(({ activeId }) => ({ activeId: heldByMe ? (activeId === id ? null : activeId) : id }));
    return Promise.resolve();
  };
  const holdOthers = (id: CallId): void => {
    for (const call of store.getState().calls) {
      if (call.id !== id && call.stage === 'connected') change(call.id, { heldByMe: true });
    }
  };
  const hangUp = (id: CallId): Promise<void> => {
    const call = find(id);
    if (call === undefined || call.stage === 'ended') return Promise.resolve();
    const reason =
      call.stage === 'incoming'
        ? 'declined'
        : call.stage === 'connected'
          ? 'hung-up'
          : ('cancelled' as const);
    change(id, {
      stage: 'ended',
      end: { reason, byMe: true, duration: call.connectedAt === null ? 0 : Date.now() - call.connectedAt },
    });
    return Promise.resolve();
  };

  return {
    store,
    hangUp,
    setCamera,
    setHold,
    ring: (person, kind) => {
      const id = newId(CallId);
      holdOthers(id);
      const call = sampleCall({ id, person, kind, stage: 'calling' }, Date.now());
      store.setState(({ calls }) => ({ calls: [...calls, call], activeId: id }));
      if (kind === 'video') void setCamera(id, true);
      later(1_000, () => {
        if (find(id)?.stage === 'calling') change(id, { stage: 'ringing' });
      });
      later(3_000, () => connect(id));
      return Promise.resolve(id);
    },
    accept: async (id, media, options) => {
      const other = store.getState().activeId;
      if (options?.endOther === true && other !== null) await hangUp(other);
      else holdOthers(id);
      turn(id, 'microphone', true);
      change(id, { stage: 'connecting' });
      store.setState({ activeId: id });
      if (media === 'video') await setCamera(id, true);
      later(400, () => connect(id));
    },
    dismiss: (id) =>
      store.setState(({ calls, activeId }) => ({
        calls: calls.filter((call) => call.id !== id),
        activeId: activeId === id ? null : activeId,
      })),
    setMicrophone: (id, on) => {
      turn(id, 'microphone', on);
      return Promise.resolve();
    },
    requestVideo: (id) => {
      change(id, { videoRequest: 'from-me' });
      return Promise.resolve();
    },
    answerVideoRequest: async (id, { agreed, withCamera }) => {
      change(id, { videoRequest: null, ...(agreed && { kind: 'video' }) });
      if (agreed && withCamera) await setCamera(id, true);
    },
    startScreenShare: (id) => {
      changeLocal(id, { screenStream: drawnScreen() });
      turn(id, 'screen', true);
      return Promise.resolve(true);
    },
    stopScreenShare: (id) => {
      changeLocal(id, { screenStream: null });
      turn(id, 'screen', false);
      return Promise.resolve();
    },
    switchCamera: (id) => setCamera(id, true),
    limitBitrate: (id, role, bitsPerSecond) => {
      const limits = find(id)?.bitrateLimits;
      if (limits !== undefined) change(id, { bitrateLimits: { ...limits, [role]: bitsPerSecond } });
      return Promise.resolve();
    },
    watchStatistics: (id, listener) => {
      const tell = (): void => listener(sampleStatistics(find(id), Date.now()));
      tell();
      const timer = setInterval(tell, 1_000);
      return () => clearInterval(timer);
    },
    movePath: (id, to) => {
      const call = find(id);
      if (call === undefined || call.path.inUse === to) return Promise.resolve();
      change(id, { path: { ...call.path, movingTo: to } });
      later(1_500, () => change(id, { path: { ...call.path, inUse: to, movingTo: null, failed: null } }));
      return Promise.resolve();
    },
    getStats: () => Promise.resolve(null),
  };
}
