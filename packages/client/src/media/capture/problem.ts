import type { MediaProblem } from '../../api.ts';

/** What an error of `getUserMedia` or `getDisplayMedia` means (W3C mediacapture-streams 9.2.3). */
export function problemOf(error: unknown): MediaProblem {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'permission-denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'no-device';
    case 'NotReadableError':
    case 'AbortError':
      return 'device-in-use';
    case 'InsecureContextError':
      return 'insecure-context';
    default:
      return 'unknown';
  }
}

/** Thrown where the browser hides its devices because the page is not secure. */
export class InsecureContextError extends Error {
  override readonly name = 'InsecureContextError';
}
