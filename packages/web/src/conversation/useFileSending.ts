import type { PersonId } from '@cardea/protocol';
import { useCalls, useCardea } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';

/** Files go over the data channel of a call with the person; without one they cannot be sent. */
export function useFileSending(person: PersonId): {
  possible: boolean;
  send: (files: readonly File[]) => void;
} {
  const cardea = useCardea();
  const run = useRun();
  const possible = useCalls(({ calls }) =>
    calls.some((call) => call.person.id === person && call.dataChannel),
  );
  return {
    possible,
    send: (files) => {
      for (const file of files) run(cardea.chat.sendFile(person, file));
    },
  };
}
