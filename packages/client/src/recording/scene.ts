import type { Person, RecordingSubject } from '@cardea/protocol';
import type { ClientCall } from '../api.ts';
import { arrange } from './arrange.ts';
import type { Scene, Tile } from './worker/messages.ts';

/** What of a call is recorded at this moment. */
export interface Shot {
  scene: Scene;
  pictures: MediaStreamTrack[];
  sounds: MediaStreamTrack[];
}

/** What of a call a recording looks at. */
export type RecordedCall = Pick<ClientCall, 'local' | 'remote' | 'person' | 'heldByMe'>;

interface Side {
  name: string;
  color: string;
  camera: MediaStreamTrack | null;
  screen: MediaStreamTrack | null;
  sounds: MediaStreamTrack[];
}

const colors = { mine: '#4f7cff', theirs: '#d9822b' } as const;

/**
 * What a recording of this call shows and sounds like now. A picture that is off is a tile with the name.
 * @param size of the picture, pixels; `null` for sound alone
 */
export function shotOf(
  call: RecordedCall,
  me: Pick<Person, 'name'>,
  subject: RecordingSubject,
  size: { width: number; height: number } | null,
): Shot {
  const sides = sidesOf(call, me);
  const heard =
    subject === 'mine' ? [sides.mine] : subject === 'theirs' ? [sides.theirs] : [sides.theirs, sides.mine];
  const sounds = heard.flatMap((side) => side.sounds);
  if (size === null) return { scene: { tiles: [] }, pictures: [], sounds };
  const screen = heard.find((side) => side.screen !== null) ?? null;
  // A recording of the screen shows who talks while no screen is shared.
  const cameras = subject === 'screen' && screen !== null ? [] : heard;
  const places = arrange(size, cameras.length, screen !== null);
  const tiles: Tile[] = [];
  if (screen !== null && places.screen !== null)
    tiles.push(tileOf(screen, screen.screen, places.screen, 'contain'));
  for (const [index, side] of cameras.entries()) {
    const place = places.cameras[index];
    if (place !== undefined)
      tiles.push(tileOf(side, side.camera, place, index === 0 && screen === null ? 'contain' : 'cover'));
  }
  const shown = new Set(tiles.map(({ picture }) => picture));
  const pictures = heard.flatMap((side) => [side.camera, side.screen]).filter((one) => one !== null);
  return { scene: { tiles }, pictures: pictures.filter(({ id }) => shown.has(id)), sounds };
}

function sidesOf(
  { local, remote, person }: RecordedCall,
  me: Pick<Person, 'name'>,
): { mine: Side; theirs: Side } {
  return {
    mine: {
      name: me.name,
      color: colors.mine,
      camera: local.camera.on ? videoOf(local.cameraStream) : null,
      screen: local.screen.on ? videoOf(local.screenStream) : null,
      // A muted microphone stays open for its level, and is not to be heard.
      sounds: [
        ...(local.microphone.on ? soundsOf(local.microphoneStream) : []),
        ...soundsOf(local.screenStream),
      ],
    },
    theirs: {
      name: person.name,
      color: colors.theirs,
      camera: remote.camera && !remote.hold ? videoOf(remote.cameraStream) : null,
      screen: remote.screen && !remote.hold ? videoOf(remote.screenStream) : null,
      sounds: soundsOf(remote.audioStream),
    },
  };
}

function tileOf(
  side: Side,
  track: MediaStreamTrack | null,
  place: Omit<Tile, 'picture' | 'name' | 'color' | 'fit' | 'label'>,
  fit: Tile['fit'],
): Tile {
  return { ...place, picture: track?.id ?? null, name: side.name, color: side.color, fit, label: true };
}

function videoOf(stream: MediaStream | null): MediaStreamTrack | null {
  return stream?.getVideoTracks()[0] ?? null;
}

function soundsOf(stream: MediaStream | null): MediaStreamTrack[] {
  return stream?.getAudioTracks() ?? [];
}
