import type {
  CallId,
  CallKind,
  ContactState,
  DeviceId,
  ItemId,
  LinkId,
  MessageId,
  PersonId,
  PersonSettings,
} from '@cardea/protocol';

/**
 * The tables as Kysely sees them. Only types that SQLite and PostgreSQL share: text, integers (milliseconds and
 * counts are 64 bits wide), and 0 or 1 for yes and no.
 */
export interface Tables {
  people: PeopleTable;
  sessions: SessionsTable;
  avatars: AvatarsTable;
  contacts: ContactsTable;
  calls: CallsTable;
  messages: MessagesTable;
  conversations: ConversationsTable;
  items: ItemsTable;
  item_shares: ItemSharesTable;
  item_links: ItemLinksTable;
}

export type Bit = 0 | 1;

export interface PeopleTable {
  id: PersonId;
  name: string;
  /** The name as it is compared, unique. `null` once a guest has left and the name is free again. */
  name_key: string | null;
  kind: 'guest' | 'account';
  /** argon2id in PHC form; `null` for guests. */
  password_hash: string | null;
  avatar_id: string | null;
  call_waiting: Bit;
  reachable_by: PersonSettings['reachableBy'];
  relay_only: Bit;
  created_at: number;
}

export interface SessionsTable {
  id: string;
  /** SHA-256 of the cookie, hex. The cookie itself is nowhere on the server. */
  token_hash: string;
  person_id: PersonId;
  created_at: number;
  expires_at: number;
}

export interface AvatarsTable {
  /** New with every picture, so that it can be cached for ever. */
  id: string;
  person_id: PersonId;
  mime_type: string;
  /** Base64. */
  data: string;
}

/** One row for each direction: how `person_id` stands to `other_id`. */
export interface ContactsTable {
  person_id: PersonId;
  other_id: PersonId;
  state: ContactState;
  changed_at: number;
}

export interface CallsTable {
  id: CallId;
  kind: CallKind;
  caller_id: PersonId;
  caller_device: DeviceId;
  callee_id: PersonId;
  created_at: number;
  preconnect: Bit;
  /** `CallState` of the protocol as JSON: the truth. The columns below repeat parts of it for queries. */
  state: string;
  phase: string;
  /** Earliest time at which the sweep has to look at the call. */
  deadline_at: number | null;
  /** The two people, in order, while the call goes on; `null` afterwards. Unique, so a pair has one call at a time. */
  open_pair: string | null;
  /** Grows with every change; changes are compare-and-swap on it. */
  version: number;
  /** When at least one of the two ends was last known to be here. */
  seen_at: number;
  /** Missed by the callee and not looked at yet. */
  missed_unseen: Bit;
  hidden_from_caller: Bit;
  hidden_from_callee: Bit;
}

export interface MessagesTable {
  id: MessageId;
  from_id: PersonId;
  to_id: PersonId;
  /** The two people, in order. */
  pair: string;
  /** `MessageBody` of the protocol as JSON. */
  body: string;
  sent_at: number;
  delivered_at: number | null;
  read_at: number | null;
  /** 1 if the receiver had blocked the sender: it is never shown to them. */
  withheld: Bit;
}

/** The newest message of each conversation, for each of its two people. */
export interface ConversationsTable {
  person_id: PersonId;
  other_id: PersonId;
  last_message_id: MessageId;
  last_sent_at: number;
}

/** What people keep on the server. */
export interface ItemsTable {
  id: ItemId;
  owner_id: PersonId;
  /** `ItemDescription` of the protocol as JSON: the truth. `size` and `recorded_at` repeat parts of it for queries. */
  description: string;
  /** A `data:` URL. */
  thumbnail: string | null;
  /** Bytes, as announced; the item takes up as much before they are all there. */
  size: number;
  recorded_at: number;
  /** `ready` once all bytes are there and are what was announced. */
  state: 'uploading' | 'ready';
  /** Under which name its bytes are kept, unique; `null` before the upload begins. Made here, never by a client. */
  upload_id: string | null;
  created_at: number;
  /** When the last byte came. */
  touched_at: number;
  /** When its owner deleted it; 0 once that cannot be undone any more. */
  deleted_at: number | null;
}

/** Who else may see an item. */
export interface ItemSharesTable {
  item_id: ItemId;
  person_id: PersonId;
  created_at: number;
  /** 1 if this person had blocked the owner: they are never shown it, and the owner cannot tell. */
  withheld: Bit;
}

/** Links by which anybody may see an item. */
export interface ItemLinksTable {
  id: LinkId;
  item_id: ItemId;
  /** SHA-256 of the token, hex. The token itself is nowhere on the server. */
  token_hash: string;
  /** argon2id in PHC form; `null` where no password is asked for. */
  password_hash: string | null;
  created_at: number;
  expires_at: number;
}
