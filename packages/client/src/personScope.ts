import type { DeviceId, IceConfiguration, PersonId } from '@cardea/protocol';
import { CallMemory } from './calls/callMemory.ts';
import { CallsRegistry } from './calls/callsRegistry.ts';
import { DirectLinks } from './calls/directLinks.ts';
import { peerLinksOf } from './calls/peerLinks.ts';
import { Chat } from './chat/chat.ts';
import type { Devices } from './devices/devices.ts';
import { History } from './history/history.ts';
import type { Library } from './library/library.ts';
import { messageRecordings } from './library/messageRecordings.ts';
import { openLibrary } from './library/openLibrary.ts';
import type { Log } from './log.ts';
import { createCallPath } from './media/createCallPath.ts';
import { People } from './people/people.ts';
import { Recordings, type RecordingsOptions } from './recording/recordings.ts';
import type { RecordingParts } from './recording/recordingRun.ts';
import { Rooms } from './rooms/rooms.ts';
import type { Http } from './signalling/http.ts';
import type { Signalling } from './signalling/signalling.ts';

export interface PersonScopeOptions {
  me: PersonId;
  device: DeviceId;
  /** Origin of the server. */
  baseUrl: string;
  signalling: Signalling;
  http: Http;
  devices: Devices;
  serverNow(): number;
  localStorage: Storage;
  sessionStorage: Storage;
  recording: RecordingParts | null;
  titleOf: RecordingsOptions['titleOf'];
  log: Log;
}

/**
 * Everything that belongs to the person signed in and goes when they do.
 *
 * Closing, in this order: calls (they hang up over the channels that are still there), the library with its
 * uploads, chat with its transfers, then what only listens.
 */
export class PersonScope {
  readonly me: PersonId;
  readonly people: People;
  readonly history: History;
  readonly rooms: Rooms;
  readonly chat: Chat;
  readonly library: Library;
  readonly calls: CallsRegistry;
  readonly recordings: Recordings;
  #ice: Omit<IceConfiguration, 'expiresAt'> = { iceServers: [], iceTransportPolicy: 'all', gateway: null };
  readonly #stopListening: (() => void)[];

  constructor(options: PersonScopeOptions) {
    const { me, device, signalling, devices, log } = options;
    const links = new DirectLinks();
    this.me = me;
    this.#stopListening = [
      // Before calls hear of the welcome: a resumed one connects at once, by these servers.
      signalling.on('welcome', ({ ice }) => (this.#ice = ice)),
      signalling.on('ice', ({ ice }) => (this.#ice = ice)),
    ];
    this.people = new People(signalling);
    this.history = new History(signalling, (people) => this.people.learn(people));
    this.rooms = new Rooms(signalling);
    const opened = openLibrary({
      ...options,
      finish: (item, progress) => this.recordings.keep(item, progress),
      learn: (people) => this.people.learn(people),
    });
    this.library = opened.library;
    this.chat = new Chat({
      me,
      signalling,
      links: peerLinksOf(links),
      recordings: messageRecordings(opened.library),
      storage: options.localStorage,
      personById: (id) => this.people.personById(id),
      log,
    });
    this.calls = new CallsRegistry({
      signalling,
      isContact: (person) =>
        this.people.store
          .getState()
          .contacts.some((one) => one.person.id === person && one.state === 'accepted'),
      onDeviceSelected: (listener) => devices.onSelected(listener),
      cameras: () => devices.store.getState().cameras,
      selectedCamera: () => devices.store.getState().selected.camera,
      selectCamera: (id) => devices.select('camera', id),
      around: {
        self: { person: me, device },
        signalling,
        isOnline: () => signalling.connection === 'online',
        serverNow: options.serverNow,
        createPath: (events, send) =>
          createCallPath({
            events,
            send,
            ice: () => this.#ice,
            baseUrl: options.baseUrl,
            // What took the way to the other end may have taken the line to the server too, and nothing else would
            // show that for half a minute.
            restoring: () => signalling.probe(),
            log,
          }),
        localTracks: { capture: devices.capture, mayOpenSilently: () => devices.mayOpenSilently() },
        memory: new CallMemory(options.sessionStorage),
        links,
        log,
      },
    });
    this.recordings = new Recordings({
      // Pieces are written by a worker, to the disk or not at all.
      parts: opened.library.store.getState().storage === 'disk' ? options.recording : null,
      library: opened.device,
      calls: this.calls.store,
      consentOf: (call) => this.calls.consentOf(call),
      me: () => this.people.personById(me) ?? null,
      titleOf: options.titleOf,
      devices: devices.capture,
      log,
    });
  }

  close(): void {
    this.calls.close();
    this.recordings.close();
    this.library.close();
    this.chat.close();
    this.rooms.close();
    this.history.close();
    this.people.close();
    for (const stop of this.#stopListening) stop();
  }
}
