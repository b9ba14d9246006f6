import type { ClientCall } from '@cardea/client';
import type { CallId } from '@cardea/protocol';
import { create } from 'zustand';

interface Surface {
  /** The call that was made small to use the app meanwhile. */
  minimised: CallId | null;
  panel: Panel | null;
  /** Whether it is asked what to record. */
  recordDialog: boolean;
}

/** What stands beside the pictures; one at a time. */
type Panel = 'chat' | 'quality';

export const useSurface = create<Surface>(() => ({ minimised: null, panel: null, recordDialog: false }));

export function minimise(call: CallId | null): void {
  useSurface.setState({ minimised: call });
}

export function showPanel(panel: Panel | null): void {
  useSurface.setState({ panel });
}

export function showRecordDialog(shown: boolean): void {
  useSurface.setState({ recordDialog: shown });
}

export function togglePanel(panel: Panel): void {
  useSurface.setState((state) => ({ panel: state.panel === panel ? null : panel }));
}

/** The call that has the screen: the active one, else one on hold, else one that has ended and says why. */
export function shownCall(calls: readonly ClientCall[], activeId: CallId | null): ClientCall | undefined {
  const live = calls.filter(({ stage }) => stage !== 'incoming' && stage !== 'ended');
  return (
    live.find(({ id }) => id === activeId) ??
    live[0] ??
    calls.findLast((call) => call.stage === 'ended' && farewell(call) === 'screen')
  );
}

/** Calls on hold beside the one on the screen. */
export function heldCalls(calls: readonly ClientCall[], shown: CallId): readonly ClientCall[] {
  return calls.filter(({ id, stage }) => id !== shown && (stage === 'connected' || stage === 'connecting'));
}

/** What an ended call still has to say: a screen of its own, a line in passing, or nothing. */
export function farewell(
  call: Pick<ClientCall, 'direction' | 'end' | 'connectedAt'>,
): 'screen' | 'missed' | 'elsewhere' | 'nothing' {
  const { direction, end, connectedAt } = call;
  if (end === null) return 'screen';
  if (end.reason === 'answered-elsewhere') return 'elsewhere';
  if (direction === 'outgoing' || connectedAt !== null) return 'screen';
  if (end.reason === 'failed' || end.reason === 'hung-up') return 'screen';
  return end.byMe || end.reason === 'declined' ? 'nothing' : 'missed';
}
