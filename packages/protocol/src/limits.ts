/**
 * Every bound the schemas put on what comes from outside, in one place, so that docs, server and app agree.
 * Lengths of strings count UTF-16 code units, as `String.length` does.
 */
export const limits = {
  /** Longest name of a person, after trimming. */
  nameLength: 40,
  passwordMinLength: 8,
  passwordMaxLength: 200,
  /** Longest chat message. The app splits nothing: what is longer is refused with `message_too_long`. */
  messageLength: 8_000,
  roomNameLength: 64,
  /** Longest SDP one may send; Chromium's fullest offer is about 12 kB. */
  sdpLength: 64_000,
  candidateLength: 1_000,
  /** Longest avatar as a `data:` URL: a 256×256 WebP of about 45 kB. */
  avatarLength: 64_000,
  fileNameLength: 255,
  /** Largest file one may send over the data channel, bytes (4 GiB). */
  fileSize: 4 * 1024 ** 3,
  /** Most people returned by one search. */
  searchResults: 20,
  /** Most messages or history entries in one page. */
  pageSize: 100,
  /** Calls one person may be in at a time: one active, one held or waiting. */
  callsPerPerson: 2,
  /** Devices of one person that may be signed in at a time. */
  devicesPerPerson: 16,
  /** People a room lists at most. */
  roomPeople: 200,
  itemTitleLength: 120,
  /** Longest recording, milliseconds: a day. */
  itemDuration: 24 * 3600 * 1000,
  /** Longest voice or video message, milliseconds. */
  messageDuration: 180_000,
  /** Longest thumbnail as a `data:` URL. */
  thumbnailLength: 48_000,
  /** People one item is shared with at most. */
  sharedWith: 100,
  /** Longest life of a share link, seconds: a year. */
  linkLifetime: 366 * 24 * 3600,
  /** Items of one person that have not all their bytes yet. */
  unfinishedUploads: 10,
  /** Items of one person on a server. */
  itemsPerPerson: 5_000,
  /** How long a deletion can be undone, milliseconds. */
  undoTime: 10 * 60_000,
  /** Links to one item at a time. */
  linksPerItem: 20,
  /** Largest signalling frame, bytes; a larger one closes the socket. */
  frameBytes: 256 * 1024,
} as const;
