import { ItemId, limits, newId, type Person } from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { MessageRecording } from '../api.ts';
import type { DeviceLibrary } from '../library/deviceLibrary.ts';
import { describe, type Log } from '../log.ts';
import { soundBitrate, videoOf, type RecordingFormat } from './formats.ts';
import { keepRecording, recordingLock } from './keepRecording.ts';
import { RecordingRun, type RecordingParts } from './recordingRun.ts';
import type { Shot } from './scene.ts';

/** Opens devices for a message. The tracks are the caller's to stop. */
export interface MessageDevices {
  microphone(): Promise<MediaStreamTrack>;
  camera(): Promise<MediaStreamTrack>;
}

export interface RecordMessageOptions {
  parts: RecordingParts;
  library: DeviceLibrary;
  devices: MessageDevices;
  format: RecordingFormat;
  me: Person;
  titleOf(what: { kind: 'recording' | 'message'; people: readonly Person[]; at: number }): string;
  log: Log;
}

type State = ReturnType<MessageRecording['store']['getState']>;

/**
 * Records a voice or video message of at most three minutes: like a recording of a call of which there is one's own
 * side only.
 *
 * Closing: `stop` or `discard` close devices and worker.
 */
export function recordMessage(options: RecordMessageOptions, picture: boolean): MessageRecording {
  const { parts, library, devices, format, me, titleOf, log } = options;
  const item = newId(ItemId);
  const store = createStore<State>(() => ({
    status: 'opening',
    stream: null,
    sound: null,
    since: null,
    error: null,
  }));
  const tracks: MediaStreamTrack[] = [];
  let resolveOver: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (resolveOver = resolve));
  void navigator.locks.request(recordingLock(item), () => over);
  let run: RecordingRun | null = null;
  let limit: ReturnType<typeof setTimeout> | undefined;

  const closeAll = (): void => {
    clearTimeout(limit);
    for (const track of tracks.splice(0)) track.stop();
    resolveOver();
  };
  const fail = (detail: string): void => {
    log('warn', 'a message could not be recorded', { detail });
    run?.close();
    closeAll();
    store.setState({ status: 'failed', error: { code: 'unavailable', message: detail } });
  };

  const open = async (): Promise<void> => {
    const microphone = await devices.microphone();
    tracks.push(microphone);
    const camera = picture ? await devices.camera() : null;
    if (camera !== null) tracks.push(camera);
    const folder = await library.folder(item);
    if (store.getState().status !== 'opening') return closeAll();
    const video = camera === null ? null : videoOf(format, 360);
    const at = Date.now();
    run = new RecordingRun(
      parts,
      {
        folder,
        draft: {
          ...{ id: item, kind: 'message', subject: null, recordedAt: at, call: null, timeline: [] },
          title: titleOf({ kind: 'message', people: [me], at }),
          people: [{ id: me.id, name: me.name }],
          container: format.container,
          video,
          sound: { codec: format.sound, channels: 1, bitrate: soundBitrate / 2 },
        },
        shot: shotOfMe(me, microphone, camera, video),
      },
      {
        started: (since) => {
          store.setState({
            ...{ status: 'recording', since, sound: new MediaStream([microphone]) },
            stream: camera === null ? null : new MediaStream([camera]),
          });
          limit = setTimeout(() => run?.stop(), limits.messageDuration);
        },
        written: () => undefined,
        silent: () => fail('The browser gives no sound to record.'),
        stopped: (fault, detail) => {
          closeAll();
          const { status, since } = store.getState();
          if (fault !== null && since === null) fail(detail ?? fault);
          else if (status === 'recording') store.setState({ status: 'stopped' });
        },
      },
    );
  };
  open().catch((error: unknown) => fail(describe(error)));

  return {
    store,
    stop: async () => {
      run?.stop();
      if (run === null) closeAll();
      store.setState({ status: 'finishing' });
      await over;
      try {
        const duration = await keepRecording(parts, library, item, () => undefined);
        store.setState({ status: 'done' });
        return { item, duration: Math.min(duration, limits.messageDuration) };
      } catch (error) {
        store.setState({ status: 'failed', error: { code: 'unavailable', message: describe(error) } });
        throw error;
      }
    },
    discard: async () => {
      store.setState({ status: 'failed' });
      run?.close();
      closeAll();
      await library.remove(item);
    },
  };
}

function shotOfMe(
  me: Person,
  microphone: MediaStreamTrack,
  camera: MediaStreamTrack | null,
  size: { width: number; height: number } | null,
): Shot {
  if (camera === null || size === null) return { scene: { tiles: [] }, pictures: [], sounds: [microphone] };
  const tile = { picture: camera.id, name: me.name, color: '#4f7cff', x: 0, y: 0, label: false } as const;
  return {
    scene: { tiles: [{ ...tile, width: size.width, height: size.height, fit: 'contain' }] },
    pictures: [camera],
    sounds: [microphone],
  };
}
