import {
  CallId,
  DeviceId,
  newId,
  nextCall,
  PersonId,
  startCall,
  type Call,
  type CallEvent,
} from '@cardea/protocol';
import { describe, expect, it } from 'vitest';
import { endOf, isMine, mergeRecord, otherDevice, stageOf, type Self } from './callRecord.ts';

const ann: Self = { person: newId(PersonId), device: newId(DeviceId) };
const bob: Self = { person: newId(PersonId), device: newId(DeviceId) };
const bobsPhone: Self = { person: bob.person, device: newId(DeviceId) };

const calling = startCall(
  {
    id: newId(CallId),
    kind: 'audio',
    caller: { personId: ann.person, deviceId: ann.device },
    calleeId: bob.person,
    preconnect: true,
    at: 1_000,
  },
  'reachable',
);

function after(call: Call, ...events: CallEvent[]): Call {
  return events.reduce((record, event) => {
    const result = nextCall(record, event);
    if ('refused' in result) throw new Error(result.refused);
    return result.call;
  }, call);
}

const ringing = after(calling, { type: 'ringing', device: bob.device, at: 1_100 });
const accepted = after(ringing, { type: 'accept', device: bob.device, at: 2_000 });
const connected = after(accepted, { type: 'connected', side: 'caller', device: ann.device, at: 2_500 });
const over = after(connected, { type: 'hangup', side: 'callee', device: bob.device, at: 9_500 });

describe('joining my record with the server’s', () => {
  it('takes the server’s when it is further', () => {
    expect(mergeRecord(ringing, accepted)).toBe(accepted);
    expect(mergeRecord(connected, over)).toBe(over);
  });

  it('never goes back behind a click of mine for an older record on its way', () => {
    expect(mergeRecord(accepted, ringing).state).toBe(accepted.state);
    const mine = after(ringing, { type: 'hangup', side: 'caller', device: ann.device, at: 3_000 });
    expect(mergeRecord(mine, accepted)).toBe(mine);
  });

  it('believes the server about who answered', () => {
    const mine = after(ringing, { type: 'accept', device: bobsPhone.device, at: 2_000 });
    expect(mergeRecord(mine, accepted)).toBe(accepted);
  });

  it('takes the server’s reason for an end', () => {
    const mine = after(ringing, { type: 'hangup', side: 'caller', device: ann.device, at: 3_000 });
    const servers = after(ringing, { type: 'tick', at: 100_000 });
    expect(mergeRecord(mine, servers)).toBe(servers);
  });
});

describe('a call as it looks from a device', () => {
  it('is over on my other device once I have answered', () => {
    expect(stageOf(accepted, bob)).toBe('connecting');
    expect(stageOf(accepted, bobsPhone)).toBe('ended');
    expect(endOf(accepted, bobsPhone)).toEqual({ reason: 'answered-elsewhere', byMe: true, duration: 0 });
    expect(isMine(accepted, bobsPhone)).toBe(false);
  });

  it('tells who ended it and how long it lasted', () => {
    expect(endOf(over, ann)).toEqual({ reason: 'hung-up', byMe: false, duration: 7_000 });
    expect(endOf(over, bob)).toEqual({ reason: 'hung-up', byMe: true, duration: 7_000 });
  });

  it('has the other device: the caller’s from the start, the callee’s after the answer', () => {
    expect(otherDevice(ringing, bob)).toBe(ann.device);
    expect(otherDevice(ringing, ann)).toBeNull();
    expect(otherDevice(accepted, ann)).toBe(bob.device);
  });
});
