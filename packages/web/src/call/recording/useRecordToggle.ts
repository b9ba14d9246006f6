import type { ClientCall } from '@cardea/client';
import { useCardea } from '../../app/cardea.ts';
import { useRun } from '../../app/useRun.ts';
import { showRecordDialog } from '../surface.ts';

/** What the control, its shortcut and its menu entry do. */
export function useRecordToggle(call: ClientCall): () => void {
  const cardea = useCardea();
  const run = useRun();
  return () => {
    const { mine } = call.recordings;
    if (mine !== null) run(cardea.recordings.stop(mine.id));
    else if (call.stage === 'connected') showRecordDialog(true);
  };
}
