/** kbit/s that can be asked for; 0: no limit. */
export const bitrateField = { lowest: 0, highest: 50_000 } as const;

/** What somebody typed in kbit/s, in bit/s; `null` if it is no number within the bounds. */
export function readBitrate(text: string): number | null {
  const trimmed = text.trim();
  if (!/^\d{1,6}$/.test(trimmed)) return null;
  const value = Number(trimmed);
  return value <= bitrateField.highest ? value * 1_000 : null;
}

/** The address of a WebSocket that somebody typed; `null` if it is none. */
export function readServerUrl(text: string): string | null {
  const trimmed = text.trim();
  if (!/^wss?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return null;
  const url = new URL(trimmed);
  // A WebSocket may have no fragment (RFC 6455 section 3), and browsers refuse names and passwords in it.
  return url.hash === '' && url.username === '' && url.password === '' ? url.href : null;
}

/** Which server was connected to last; remembered in this browser. Secrets are not. */
export interface LabServer {
  other: boolean;
  address: string;
}

export function parseLabServer(text: string | null): LabServer {
  const unknown: LabServer = { other: false, address: '' };
  try {
    const stored: unknown = JSON.parse(text ?? 'null');
    if (typeof stored !== 'object' || stored === null) return unknown;
    const address =
      'address' in stored && typeof stored.address === 'string' ? stored.address.slice(0, 2_000) : '';
    return { other: 'other' in stored && stored.other === true, address };
  } catch {
    return unknown;
  }
}

const key = 'cardea.lab.server';

export function rememberedServer(): LabServer {
  try {
    return parseLabServer(localStorage.getItem(key));
  } catch {
    // Storage can be forbidden; then nothing is remembered.
    return parseLabServer(null);
  }
}

export function rememberServer(server: LabServer): void {
  try {
    localStorage.setItem(key, JSON.stringify(server));
  } catch {
    // See above.
  }
}
