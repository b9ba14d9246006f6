import type { Activity, DeviceId, PersonId, RoomName } from '@cardea/protocol';

/** A device that is connected, or was until a moment ago. Times in milliseconds. */
export interface PresentDevice {
  personId: PersonId;
  deviceId: DeviceId;
  /** Id of its socket; a newer socket of the same device replaces it. */
  connection: string;
  activity: Activity;
  connectedAt: number;
  /** When it was last used. */
  lastActiveAt: number;
  /** When its socket was lost; `null` while it is there. */
  leftAt: number | null;
}

/** A device that went with its node, and the room it was in. */
export type LostDevice = PresentDevice & { room: RoomName | null };

export interface RoomMember {
  personId: PersonId;
  deviceId: DeviceId;
  enteredAt: number;
}

/**
 * Who is here, on all nodes together. A device whose socket is lost is kept for a moment as `leftAt`, so that a
 * reload does not look like leaving: it neither flickers nor misses a ring.
 */
export interface PresenceRegistry {
  /**
   * A device is here.
   * @returns the connection it had before, if that was still there, and the room it was in and still counts as in
   */
  connect(device: Omit<PresentDevice, 'leftAt'>): Promise<{ replaced: string | null; room: RoomName | null }>;
  /** The socket is lost. @returns whether it was the device's latest, so that the device is away now */
  disconnect(device: DeviceKey, connection: string, at: number): Promise<boolean>;
  /** Drops a device that has not come back. @returns the room it was in, `false` if it has come back */
  forget(device: DeviceKey, connection: string): Promise<{ room: RoomName | null } | false>;
  setActivity(device: DeviceKey, activity: Activity, at: number): Promise<void>;

  /** All devices of these people, those that left a moment ago included. */
  devicesOf(people: readonly PersonId[]): Promise<Map<PersonId, PresentDevice[]>>;

  /** @returns the room the device was in before */
  enterRoom(device: DeviceKey, room: RoomName, at: number): Promise<RoomName | null>;
  /** @returns the room the device was in */
  leaveRoom(device: DeviceKey): Promise<RoomName | null>;
  /** In order of arrival. */
  membersOf(room: RoomName): Promise<RoomMember[]>;
  /** Rooms in which some device of this person is. */
  roomsOf(person: PersonId): Promise<RoomName[]>;

  close(): Promise<void>;
}

export interface DeviceKey {
  personId: PersonId;
  deviceId: DeviceId;
}

/** How long a device that left still counts as here, milliseconds. */
export const defaultLinger = 3_000;

/** The device at which the person most likely is: one in use before one in the background, then the latest. */
export function mostRecentlyUsed(devices: readonly PresentDevice[]): PresentDevice | null {
  let best: PresentDevice | null = null;
  for (const device of devices) {
    if (device.leftAt !== null) continue;
    if (best === null || rank(device) > rank(best)) best = device;
  }
  return best;
}

// Times are below 2^42, so the activity decides first.
function rank(device: PresentDevice): number {
  return (device.activity === 'active' ? 2 ** 44 : 0) + device.lastActiveAt;
}
