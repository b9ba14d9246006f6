import type { CallStatistics } from '@cardea/client';
import type { CallId } from '@cardea/protocol';
import { useEffect, useState } from 'react';
import { useCardea } from '../../app/cardea.ts';

/** The last minute of a call, measured for as long as this is on the screen. */
export function useStatistics(call: CallId): readonly CallStatistics[] {
  const cardea = useCardea();
  const [history, setHistory] = useState<readonly CallStatistics[]>([]);
  useEffect(() => cardea.calls.watchStatistics(call, setHistory), [cardea, call]);
  return history;
}
