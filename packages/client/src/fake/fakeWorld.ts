import type { ErrorCode } from '@cardea/protocol';
import type {
  CallsState,
  ChatState,
  DevicesState,
  HistoryState,
  LibraryState,
  PeopleState,
  RoomsState,
  ServerState,
  SessionState,
} from '../api.ts';

/** Everything a fake starts from: the first value of each store, and what it refuses. */
export interface FakeWorld {
  session: SessionState;
  server: ServerState;
  people: PeopleState;
  calls: CallsState;
  devices: DevicesState;
  history: HistoryState;
  chat: ChatState;
  rooms: RoomsState;
  library: LibraryState;
  /** Entering with any name fails with this code. */
  entryRefusal: ErrorCode | null;
}
