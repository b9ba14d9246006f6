import { useEffect } from 'react';
import { useChat, useHistory } from './cardea.ts';

/** `(3) Cardea` while something waits. A ring writes over it and gives it back. */
export function usePageTitle(flash: string | null): void {
  const waiting = useChat(({ unread }) => unread) + useHistory(({ missed }) => missed);
  const title = waiting > 0 ? `(${waiting}) Cardea` : 'Cardea';

  useEffect(() => {
    document.title = title;
    if (flash === null) return undefined;
    let on = true;
    document.title = flash;
    const timer = setInterval(() => {
      on = !on;
      document.title = on ? flash : title;
    }, 1_000);
    return () => {
      clearInterval(timer);
      document.title = title;
    };
  }, [flash, title]);
}
