/** Phones have no screen capture, and pages without HTTPS have no `mediaDevices` at all. */
export const canShareScreen =
  typeof navigator !== 'undefined' && 'getDisplayMedia' in (navigator.mediaDevices ?? {});
