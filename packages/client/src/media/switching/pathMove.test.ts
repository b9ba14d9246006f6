import type { PathKind } from '@cardea/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextPathMove, type PathAction, type PathMove, type PathMoveEvent } from './pathMove.ts';

const mesh: PathMove = { state: 'settled', path: 'mesh' };
const moving: PathMove = { state: 'moving', from: 'mesh', to: 'gateway', mine: false, theirs: false };

function run(move: PathMove, ...events: PathMoveEvent[]): { move: PathMove; actions: PathAction[] } {
  const actions: PathAction[] = [];
  for (const event of events) {
    const result = nextPathMove(move, event);
    move = result.move;
    actions.push(...result.actions);
  }
  return { move, actions };
}

const told = (path: PathKind, step: 'begin' | 'ready'): PathMoveEvent => ({ type: 'told', path, step });

describe('a move from one path to the other', () => {
  it('closes the old path only when both ends receive by the new one, whoever is first', () => {
    const wish = run(mesh, { type: 'wish', path: 'gateway' });
    expect(wish.actions).toEqual([
      { do: 'tell', path: 'gateway', step: 'begin' },
      { do: 'open', path: 'gateway' },
    ]);
    const close = { do: 'close', path: 'mesh' };
    const first = run(wish.move, { type: 'ready' });
    expect(first.actions).not.toContainEqual(close);
    expect(run(first.move, told('gateway', 'ready'))).toEqual({
      move: { state: 'settled', path: 'gateway' },
      actions: [close],
    });
    const second = run(wish.move, told('gateway', 'ready'));
    expect(second.actions).toEqual([]);
    expect(run(second.move, { type: 'ready' }).actions.at(-1)).toEqual(close);
  });

  it('is taken back by the end where it fails, and by the one that is told so', () => {
    expect(run(moving, { type: 'failed' })).toEqual({
      move: mesh,
      actions: [
        { do: 'tell', path: 'mesh', step: 'begin' },
        { do: 'close', path: 'gateway' },
      ],
    });
    expect(run(moving, { type: 'ready' }, told('mesh', 'begin'))).toEqual({
      move: mesh,
      actions: [
        { do: 'receive-by', path: 'gateway' },
        { do: 'tell', path: 'gateway', step: 'ready' },
        { do: 'receive-by', path: 'mesh' },
        { do: 'close', path: 'gateway' },
      ],
    });
  });

  it('ends though the other’s word was lost, when this end receives by the new path', () => {
    expect(run(moving, { type: 'ready' }, { type: 'failed' }).move).toEqual({
      state: 'settled',
      path: 'gateway',
    });
  });

  it('answers an end that comes to where this one is', () => {
    expect(run(mesh, told('mesh', 'begin'))).toEqual({
      move: mesh,
      actions: [{ do: 'tell', path: 'mesh', step: 'ready' }],
    });
    expect(run(mesh, told('mesh', 'ready'))).toEqual({ move: mesh, actions: [] });
  });

  it('keeps the path in use open in every state, and receives by one that is open', () => {
    const event = fc.oneof(
      fc.record({ type: fc.constant('wish' as const), path: fc.constantFrom('mesh', 'gateway') }),
      fc.record({
        type: fc.constant('told' as const),
        path: fc.constantFrom('mesh', 'gateway'),
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
          if (move.state === 'settled') expect([...open]).toEqual([move.path]);
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
            if (action.do === 'tell') mail[1 - end]?.push(told(action.path, action.step));
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
      { numRuns: 500 },
    );
  });
});
