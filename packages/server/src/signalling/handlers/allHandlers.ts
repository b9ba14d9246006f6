import { callHandlers } from './callHandlers.ts';
import { chatHandlers } from './chatHandlers.ts';
import { contactHandlers } from './contactHandlers.ts';
import type { Handlers } from './handlers.ts';
import { historyHandlers } from './historyHandlers.ts';
import { iceHandlers } from './iceHandlers.ts';
import { peopleHandlers } from './peopleHandlers.ts';
import { roomHandlers } from './roomHandlers.ts';

/** Every request of the protocol; the compiler sees to it that none is missing. */
export const allHandlers: Handlers = {
  ...peopleHandlers,
  ...contactHandlers,
  ...callHandlers,
  ...historyHandlers,
  ...chatHandlers,
  ...roomHandlers,
  ...iceHandlers,
};
