import { CardeaError, Handshake, limits } from '@cardea/protocol';
import * as z from 'zod';
import { readCookie, sessionCookie } from '../http/cookies.ts';
import { rateRules } from '../limits/rateLimiter.ts';
import { asCardeaError } from './failures.ts';
import type { Services } from './services.ts';
import type { AppSocket } from './socket.ts';

/**
 * Who may connect: somebody with a session, from a device that says who it is. What is refused reaches the client
 * as `connect_error` with the `ErrorBody` as `data`.
 */
export function gate(services: Services) {
  return (socket: AppSocket, next: (error?: Error & { data?: unknown }) => void): void => {
    admit(services, socket).then(
      () => next(),
      (error: unknown) => {
        const refusal = asCardeaError(error, services.log, 'connect');
        next(Object.assign(new Error(refusal.message), { data: refusal.toBody() }));
      },
    );
  };
}

async function admit(services: Services, socket: AppSocket): Promise<void> {
  const token = readCookie(socket.request.headers.cookie, sessionCookie);
  const session = token === null ? null : await services.sessions.find(token);
  if (session === null) throw new CardeaError('not_signed_in');
  const handshake = Handshake.safeParse(socket.handshake.auth);
  if (!handshake.success) {
    throw new CardeaError('invalid_request', { details: z.prettifyError(handshake.error).slice(0, 500) });
  }
  const person = session.person.id;
  services.limiter.take(rateRules.socketsPerPerson, person);
  const { device, activity } = handshake.data;
  const devices = (await services.registry.devicesOf([person])).get(person) ?? [];
  const others = devices.filter((other) => other.leftAt === null && other.deviceId !== device);
  if (others.length >= limits.devicesPerPerson) throw new CardeaError('too_many_devices');
  socket.data.session = session.id;
  socket.data.person = person;
  socket.data.device = device;
  socket.data.connectedAt = services.now();
  socket.data.room = null;
  socket.data.renewIceAt = null;
  socket.data.excess = 0;
  // Read once, when the device arrives; presence has it from then on.
  socket.handshake.auth = { activity };
}
