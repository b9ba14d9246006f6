import { createStore } from 'zustand/vanilla';
import type { DeviceCheck, DeviceKind } from '../api.ts';
import type { Capture } from '../media/capture/capture.ts';
import { CaptureSlot } from '../media/capture/captureSlot.ts';

type CheckState = ReturnType<DeviceCheck['store']['getState']>;

/** Opens devices for looking and listening to oneself; nothing is sent anywhere. Owns what it opens. */
export function runDeviceCheck(
  capture: Capture,
  wanted: { camera: boolean; microphone: boolean },
  onSelected: (listener: (kind: DeviceKind) => void) => () => void,
): DeviceCheck {
  const streams = new Map<MediaStreamTrack, MediaStream>();
  const streamOf = (track: MediaStreamTrack | null): MediaStream | null => {
    if (track === null) return null;
    const stream = streams.get(track) ?? new MediaStream([track]);
    streams.set(track, stream);
    return stream;
  };
  const state = (): CheckState => ({
    camera: camera.state,
    microphone: microphone.state,
    cameraStream: streamOf(camera.track),
    microphoneStream: microphone.state.on ? streamOf(microphone.track) : null,
  });
  const changed = (): void => store.setState(state());
  const camera = new CaptureSlot({ open: () => capture.camera(), keepOpen: false, changed });
  const microphone = new CaptureSlot({ open: () => capture.microphone(), keepOpen: false, changed });
  const store = createStore<CheckState>(state);
  const stopListening = onSelected((kind) => {
    if (kind === 'camera') void camera.reopen();
    if (kind === 'microphone') void microphone.reopen();
  });
  if (wanted.camera && wanted.microphone) {
    const opening = capture.together();
    void camera.set(true, () => opening.camera);
    void microphone.set(true, () => opening.microphone);
  } else {
    void camera.set(wanted.camera);
    void microphone.set(wanted.microphone);
  }
  return {
    store,
    setCamera: (on) => camera.set(on),
    setMicrophone: (on) => microphone.set(on),
    stop: () => {
      stopListening();
      camera.close();
      microphone.close();
      streams.clear();
    },
  };
}
