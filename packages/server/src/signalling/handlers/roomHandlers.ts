import type { RoomName } from '@cardea/protocol';
import { audienceRoom } from '../notifier.ts';
import type { Handlers, RequestContext } from './handlers.ts';

export const roomHandlers = {
  'room:enter': async (context, request) => {
    const { person, device, services, socket } = context;
    const key = { personId: person, deviceId: device };
    // Joined first, so that no change after the answer is missed.
    await socket.join(audienceRoom({ room: request.room }));
    try {
      const { room, left } = await services.rooms.enter(key, request.room);
      if (left !== null) await socket.leave(audienceRoom({ room: left }));
      socket.data.room = request.room;
      return { room };
    } catch (error) {
      if (socket.data.room !== request.room) await socket.leave(audienceRoom({ room: request.room }));
      throw error;
    }
  },

  'room:leave': async (context) => {
    const { person, device, services } = context;
    const left = await services.rooms.leave({ personId: person, deviceId: device });
    await leaveAudience(context, left ?? context.socket.data.room ?? null);
    return {};
  },
} satisfies Partial<Handlers>;

async function leaveAudience({ socket }: RequestContext, room: RoomName | null): Promise<void> {
  if (room !== null) await socket.leave(audienceRoom({ room }));
  socket.data.room = null;
}
