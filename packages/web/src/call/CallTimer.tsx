import { useNow } from '../app/useNow.ts';
import { testIds } from '../design/testIds.ts';
import { timer } from '../i18n/format.ts';

/** @param since by this device's clock, milliseconds */
export function CallTimer({ since }: { since: number }) {
  const now = useNow(500);
  return (
    <span role="timer" data-testid={testIds.callTimer} className="tabular">
      {timer(now - since)}
    </span>
  );
}
