import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';

interface Sticking {
  container: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
  /** Whether the newest message is out of sight. */
  away: boolean;
  toBottom: () => void;
}

const near = 80;

/**
 * Keeps a list at its end while new things come, unless one has scrolled up; and keeps what one looks at in its
 * place when earlier things come in above.
 * @param firstKey of the first thing in the list: when it changes, something came in above
 * @param lastKey of the last one
 * @param mineLast one's own new message is always shown
 */
export function useStickToBottom(firstKey: string, lastKey: string, mineLast: boolean): Sticking {
  const container = useRef<HTMLDivElement>(null);
  const seen = useRef({ height: 0, firstKey, lastKey, atBottom: true });
  const [away, setAway] = useState(false);

  const toBottom = useCallback(() => {
    const element = container.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  }, []);

  const onScroll = useCallback(() => {
    const element = container.current;
    if (element === null) return;
    const atBottom = element.scrollHeight - element.scrollTop - element.clientHeight < near;
    seen.current.atBottom = atBottom;
    setAway(!atBottom);
  }, []);

  useLayoutEffect(() => {
    const element = container.current;
    if (element === null) return;
    const { current } = seen;
    if (current.firstKey !== firstKey && current.lastKey === lastKey && !current.atBottom) {
      element.scrollTop += element.scrollHeight - current.height;
    } else if (current.atBottom || (current.lastKey !== lastKey && mineLast)) {
      element.scrollTop = element.scrollHeight;
    }
    Object.assign(current, { height: element.scrollHeight, firstKey, lastKey });
  });

  // The composer grows, keyboards open, pictures load: the end stays the end.
  useLayoutEffect(() => {
    const element = container.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (seen.current.atBottom) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);

  return { container, onScroll, away, toBottom };
}
