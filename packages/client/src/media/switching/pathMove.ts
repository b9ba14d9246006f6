import type { PathKind } from '@cardea/protocol';

/** Which path carries the call between two devices, as one of them sees it. */
export type PathMove =
  | { state: 'settled'; path: PathKind }
  /** Both paths exist. `mine`, `theirs`: whether this end, and the other, receive by the new one. */
  | { state: 'moving'; from: PathKind; to: PathKind; mine: boolean; theirs: boolean };

export type PathMoveEvent =
  /** Somebody at this end wants this path, or it has to be tried. */
  | { type: 'wish'; path: PathKind }
  /** The other end says so. */
  | { type: 'told'; path: PathKind; step: 'begin' | 'ready' }
  /** The path that is being made carries media to this end. */
  | { type: 'ready' }
  /** It could not be made, or not in time. */
  | { type: 'failed' };

/** What has to be done, in this order. */
export type PathAction =
  | { do: 'open' | 'close' | 'receive-by'; path: PathKind }
  | { do: 'tell'; path: PathKind; step: 'begin' | 'ready' };

export interface PathMoveResult {
  move: PathMove;
  actions: readonly PathAction[];
}

/**
 * Make before break: the old path is closed when both ends receive by the new one. `begin` of the old path takes a
 * move back. Both ends may begin the same move at once; there are only two paths, so they cannot begin different ones.
 */
export function nextPathMove(move: PathMove, event: PathMoveEvent): PathMoveResult {
  return move.state === 'settled' ? nextOfSettled(move.path, event) : nextOfMoving(move, event);
}

function nextOfSettled(path: PathKind, event: PathMoveEvent): PathMoveResult {
  const stay: PathMove = { state: 'settled', path };
  switch (event.type) {
    case 'wish':
      if (event.path === path) return { move: stay, actions: [] };
      return begin(path, event.path, false, [{ do: 'tell', path: event.path, step: 'begin' }]);
    case 'told':
      if (event.path !== path) return begin(path, event.path, event.step === 'ready', []);
      // The other end comes back to where this one is, after a reload or a failed move.
      return { move: stay, actions: event.step === 'begin' ? [{ do: 'tell', path, step: 'ready' }] : [] };
    case 'ready':
    case 'failed':
      return { move: stay, actions: [] };
  }
}

function nextOfMoving(move: Extract<PathMove, { state: 'moving' }>, event: PathMoveEvent): PathMoveResult {
  const { from, to, mine } = move;
  switch (event.type) {
    case 'wish':
      if (event.path === to) return { move, actions: [] };
      return takeBack(move, [{ do: 'tell', path: from, step: 'begin' }]);
    case 'told':
      // "Ready" for the old path answers a question that has been overtaken.
      if (event.path === from) return event.step === 'begin' ? takeBack(move, []) : { move, actions: [] };
      if (event.step === 'ready')
        return mine ? settle(move, []) : { move: { ...move, theirs: true }, actions: [] };
      return { move, actions: mine ? [{ do: 'tell', path: to, step: 'ready' }] : [] };
    case 'ready': {
      if (mine) return { move, actions: [] };
      const actions: PathAction[] = [
        { do: 'receive-by', path: to },
        { do: 'tell', path: to, step: 'ready' },
      ];
      return move.theirs ? settle(move, actions) : { move: { ...move, mine: true }, actions };
    }
    case 'failed':
      // This end receives by it: only the other's word was lost.
      if (mine) return settle(move, []);
      return takeBack(move, [{ do: 'tell', path: from, step: 'begin' }]);
  }
}

function begin(
  from: PathKind,
  to: PathKind,
  theirs: boolean,
  actions: readonly PathAction[],
): PathMoveResult {
  // Told before it is opened, so that the other end is prepared for its first signals.
  return {
    move: { state: 'moving', from, to, mine: false, theirs },
    actions: [...actions, { do: 'open', path: to }],
  };
}

function settle(
  { from, to }: { from: PathKind; to: PathKind },
  actions: readonly PathAction[],
): PathMoveResult {
  return { move: { state: 'settled', path: to }, actions: [...actions, { do: 'close', path: from }] };
}

function takeBack(
  { from, to, mine }: { from: PathKind; to: PathKind; mine: boolean },
  actions: readonly PathAction[],
): PathMoveResult {
  const back: PathAction[] = mine ? [{ do: 'receive-by', path: from }] : [];
  return {
    move: { state: 'settled', path: from },
    actions: [...actions, ...back, { do: 'close', path: to }],
  };
}
