import type { DeviceId, EventOf, PersonId, RoomName, SocketEventName } from '@cardea/protocol';

/** Somebody to tell, on whatever node their sockets are. */
export type Audience =
  { person: PersonId } | { person: PersonId; device: DeviceId } | { session: string } | { room: RoomName };

/** How the rest of the server tells devices something. The real one is socket.io; tests have one that remembers. */
export interface Notifier {
  /** Told once to every device in any of the audiences, without those in `except`. */
  tell<N extends SocketEventName>(
    audience: Audience | readonly Audience[],
    name: N,
    event: EventOf<N>,
    except?: Audience,
  ): void;
  /** Closes the sockets of an audience, or one socket by its id. */
  disconnect(audience: Audience | { socket: string }): void;
}

/**
 * The socket.io room of an audience. Devices choose their own ids, so a device's room has the person's id in it:
 * naming somebody else's device gives nothing. "/" is in no id.
 */
export function audienceRoom(audience: Audience): string {
  if ('device' in audience) return `device:${audience.person}/${audience.device}`;
  if ('person' in audience) return `person:${audience.person}`;
  if ('session' in audience) return `session:${audience.session}`;
  return `room:${audience.room}`;
}
