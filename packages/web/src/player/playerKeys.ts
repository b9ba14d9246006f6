export type PlayerAction =
  | { type: 'play' }
  /** Seconds. */
  | { type: 'seek'; by: number }
  | { type: 'frame'; by: 1 | -1 }
  | { type: 'volume'; by: number }
  | { type: 'mute' }
  | { type: 'speed'; by: 1 | -1 }
  | { type: 'full-screen' }
  | { type: 'screenshot' }
  | { type: 'help' };

/** The keys that players of the web share. */
export function actionFor(
  event: Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey'>,
): PlayerAction | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  switch (event.key.toLowerCase()) {
    case ' ':
    case 'k':
      return { type: 'play' };
    case 'arrowleft':
      return { type: 'seek', by: -5 };
    case 'arrowright':
      return { type: 'seek', by: 5 };
    case 'j':
      return { type: 'seek', by: -10 };
    case 'l':
      return { type: 'seek', by: 10 };
    case ',':
      return { type: 'frame', by: -1 };
    case '.':
      return { type: 'frame', by: 1 };
    case 'arrowup':
      return { type: 'volume', by: 0.1 };
    case 'arrowdown':
      return { type: 'volume', by: -0.1 };
    case 'm':
      return { type: 'mute' };
    case '<':
      return { type: 'speed', by: -1 };
    case '>':
      return { type: 'speed', by: 1 };
    case 'f':
      return { type: 'full-screen' };
    case 's':
      return { type: 'screenshot' };
    case '?':
      return { type: 'help' };
    default:
      return null;
  }
}

export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;

/** The next speed in a direction; the last one stays. */
export function nextSpeed(now: number, by: 1 | -1): number {
  const faster = speeds.find((one) => one > now + 0.001);
  const slower = speeds.findLast((one) => one < now - 0.001);
  return (by === 1 ? faster : slower) ?? now;
}
