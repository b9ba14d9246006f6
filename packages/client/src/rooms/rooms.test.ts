import { CardeaError, RoomName } from '@cardea/protocol';
import { expect, test, vi } from 'vitest';
import { ScriptedSignalling } from '../signalling/scriptedSignalling.ts';
import { Rooms } from './rooms.ts';

const garden = RoomName.parse('garden');
const kitchen = RoomName.parse('kitchen');

function entering(): ScriptedSignalling {
  return new ScriptedSignalling({ 'room:enter': ({ room }) => ({ room: { name: room, people: [] } }) });
}

test('entering shows the room, and who comes and goes', async () => {
  const line = entering();
  const rooms = new Rooms(line);
  await rooms.enter(garden);
  expect(rooms.store.getState()).toMatchObject({ status: 'inside', room: { name: 'garden' } });
  line.tell('room:changed', { room: { name: kitchen, people: [] } });
  expect(rooms.store.getState().room?.name).toBe('garden');
});

test('a room is entered again after the connection was lost, and only while it is wanted', async () => {
  const line = entering();
  const rooms = new Rooms(line);
  line.connection = 'offline';
  await rooms.enter(garden);
  expect(rooms.store.getState().status).toBe('entering');
  line.connection = 'online';
  line.tell('welcome', {});
  await vi.waitFor(() => expect(rooms.store.getState().status).toBe('inside'));
  await rooms.leave();
  line.tell('welcome', {});
  expect(line.asked.filter(({ name }) => name === 'room:enter')).toHaveLength(1);
});

test('a refusal is shown with its reason', async () => {
  const line = new ScriptedSignalling({
    'room:enter': () => {
      throw new CardeaError('room_full');
    },
  });
  const rooms = new Rooms(line);
  await rooms.enter(garden);
  expect(rooms.store.getState()).toMatchObject({ status: 'failed', failure: { code: 'room_full' } });
});

test('the answer for a room that is no longer wanted changes nothing', async () => {
  const line = entering();
  const rooms = new Rooms(line);
  const first = rooms.enter(garden);
  const second = rooms.enter(kitchen);
  await Promise.all([first, second]);
  expect(rooms.store.getState().room?.name).toBe('kitchen');
});
