import { Activity, DeviceId, PersonId, RoomName, Timestamp } from '@cardea/protocol';
import * as z from 'zod';
import type { DeviceKey, PresentDevice } from './presenceRegistry.ts';

/** A device as Redis keeps it. */
export const RedisEntry = z.object({
  personId: PersonId,
  deviceId: DeviceId,
  connection: z.string(),
  activity: Activity,
  connectedAt: Timestamp,
  lastActiveAt: Timestamp,
  leftAt: Timestamp.nullable(),
  /** The node that has its socket. */
  node: z.string(),
  room: z.object({ name: RoomName, enteredAt: Timestamp }).nullable(),
});
export type RedisEntry = z.infer<typeof RedisEntry>;

export function parseEntry(raw: string): RedisEntry {
  return RedisEntry.parse(JSON.parse(raw));
}

export function toDevice({ node: _node, room: _room, ...device }: RedisEntry): PresentDevice {
  return device;
}

/** Ids have no "/". */
export function memberName({ personId, deviceId }: DeviceKey): string {
  return `${personId}/${deviceId}`;
}

export function parseMember(name: string): DeviceKey {
  const [person = '', device = ''] = name.split('/');
  return { personId: PersonId.parse(person), deviceId: DeviceId.parse(device) };
}

/** Names of the keys, all with one prefix so that the Redis can be shared with others. */
export const redisKeys = {
  /** Hash: device → {@link RedisEntry}. */
  devices: (person: string) => `cardea:devices:${person}`,
  /** Hash: member → when it entered. */
  room: (name: string) => `cardea:room:${name}`,
  /** Set of the ids of nodes. */
  nodes: 'cardea:nodes',
  /** Exists while the node lives. */
  heartbeat: (node: string) => `cardea:node:${node}`,
  /** Set of members whose sockets the node has. */
  nodeMembers: (node: string) => `cardea:node-devices:${node}`,
} as const;
