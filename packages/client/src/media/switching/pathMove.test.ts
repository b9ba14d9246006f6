import type { PathKind } from '@cardea/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextPathMove, pathOf, type PathAction, type PathMove, type PathMoveEvent } from './pathMove.ts';

const mesh: PathMove = { state: 'settled', number: 0 };
const moving: PathMove = { state: 'moving', number: 1, mine: false, theirs: false };

function run(move: PathMove, ...events: PathMoveEvent[]): { move: PathMove; actions: PathAction[] } {
  const actions: PathAction[] = [];
  for (const event of events) {
    const result = nextPathMove(move, event);
    move = result.move;
    actions.push(...result.actions);
  }
  return { move, actions };
}

const told = (number: number, step: 'begin' | 'ready'): PathMoveEvent => ({ type: 'told', number, step });

describe('a move from one path to the other', () => {
  it('closes the old path only when both ends receive by the new one, whoever is first', () => {
    const wish = run(mesh, { type: 'wish', path: 'gateway' });
    expect(wish).toEqual({
      move: moving,
      actions: [
        { do: 'tell', number: 1, step: 'begin' },
        { do: 'open', path: 'gateway' },
      ],
    });
    const close = { do: 'close', path: 'mesh' };
    const first = run(moving, { type: 'ready' });
    expect(first.actions).not.toContainEqual(close);
    expect(run(first.move, told(1, 'ready'))).toEqual({
      move: { state: 'settled', number: 1 },
      actions: [close],
    });
    const second = run(moving, told(1, 'ready'));
    expect(second.actions).toEqual([]);
    expect(run(second.move, { type: 'ready' }).actions.at(-1)).toEqual(close);
  });

  it('is taken back by the end where it fails, and by the one that is told so', () => {
    expect(run(moving, { type: 'failed' })).toEqual({
      move: { state: 'settled', number: 2 },
      actions: [
        { do: 'tell', number: 2, step: 'begin' },
        { do: 'close', path: 'gateway' },
      ],
    });
    expect(run(moving, { type: 'ready' }, told(2, 'begin'))).toEqual({
      move: { state: 'settled', number: 2 },
      actions: [
        { do: 'receive-by', path: 'gateway' },
        { do: 'tell', number: 1, step: 'ready' },
        { do: 'receive-by', path: 'mesh' },
        { do: 'close', path: 'gateway' },
        { do: 'tell', number: 2, step: 'ready' },
      ],
    });
  });

  it('ends though the other’s word was lost, when this end receives by the new path', () => {
    expect(run(moving, { type: 'ready' }, { type: 'failed' }).move).toEqual({ state: 'settled', number: 1 });
  });

  it('answers an end that comes to where this one is, and one that is behind', () => {
    expect(run(mesh, told(0, 'begin')).actions).toEqual([{ do: 'tell', number: 0, step: 'ready' }]);
    expect(run(mesh, told(0, 'ready')).actions).toEqual([]);
    expect(run({ state: 'settled', number: 4 }, told(1, 'begin')).actions).toEqual([
      { do: 'tell', number: 4, step: 'begin' },
    ]);
  });

  it('keeps the path in use open in every state, and receives by one that is open', () => {
    const event = fc.oneof(
      fc.record({ type: fc.constant('wish' as const), path: fc.constantFrom('mesh', 'gateway') }),
      fc.record({
        type: fc.constant('told' as const),
        number: fc.nat({ max: 12 }),
        step: fc.constantFrom('begin', 'ready'),
      }),
      fc.constant({ type: 'ready' as const }),
      fc.constant({ type: 'failed' as const }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const open = new Set<PathKind>(['mesh']);
        let receiving: PathKind = 'mesh';
        let move: PathMove = mesh;
        for (const one of events) {
          const result = nextPathMove(move, one as PathMoveEvent);
          move = result.move;
          for (const action of result.actions) {
            if (action.do === 'open') open.add(action.path);
            if (action.do === 'close') open.delete(action.path);
            if (action.do === 'receive-by') receiving = action.path;
            expect(open.has(receiving)).toBe(true);
          }
          expect(open.size).toBe(move.state === 'moving' ? 2 : 1);
          if (move.state === 'settled') expect([...open]).toEqual([pathOf(move)]);
        }
      }),
    );
  });

  it('brings both ends to one path, however wishes, failures and messages interleave', () => {
    const step = fc.record({
      end: fc.constantFrom(0, 1),
      what: fc.constantFrom('wish-mesh', 'wish-gateway', 'ready', 'failed', 'deliver', 'deliver'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const moves: PathMove[] = [mesh, mesh];
        const mail: PathMoveEvent[][] = [[], []];
        const give = (end: number, event: PathMoveEvent): void => {
          const result = nextPathMove(moves[end] ?? mesh, event);
          moves[end] = result.move;
          for (const action of result.actions) {
            if (action.do === 'tell') mail[1 - end]?.push(told(action.number, action.step));
          }
        };
        const deliver = (end: number): boolean => {
          const next = mail[end]?.shift();
          if (next !== undefined) give(end, next);
          return next !== undefined;
        };
        for (const { end, what } of steps) {
          if (what === 'deliver') deliver(end);
          else if (what === 'wish-mesh') give(end, { type: 'wish', path: 'mesh' });
          else if (what === 'wish-gateway') give(end, { type: 'wish', path: 'gateway' });
          else give(end, { type: what });
        }
        // From here on everything works: what is made gets ready, what is sent arrives, deadlines pass.
        for (let round = 0; round < 20; round++) {
          for (let i = 0; i < 50 && (deliver(0) || deliver(1)); i++);
          for (const end of [0, 1]) give(end, { type: round % 5 === 4 ? 'failed' : 'ready' });
        }
        expect(mail).toEqual([[], []]);
        expect(moves[0]).toEqual(moves[1]);
        expect(moves[0]?.state).toBe('settled');
      }),
    );
  });
});
