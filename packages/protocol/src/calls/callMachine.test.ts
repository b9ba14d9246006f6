import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CallId, DeviceId, PersonId } from '../ids.ts';
import type { Call, CallState, EndReason } from './call.ts';
import { Call as CallSchema, EndReason as EndReasonSchema } from './call.ts';
import {
  deadlineOf,
  defaultCallTimes as times,
  isPartOf,
  nextCall,
  startCall,
  type CallEvent,
} from './callMachine.ts';

const ann = DeviceId.parse('ann-laptop');
const annPhone = DeviceId.parse('ann-phone');
const bob = DeviceId.parse('bob-laptop');
const bobPhone = DeviceId.parse('bob-phone');
const at = 1_000_000;

function ring(callee: 'reachable' | 'busy' | 'offline' = 'reachable'): Call {
  return startCall(
    {
      id: CallId.parse('call-0001'),
      kind: 'video',
      caller: { personId: PersonId.parse('person-ann'), deviceId: ann },
      calleeId: PersonId.parse('person-bob'),
      preconnect: true,
      at,
    },
    callee,
  );
}

function after(...events: CallEvent[]): Call {
  return events.reduce((call, event) => {
    const result = nextCall(call, event);
    if ('refused' in result) throw new Error(`refused: ${result.refused}`);
    return result.call;
  }, ring());
}

function refusal(call: Call, event: CallEvent): string | undefined {
  const result = nextCall(call, event);
  return 'refused' in result ? result.refused : undefined;
}

function endOf(call: Call): [EndReason, string] | undefined {
  return call.state.phase === 'ended' ? [call.state.reason, call.state.endedBy] : undefined;
}

const ringing: CallEvent = { type: 'ringing', device: bob, at: at + 10 };
const accept: CallEvent = { type: 'accept', device: bob, at: at + 1000 };
const connected: CallEvent = { type: 'connected', side: 'callee', device: bob, at: at + 1100 };
const annAway: CallEvent = { type: 'away', side: 'caller', device: ann, at: at + 5000 };
const bobAway: CallEvent = { type: 'away', side: 'callee', device: bob, at: at + 6000 };

describe('a call that begins', () => {
  test('rings a reachable callee and has the deadline of ringing', () => {
    expect(ring().state).toEqual({ phase: 'calling', deadlineAt: at + times.ring });
  });
  test('is over at once for a busy callee, by the callee', () => {
    expect(endOf(ring('busy'))).toEqual(['busy', 'callee']);
  });
  test('is over at once for a callee who is offline, by the server', () => {
    expect(endOf(ring('offline'))).toEqual(['offline', 'server']);
  });
});

describe('calling', () => {
  test('rings when a device confirms', () => {
    expect(after(ringing).state).toEqual({ phase: 'ringing', devices: [bob], deadlineAt: at + times.ring });
  });
  test('may be accepted before the confirmation arrives', () => {
    expect(after(accept).state.phase).toBe('connecting');
  });
  test('is cancelled by the caller', () => {
    expect(endOf(after({ type: 'hangup', side: 'caller', device: ann, at }))).toEqual([
      'cancelled',
      'caller',
    ]);
  });
  test('is declined by any device of the callee', () => {
    expect(endOf(after({ type: 'hangup', side: 'callee', device: bobPhone, at }))).toEqual([
      'declined',
      'callee',
    ]);
  });
  test('ends as no answer at its deadline and not before', () => {
    expect(after({ type: 'tick', at: at + times.ring - 1 }).state.phase).toBe('calling');
    expect(endOf(after({ type: 'tick', at: at + times.ring }))).toEqual(['no-answer', 'server']);
  });
  test('fails when the caller gives up, but not when one device of the callee does', () => {
    expect(endOf(after({ type: 'failed', side: 'caller', device: ann, at }))).toEqual(['failed', 'caller']);
    expect(after({ type: 'failed', side: 'callee', device: bob, at }).state.phase).toBe('calling');
  });
});

describe('ringing', () => {
  test('collects every device that rings, once', () => {
    const call = after(ringing, { ...ringing, device: bobPhone }, ringing);
    expect(call.state).toMatchObject({ phase: 'ringing', devices: [bob, bobPhone] });
  });
  test('goes back to calling when the last ringing device is lost, and keeps its deadline', () => {
    const call = after(ringing, { type: 'away', side: 'callee', device: bob, at: at + 20 });
    expect(call.state).toEqual({ phase: 'calling', deadlineAt: at + times.ring });
  });
  test('goes on ringing on the other devices when one is lost', () => {
    const call = after(
      ringing,
      { ...ringing, device: bobPhone },
      { type: 'away', side: 'callee', device: bob, at },
    );
    expect(call.state).toMatchObject({ phase: 'ringing', devices: [bobPhone] });
  });
  test('a caller who vanishes has the grace to come back, no longer', () => {
    const call = after(ringing, annAway);
    expect(deadlineOf(call.state)).toBe(at + 5000 + times.grace);
    expect(endOf(after(ringing, annAway, { type: 'tick', at: at + 5000 + times.grace }))).toEqual([
      'no-answer',
      'server',
    ]);
  });
  test('a caller who comes back has the whole time to ring again', () => {
    const call = after(ringing, annAway, { type: 'back', side: 'caller', device: ann, at: at + 9000 });
    expect(deadlineOf(call.state)).toBe(at + times.ring);
  });
  test('media that is ready before the answer does not answer the call', () => {
    expect(after(ringing, connected).state.phase).toBe('ringing');
  });
  test('cannot change between voice and video', () => {
    const event: CallEvent = { type: 'kind', kind: 'audio', side: 'caller', device: ann, at };
    expect(refusal(after(ringing), event)).toBe('wrong_call_state');
  });
});

describe('connecting', () => {
  test('belongs to the device that accepted first; the second is told "answered elsewhere"', () => {
    const call = after(ringing, accept);
    expect(refusal(call, { ...accept, device: bobPhone })).toBe('answered_elsewhere');
    expect(refusal(call, { type: 'hangup', side: 'callee', device: bobPhone, at })).toBe(
      'answered_elsewhere',
    );
  });
  test('the same device may say it again', () => {
    const call = after(ringing, accept);
    expect(nextCall(call, accept)).toEqual({ call });
  });
  test.each([
    ['caller', ann],
    ['callee', bob],
  ] as const)('is connected when the %s has media', (side, device) => {
    const call = after(ringing, accept, { type: 'connected', side, device, at: at + 1100 });
    expect(call.state).toMatchObject({
      phase: 'connected',
      connectedAt: at + 1100,
      away: [],
      deadlineAt: null,
    });
  });
  test('fails at its deadline if no media comes', () => {
    expect(endOf(after(accept, { type: 'tick', at: at + 1000 + times.connect }))).toEqual([
      'failed',
      'server',
    ]);
  });
  test('is hung up by either end', () => {
    expect(endOf(after(accept, { type: 'hangup', side: 'caller', device: ann, at }))).toEqual([
      'hung-up',
      'caller',
    ]);
    expect(endOf(after(accept, { type: 'hangup', side: 'callee', device: bob, at }))).toEqual([
      'hung-up',
      'callee',
    ]);
  });
  test('a second device of the callee that leaves changes nothing', () => {
    const call = after(ringing, accept);
    expect(nextCall(call, { type: 'away', side: 'callee', device: bobPhone, at })).toEqual({ call });
  });
});

describe('connected', () => {
  test('outlives one end losing the server, for as long as it takes', () => {
    const call = after(accept, connected, annAway, { type: 'tick', at: at + 86_400_000 });
    expect(call.state).toMatchObject({ phase: 'connected', away: ['caller'], deadlineAt: null });
  });
  test('waits the grace for two lost ends, then fails', () => {
    const lost = after(accept, connected, annAway, bobAway);
    expect(deadlineOf(lost.state)).toBe(at + 6000 + times.grace);
    expect(
      endOf(after(accept, connected, annAway, bobAway, { type: 'tick', at: at + 6000 + times.grace })),
    ).toEqual(['failed', 'server']);
  });
  test('goes on when one of two lost ends returns', () => {
    const call = after(accept, connected, annAway, bobAway, {
      type: 'back',
      side: 'callee',
      device: bob,
      at: at + 7000,
    });
    expect(call.state).toMatchObject({ phase: 'connected', away: ['caller'], deadlineAt: null });
  });
  test('keeps the time it was connected when it ends', () => {
    const call = after(accept, connected, { type: 'hangup', side: 'callee', device: bob, at: at + 60_000 });
    expect(call.state).toEqual({
      phase: 'ended',
      reason: 'hung-up',
      endedBy: 'callee',
      endedAt: at + 60_000,
      answeredBy: bob,
      connectedAt: at + 1100,
    });
  });
  test('changes between voice and video', () => {
    const call = after(accept, connected, { type: 'kind', kind: 'audio', side: 'callee', device: bob, at });
    expect(call.kind).toBe('audio');
  });
});

describe('ended', () => {
  const over = after(accept, connected, { type: 'hangup', side: 'caller', device: ann, at: at + 2000 });
  test('stays as it is when both ends hang up, or learn of it late', () => {
    for (const type of ['hangup', 'failed', 'away', 'back'] as const) {
      expect(nextCall(over, { type, side: 'callee', device: bob, at: at + 2001 })).toEqual({ call: over });
    }
    expect(nextCall(over, { type: 'tick', at: at + 9_000_000 })).toEqual({ call: over });
  });
  test('refuses an answer', () => {
    expect(refusal(over, accept)).toBe('call_over');
    expect(refusal(over, { ...accept, device: bobPhone })).toBe('answered_elsewhere');
    expect(refusal(over, ringing)).toBe('call_over');
    expect(refusal(over, connected)).toBe('call_over');
    expect(refusal(over, { type: 'kind', kind: 'audio', side: 'caller', device: ann, at })).toBe('call_over');
  });
});

test('another device of the caller has no say in the call', () => {
  expect(refusal(ring(), { type: 'hangup', side: 'caller', device: annPhone, at })).toBe('not_allowed');
});

describe('isPartOf', () => {
  test('before an answer every device of the callee, after it the one that answered', () => {
    expect(isPartOf(ring(), 'callee', bobPhone)).toBe(true);
    expect(isPartOf(after(accept), 'callee', bobPhone)).toBe(false);
    expect(isPartOf(after(accept), 'callee', bob)).toBe(true);
    expect(isPartOf(ring(), 'caller', annPhone)).toBe(false);
  });
});

// ------------------------------------------------------------------ properties

/** Events of any of two to four devices, in any order, with time going forward by any step. */
function histories(): fc.Arbitrary<CallEvent[]> {
  const callees = fc.integer({ min: 1, max: 3 }).map((count) => [bob, bobPhone, annPhone].slice(0, count));
  return callees.chain((devices) => {
    const end = fc.oneof(
      fc.record({ side: fc.constant('caller' as const), device: fc.constant(ann) }),
      fc.record({ side: fc.constant('callee' as const), device: fc.constantFrom(...devices) }),
    );
    const step = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom(...devices).map((device) => ({ type: 'ringing' as const, device })),
      },
      {
        weight: 3,
        arbitrary: fc.constantFrom(...devices).map((device) => ({ type: 'accept' as const, device })),
      },
      {
        weight: 6,
        arbitrary: fc
          .tuple(
            fc.constantFrom(
              'hangup' as const,
              'connected' as const,
              'failed' as const,
              'away' as const,
              'back' as const,
            ),
            end,
          )
          .map(([type, whose]) => ({ type, ...whose })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom('audio' as const, 'video' as const), end)
          .map(([kind, whose]) => ({ type: 'kind' as const, kind, ...whose })),
      },
      { weight: 2, arbitrary: fc.constant({ type: 'tick' as const }) },
    );
    return fc.array(fc.tuple(step, fc.integer({ min: 0, max: 20_000 })), { maxLength: 40 }).map((steps) => {
      let now = at;
      return steps.map(([event, wait]): CallEvent => {
        now += wait;
        return { ...event, at: now };
      });
    });
  });
}

function play(events: CallEvent[]): { call: Call; states: CallState[]; now: number } {
  let call = ring();
  const states = [call.state];
  for (const event of events) {
    const result = nextCall(call, event);
    if ('call' in result) {
      if (result.call.state !== call.state) states.push(result.call.state);
      call = result.call;
    }
  }
  return { call, states, now: events.at(-1)?.at ?? at };
}

const order = { calling: 0, ringing: 0, connecting: 1, connected: 2, ended: 3 } as const;

describe('no sequence of events', () => {
  test('leaves a call ringing or connecting beyond its time', () => {
    fc.assert(
      fc.property(histories(), (events) => {
        const { call, now } = play(events);
        const late = Math.max(now, at) + times.ring + times.connect + times.grace;
        const result = nextCall(call, { type: 'tick', at: late });
        if (!('call' in result)) throw new Error('a tick is never refused');
        const { state } = result.call;
        // Only a call with at least one end present may go on, and that end can hang up.
        if (state.phase !== 'ended') {
          expect(state.phase).toBe('connected');
          expect(state.phase === 'connected' && state.away.length).toBeLessThan(2);
        }
      }),
    );
  });

  test('makes it impossible for the two ends to end the call', () => {
    fc.assert(
      fc.property(histories(), (events) => {
        const { call, now } = play(events);
        const result = nextCall(call, { type: 'hangup', side: 'caller', device: ann, at: now });
        expect('call' in result && result.call.state.phase).toBe('ended');
      }),
    );
  });

  test('has a call answered by two devices', () => {
    fc.assert(
      fc.property(histories(), (events) => {
        const { states } = play(events);
        const answers = new Set(
          states.flatMap((state) =>
            'answeredBy' in state && state.answeredBy !== null ? [state.answeredBy] : [],
          ),
        );
        expect(answers.size).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('moves a call backwards, or changes one that has ended', () => {
    fc.assert(
      fc.property(histories(), (events) => {
        const { states } = play(events);
        const steps = states.map((state) => order[state.phase]);
        expect(steps).toEqual(steps.toSorted((a, b) => a - b));
        expect(states.filter((state) => state.phase === 'ended').length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('gives a record that does not fit its schema, or an unknown reason', () => {
    fc.assert(
      fc.property(histories(), (events) => {
        const { call } = play(events);
        expect(CallSchema.safeParse(call).success).toBe(true);
        if (call.state.phase === 'ended') expect(EndReasonSchema.options).toContain(call.state.reason);
      }),
    );
  });

  test('counts talking time that is negative', () => {
    fc.assert(
      fc.property(histories(), (events) => {
        const { state } = play(events).call;
        if (state.phase === 'ended' && state.connectedAt !== null) {
          expect(state.endedAt).toBeGreaterThanOrEqual(state.connectedAt);
        }
      }),
    );
  });
});
