export const shortcutActions = [
  'microphone',
  'camera',
  'chat',
  'share',
  'fullScreen',
  'devices',
  'quality',
  'record',
  'screenshot',
  'pip',
  'hold',
  'list',
  'escape',
] as const;
export type ShortcutAction = (typeof shortcutActions)[number];

/** Key by its character, so that it is where the keyboard's owner expects it. Space (hold to talk) is apart. */
const keys = {
  m: 'microphone',
  v: 'camera',
  c: 'chat',
  s: 'share',
  f: 'fullScreen',
  d: 'devices',
  q: 'quality',
  r: 'record',
  x: 'screenshot',
  p: 'pip',
  h: 'hold',
  '?': 'list',
  escape: 'escape',
} as const satisfies Record<string, ShortcutAction>;

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  repeat: boolean;
}

/** The action of a key, or `null`. Keys with Ctrl, Alt or ⌘ belong to the browser. */
export function shortcutFor(event: Pressed): ShortcutAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return null;
  const key = event.key.toLowerCase();
  return Object.hasOwn(keys, key) ? keys[key as keyof typeof keys] : null;
}

/** For the list. */
export const shortcutLabels: readonly { key: string; action: ShortcutAction | 'talk' }[] = [
  { key: 'M', action: 'microphone' },
  { key: 'space', action: 'talk' },
  { key: 'V', action: 'camera' },
  { key: 'C', action: 'chat' },
  { key: 'S', action: 'share' },
  { key: 'F', action: 'fullScreen' },
  { key: 'P', action: 'pip' },
  { key: 'H', action: 'hold' },
  { key: 'D', action: 'devices' },
  { key: 'Q', action: 'quality' },
  { key: 'R', action: 'record' },
  { key: 'X', action: 'screenshot' },
  { key: '?', action: 'list' },
  { key: 'Esc', action: 'escape' },
];
