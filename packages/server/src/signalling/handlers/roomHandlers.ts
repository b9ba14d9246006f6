import type { RoomName } from '@cardea/protocol';
import { audienceRoom } from '../notifier.ts';
import type { Handlers, RequestContext } from './handlers.ts';

export const roomHandlers = {
  'room:enter': (context, request) =>
    inTurn(context.socket, async () => {
      const { person, device, services, socket } = context;
      const key = { personId: person, deviceId: device };
      const before = socket.data.room;
      // Joined first, so that no change after the answer is missed.
      await socket.join(audienceRoom({ room: request.room }));
      socket.data.room = request.room;
      try {
        const { room, left } = await services.rooms.enter(key, request.room);
        if (left !== null) await socket.leave(audienceRoom({ room: left }));
        return { room };
      } catch (error) {
        socket.data.room = before;
        if (before !== request.room) await socket.leave(audienceRoom({ room: request.room }));
        throw error;
      }
    }),

  'room:leave': (context) =>
    inTurn(context.socket, async () => {
      const { person, device, services } = context;
      const left = await services.rooms.leave({ personId: person, deviceId: device });
      await leaveAudience(context, left ?? context.socket.data.room);
      return {};
    }),
} satisfies Partial<Handlers>;

const turns = new WeakMap<RequestContext['socket'], Promise<unknown>>();

/** Leaving one room and entering the next are asked in one breath; done at once, one could undo half of the other. */
function inTurn<T>(socket: RequestContext['socket'], step: () => Promise<T>): Promise<T> {
  const turn = (turns.get(socket) ?? Promise.resolve()).then(step, step);
  turns.set(socket, turn);
  return turn;
}

async function leaveAudience({ socket }: RequestContext, room: RoomName | null): Promise<void> {
  if (room !== null) await socket.leave(audienceRoom({ room }));
  socket.data.room = null;
}
