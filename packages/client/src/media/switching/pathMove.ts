import type { PathKind } from '@cardea/protocol';

/**
 * Which path carries the call between two devices, as one of them sees it. Moves are numbered, and their numbers say where
 * they go: even ones to the mesh, odd ones to the gateway. A call begins with number 0.
 */
export type PathMove =
  | { state: 'settled'; number: number }
  /** Both paths exist. `mine`, `theirs`: whether this end, and the other, receive by the new one. */
  | { state: 'moving'; number: number; mine: boolean; theirs: boolean };

export type PathMoveEvent =
  /** Somebody at this end wants this path, or it has to be tried. */
  | { type: 'wish'; path: PathKind }
  /** The other end says so. */
  | { type: 'told'; number: number; step: 'begin' | 'ready' }
  /** The path that is being made carries media to this end. */
  | { type: 'ready' }
  /** It could not be made, or not in time. */
  | { type: 'failed' };

/** What has to be done, in this order. */
export type PathAction =
  | { do: 'open' | 'close' | 'receive-by'; path: PathKind }
  | { do: 'tell'; number: number; step: 'begin' | 'ready' };

export interface PathMoveResult {
  move: PathMove;
  actions: readonly PathAction[];
}

/** Where the move of this number goes. */
export function pathOf({ number }: { number: number }): PathKind {
  return number % 2 === 0 ? 'mesh' : 'gateway';
}

export function otherPath(path: PathKind): PathKind {
  return path === 'mesh' ? 'gateway' : 'mesh';
}

/**
 * Make before break: the old path is closed when both ends receive by the new one. The highest number counts, so the
 * two agree in the end however their wishes and failures cross; a move is taken back by the next number.
 */
export function nextPathMove(move: PathMove, event: PathMoveEvent): PathMoveResult {
  switch (event.type) {
    case 'wish':
      return pathOf(move) === event.path ? unchanged(move) : advance(move, move.number + 1, true);
    case 'ready':
      return move.state === 'moving' && !move.mine ? receive(move) : unchanged(move);
    case 'failed':
      if (move.state === 'settled') return unchanged(move);
      // If this end receives by it, only the other's word was lost.
      return move.mine ? settle(move, []) : advance(move, move.number + 1, true);
    case 'told':
      return event.step === 'begin' ? toldBegin(move, event.number) : toldReady(move, event.number);
  }
}

function toldBegin(move: PathMove, number: number): PathMoveResult {
  if (number > move.number) return advance(move, number, false);
  // An end that is behind (a reload, a lost message) learns where this one is.
  if (number < move.number) return unchanged(move, [{ do: 'tell', number: move.number, step: 'begin' }]);
  return unchanged(move, isThere(move) ? [{ do: 'tell', number, step: 'ready' }] : []);
}

function toldReady(move: PathMove, number: number): PathMoveResult {
  if (number < move.number) return unchanged(move);
  if (number > move.number) {
    const { move: next, actions } = advance(move, number, false);
    return { move: next.state === 'moving' ? { ...next, theirs: true } : next, actions };
  }
  if (move.state === 'settled') return unchanged(move);
  return move.mine ? settle(move, []) : { move: { ...move, theirs: true }, actions: [] };
}

/** To a higher number. @param tell whether the other end does not know */
function advance(move: PathMove, number: number, tell: boolean): PathMoveResult {
  // Told before the path is opened, so that the other end is prepared for its first signals.
  const said: PathAction[] = tell ? [{ do: 'tell', number, step: 'begin' }] : [];
  const [before, path] = [pathOf(move), pathOf({ number })];
  if (path === before) {
    const there: PathAction[] = isThere(move) ? [{ do: 'tell', number, step: 'ready' }] : [];
    const next: PathMove =
      move.state === 'settled' ? { ...move, number } : { ...move, number, theirs: false };
    return { move: next, actions: [...said, ...there] };
  }
  if (move.state === 'settled') {
    const next: PathMove = { state: 'moving', number, mine: false, theirs: false };
    return { move: next, actions: [...said, { do: 'open', path }] };
  }
  const back: PathAction[] = move.mine ? [{ do: 'receive-by', path }] : [];
  const ready: PathAction[] = tell ? [] : [{ do: 'tell', number, step: 'ready' }];
  return {
    move: { state: 'settled', number },
    actions: [...said, ...back, { do: 'close', path: before }, ...ready],
  };
}

/** This end receives by the new path. */
function receive(move: Extract<PathMove, { state: 'moving' }>): PathMoveResult {
  const actions: PathAction[] = [
    { do: 'receive-by', path: pathOf(move) },
    { do: 'tell', number: move.number, step: 'ready' },
  ];
  return move.theirs ? settle(move, actions) : { move: { ...move, mine: true }, actions };
}

function settle({ number }: { number: number }, actions: readonly PathAction[]): PathMoveResult {
  return {
    move: { state: 'settled', number },
    actions: [...actions, { do: 'close', path: otherPath(pathOf({ number })) }],
  };
}

function unchanged(move: PathMove, actions: readonly PathAction[] = []): PathMoveResult {
  return { move, actions };
}

/** Whether this end receives by the path of the last number. */
function isThere(move: PathMove): boolean {
  return move.state === 'settled' || move.mine;
}
