import type { RoomName } from '@cardea/protocol';
import { useEffect } from 'react';
import { useCardea } from '../app/cardea.ts';

/** One is in the room whose address is open, also while a call covers it; leaving the address leaves the room. */
export function useRoomMembership(room: RoomName | null): void {
  const cardea = useCardea();
  useEffect(() => {
    if (room === null) return undefined;
    const { rooms } = cardea;
    // The room's own store says what went wrong; the screen shows it.
    rooms.enter(room).catch(() => undefined);
    return () => void rooms.leave().catch(() => undefined);
  }, [cardea, room]);
}
