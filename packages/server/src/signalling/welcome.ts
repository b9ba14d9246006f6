import type { Call, DeviceId, EventOf, PersonId } from '@cardea/protocol';
import { openCallsOf, otherPerson, usesDevice } from '../calls/callStore.ts';
import { getPeople, getPerson } from '../people/personRecords.ts';
import type { Services } from './services.ts';

/**
 * Everything a client needs to draw its first screen.
 * @param mayHaveCalls `false` if it has just been seen that the person has none, which spares a look
 */
export async function composeWelcome(
  services: Services,
  person: PersonId,
  device: DeviceId,
  mayHaveCalls: boolean,
): Promise<EventOf<'welcome'>> {
  const { db, contacts, chat, history, iceFor, now } = services;
  const me = await getPerson(db, person);
  return {
    me: me.person,
    settings: me.settings,
    contacts: await contacts.list(person),
    conversations: await chat.conversations(person),
    missedCalls: await history.countMissed(person),
    // Last, so that it is as fresh as can be.
    calls: mayHaveCalls ? await callsOn(services, person, device) : [],
    ice: iceFor(person, me.settings.relayOnly),
    serverTime: now(),
  };
}

/** Calls that this device is part of, or that ring on it. */
export async function callsOn(
  services: Services,
  person: PersonId,
  device: DeviceId,
): Promise<EventOf<'welcome'>['calls']> {
  const open = await openCallsOf(services.db, [person]);
  const calls = open.map((stored) => stored.call).filter((call) => isOn(call, person, device));
  if (calls.length === 0) return [];
  const people = await getPeople(
    services.db,
    calls.map((call) => otherPerson(call, person)),
  );
  return calls.flatMap((call) => {
    const other = people.get(otherPerson(call, person));
    return other === undefined ? [] : [{ call, person: other.person }];
  });
}

function isOn(call: Call, person: PersonId, device: DeviceId): boolean {
  const unanswered = call.state.phase === 'calling' || call.state.phase === 'ringing';
  return usesDevice(call, person, device) || (unanswered && call.calleeId === person);
}
