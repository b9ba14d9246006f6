import { createStore } from 'zustand/vanilla';
import type { DeviceCheck, DevicesApi, DevicesState, LocalTrackState } from '../api.ts';
import { drawnCamera } from './fakeMedia.ts';
import type { FakeWorld } from './fakeWorld.ts';

const off: LocalTrackState = { on: false, busy: false, problem: null };
const on: LocalTrackState = { on: true, busy: false, problem: null };

export function fakeDevices(world: FakeWorld): DevicesApi {
  const store = createStore<DevicesState>(() => world.devices);

  const startCheck: DevicesApi['startCheck'] = (options): DeviceCheck => {
    const { secure, permission, cameras } = store.getState();
    const problem = !secure ? 'insecure-context' : cameras.length === 0 ? 'no-device' : null;
    const state = (wanted: boolean, kind: 'camera' | 'microphone'): LocalTrackState => {
      if (!wanted) return off;
      if (problem !== null) return { ...off, problem };
      return permission[kind] === 'denied' ? { ...off, problem: 'permission-denied' } : on;
    };
    const camera = state(options.camera, 'camera');
    const check = createStore<ReturnType<DeviceCheck['store']['getState']>>(() => ({
      camera,
      microphone: state(options.microphone, 'microphone'),
      cameraStream: camera.on ? drawnCamera(150) : null,
      microphoneStream: null,
    }));
    const stop = (): void => {
      for (const track of check.getState().cameraStream?.getTracks() ?? []) track.stop();
    };
    return {
      store: check,
      stop,
      setCamera: (wanted) => {
        stop();
        const next = state(wanted, 'camera');
        check.setState({ camera: next, cameraStream: next.on ? drawnCamera(150) : null });
        return Promise.resolve();
      },
      setMicrophone: (wanted) => {
        check.setState({ microphone: state(wanted, 'microphone') });
        return Promise.resolve();
      },
    };
  };

  return {
    store,
    startCheck,
    startServerCheck: ([stream]) => ({
      store: createStore(() => ({ status: 'running' as const, stream: stream ?? null, roundTrip: 23 })),
      stop: () => undefined,
    }),
    select: (kind, deviceId) => {
      store.setState(({ selected }) => ({ selected: { ...selected, [kind]: deviceId } }));
      return Promise.resolve();
    },
    refresh: () => Promise.resolve(),
    meter: (_stream, onLevel) => {
      const timer = setInterval(() => onLevel(Math.abs(Math.sin(performance.now() / 400)) * 0.5), 50);
      return () => clearInterval(timer);
    },
    testSpeaker: () => Promise.resolve(),
    attachSpeaker: () => () => undefined,
  };
}
