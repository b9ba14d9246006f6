import { CardeaError, defaultSettings, newId, PersonId, type Person } from '@cardea/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Listeners } from '../listeners.ts';
import { ScriptedSignalling } from '../signalling/scriptedSignalling.ts';
import { Session } from './session.ts';

const me: Person = { id: newId(PersonId), name: 'Ann', kind: 'guest', avatarUrl: null };
const mine = { me, settings: defaultSettings };
const nobody = { me: null, settings: null };

class SignallingWithRefusals extends ScriptedSignalling {
  readonly refusals = new Listeners<void>();
  onRefused(listener: () => void): () => void {
    return this.refusals.add(listener);
  }
}

let signalling: SignallingWithRefusals;
/** What the server answers next; an error is thrown. */
let answer: unknown;
let steps: string[];
let session: Session;

beforeEach(() => {
  vi.useFakeTimers();
  signalling = new SignallingWithRefusals();
  steps = [];
  session = new Session({
    http: {
      request: async (_method, _path, schema) => {
        if (answer instanceof Error) throw answer;
        return schema.parse(answer);
      },
    },
    signalling,
    entered: async () => void steps.push(`entered while ${session.store.getState().status}`),
    leaving: () => steps.push('leaving'),
    left: () => steps.push(`left while ${session.store.getState().status}`),
    log: () => undefined,
  });
});
afterEach(() => {
  session.close();
  vi.useRealTimers();
});

describe('the session', () => {
  it('prepares a person’s parts before it says that they are signed in', async () => {
    answer = mine;
    await session.load();
    expect(steps).toEqual(['entered while loading']);
    expect(session.store.getState()).toEqual({ status: 'signed-in', ...mine });
  });

  it('is unreachable without a server, and tries again by itself', async () => {
    answer = new CardeaError('unavailable');
    await session.load();
    expect(session.store.getState().status).toBe('unreachable');
    answer = nobody;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(session.store.getState()).toEqual({ status: 'signed-out', notice: null });
  });

  it('hangs up while the server can still be told, then leaves', async () => {
    answer = mine;
    await session.load();
    answer = {};
    await session.signOut();
    expect(steps.slice(1)).toEqual(['leaving', 'left while signed-out']);
  });

  it('says so when it was ended from elsewhere', async () => {
    answer = mine;
    await session.load();
    signalling.tell('session:ended', {});
    expect(session.store.getState()).toEqual({ status: 'signed-out', notice: 'ended' });
  });

  it('believes a refused socket only after asking: the cookie may just have changed', async () => {
    answer = mine;
    await session.load();
    signalling.refusals.emit();
    await vi.advanceTimersByTimeAsync(0);
    expect(session.store.getState().status).toBe('signed-in');
    answer = nobody;
    signalling.refusals.emit();
    await vi.advanceTimersByTimeAsync(0);
    expect(session.store.getState()).toEqual({ status: 'signed-out', notice: 'ended' });
  });

  it('refuses a name the server would refuse, without asking', async () => {
    answer = mine;
    await expect(session.enterAsGuest('   ')).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(session.enterAsGuest('a\u202Eb')).rejects.toMatchObject({ code: 'invalid_request' });
    expect(steps).toEqual([]);
  });
});
