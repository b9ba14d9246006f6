import type { DeviceCheck } from '@cardea/client';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useCardea, useDevices } from '../app/cardea.ts';

type CheckState = ReturnType<DeviceCheck['store']['getState']>;

const closed: CheckState = {
  camera: { on: false, busy: true, problem: null },
  microphone: { on: false, busy: true, problem: null },
  cameraStream: null,
  microphoneStream: null,
};

interface RunningCheck extends CheckState {
  setCamera: (on: boolean) => Promise<void>;
  /** Opens everything anew, after a permission was given or a device was plugged in. */
  again: () => void;
}

/** A device check as long as the component lives; devices are let go with it, and opened anew for another choice. */
export function useDeviceCheck(): RunningCheck {
  const cardea = useCardea();
  const camera = useDevices(({ selected }) => selected.camera);
  const microphone = useDevices(({ selected }) => selected.microphone);
  const [round, setRound] = useState(0);
  const [check, setCheck] = useState<DeviceCheck | null>(null);

  useEffect(() => {
    const started = cardea.devices.startCheck({ camera: true, microphone: true });
    setCheck(started);
    return () => started.stop();
  }, [cardea, camera, microphone, round]);

  const subscribe = useMemo(
    () => (onChange: () => void) => check?.store.subscribe(onChange) ?? (() => undefined),
    [check],
  );
  const state = useSyncExternalStore(subscribe, () => check?.store.getState() ?? closed);
  return {
    ...state,
    setCamera: (on) => check?.setCamera(on) ?? Promise.resolve(),
    again: () => setRound((value) => value + 1),
  };
}
