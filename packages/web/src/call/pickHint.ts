import type { LocalMedia, MediaProblem } from '@cardea/client';
import type { CallKind } from '@cardea/protocol';

export type CallHint =
  | { type: 'sound-blocked' }
  | { type: 'device'; device: 'microphone' | 'camera'; problem: MediaProblem }
  | { type: 'talking' }
  | { type: 'muted' }
  | { type: 'silent' };

interface HintSigns {
  local: Pick<LocalMedia, 'microphone' | 'camera'>;
  kind: CallKind;
  soundBlocked: boolean;
  /** Space is held. */
  talking: boolean;
  speakingMuted: boolean;
  silent: boolean;
}

/** The one thing worth saying now: what keeps people from hearing each other comes first. */
export function pickHint(signs: HintSigns): CallHint | null {
  const { local, kind, soundBlocked, talking, speakingMuted, silent } = signs;
  if (soundBlocked) return { type: 'sound-blocked' };
  if (local.microphone.problem !== null) {
    return { type: 'device', device: 'microphone', problem: local.microphone.problem };
  }
  if (local.camera.problem !== null && kind === 'video') {
    return { type: 'device', device: 'camera', problem: local.camera.problem };
  }
  if (talking) return { type: 'talking' };
  if (speakingMuted && !local.microphone.on) return { type: 'muted' };
  if (silent && local.microphone.on) return { type: 'silent' };
  return null;
}
