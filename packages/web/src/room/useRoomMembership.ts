import type { RoomName } from '@cardea/protocol';
import { useEffect } from 'react';
import { useCardea } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';

/** One is in the room whose address is open, also while a call covers it; leaving the address leaves the room. */
export function useRoomMembership(room: RoomName | null): void {
  const cardea = useCardea();
  const run = useRun();
  useEffect(() => {
    if (room === null) return undefined;
    // The room's own store says what went wrong; the screen shows it.
    cardea.rooms.enter(room).catch(() => undefined);
    return () => run(cardea.rooms.leave());
  }, [cardea, room, run]);
}
