import { useEffect, useState } from 'react';

/**
 * Whether something has been so for a while. The first moments of a call belong to the first picture: what can wait is
 * drawn right after it.
 * @param patience milliseconds
 */
export function useSettled(is: boolean, patience: number): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    if (!is) {
      setSettled(false);
      return undefined;
    }
    const timer = setTimeout(() => setSettled(true), patience);
    return () => clearTimeout(timer);
  }, [is, patience]);
  return is && settled;
}
