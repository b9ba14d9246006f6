import type { RecordingSubject } from '@cardea/protocol';
import { expect, test } from 'vitest';
import { shotOf, type RecordedCall } from './scene.ts';

const size = { width: 1280, height: 720 };
const me = { name: 'Ann' };

/** A stream as far as a scene looks at it. */
function stream(...ids: string[]): MediaStream {
  const tracks = ids.map(
    (id) => ({ id, kind: id.includes('sound') ? 'audio' : 'video' }) as MediaStreamTrack,
  );
  return {
    getVideoTracks: () => tracks.filter(({ kind }) => kind === 'video'),
    getAudioTracks: () => tracks.filter(({ kind }) => kind === 'audio'),
  } as MediaStream;
}

const on = { on: true, busy: false, problem: null };
const off = { on: false, busy: false, problem: null };

function call(change: { local?: object; remote?: object } = {}): RecordedCall {
  return {
    heldByMe: false,
    person: { name: 'Bob' } as RecordedCall['person'],
    local: {
      microphone: on,
      camera: on,
      screen: off,
      cameraStream: stream('my camera'),
      screenStream: null,
      microphoneStream: stream('my sound'),
      ...change.local,
    },
    remote: {
      microphone: true,
      camera: true,
      screen: false,
      hold: false,
      cameraStream: stream('their camera'),
      screenStream: stream('their screen'),
      audioStream: stream('their sound'),
      ...change.remote,
    },
  };
}

function ids(subject: RecordingSubject, change: Parameters<typeof call>[0] = {}) {
  const { scene, pictures, sounds } = shotOf(call(change), me, subject, size);
  return {
    tiles: scene.tiles.map(({ picture, name }) => picture ?? `(${name})`),
    pictures: pictures.map(({ id }) => id),
    sounds: sounds.map(({ id }) => id),
  };
}

test('each kind has the pictures and voices that it says', () => {
  expect(ids('composed')).toEqual({
    tiles: ['their camera', 'my camera'],
    pictures: ['their camera', 'my camera'],
    sounds: ['their sound', 'my sound'],
  });
  expect(ids('theirs').tiles).toEqual(['their camera']);
  expect(ids('theirs').sounds).toEqual(['their sound']);
  expect(ids('mine').tiles).toEqual(['my camera']);
  expect(ids('mine').sounds).toEqual(['my sound']);
  const voices = shotOf(call(), me, 'voices', null);
  expect(voices.pictures).toEqual([]);
  expect(voices.sounds.map(({ id }) => id)).toEqual(['their sound', 'my sound']);
});

test('a picture that is off is a tile with the name', () => {
  expect(ids('composed', { remote: { camera: false } }).tiles).toEqual(['(Bob)', 'my camera']);
  expect(ids('mine', { local: { camera: off, cameraStream: null } }).tiles).toEqual(['(Ann)']);
  expect(ids('theirs', { remote: { hold: true } }).tiles).toEqual(['(Bob)']);
});

test('a muted microphone, whose level is still measured, is not recorded', () => {
  expect(ids('composed', { local: { microphone: off } }).sounds).toEqual(['their sound']);
});

test('a shared screen has the stage, and its sound is heard', () => {
  const theirs = ids('composed', { remote: { screen: true } });
  expect(theirs.tiles).toEqual(['their screen', 'their camera', 'my camera']);
  const mine = ids('screen', { local: { screen: on, screenStream: stream('my screen', 'my screen sound') } });
  expect(mine.tiles).toEqual(['my screen']);
  expect(mine.sounds).toEqual(['their sound', 'my sound', 'my screen sound']);
});

test('a recording of the screen shows who talks while no screen is shared', () => {
  expect(ids('screen').tiles).toEqual(['their camera', 'my camera']);
});
