import {
  CardeaError,
  socketRequests,
  type Acknowledgement,
  type RequestOf,
  type ResponseOf,
  type SocketRequestName,
} from '@cardea/protocol';
import * as z from 'zod';
import { rateRules, type RateRule } from '../limits/rateLimiter.ts';
import { asCardeaError } from './failures.ts';
import { allHandlers } from './handlers/allHandlers.ts';
import type { Services } from './services.ts';
import type { AppSocket } from './socket.ts';

/** Requests with a rate of their own, beside the general one. */
const rates: Partial<Record<SocketRequestName, RateRule>> = {
  'people:search': rateRules.searchesPerPerson,
  'settings:set': rateRules.profilePerPerson,
  'contacts:ask': rateRules.asksPerPerson,
  'call:ring': rateRules.ringsPerPerson,
  'call:signal': rateRules.signalsPerPerson,
  'chat:send': rateRules.messagesPerPerson,
  'chat:typing': rateRules.messagesPerPerson,
  'room:enter': rateRules.roomsPerPerson,
};

/** Whoever goes on for so long after the general rate is used up is not a client of ours. */
const maxExcess = 2_000;

/**
 * The way of every socket request: known name, rate, schema, rate of its own, handler, acknowledgement. It never
 * throws and never rejects.
 * @param parameters what came after the name; the last one acknowledges
 */
export async function dispatch(
  services: Services,
  socket: AppSocket,
  name: unknown,
  parameters: readonly unknown[],
): Promise<void> {
  const acknowledge = parameters.at(-1);
  // Without an acknowledgement the sender could not learn what happened, so nothing happens.
  if (typeof acknowledge !== 'function') {
    services.log.debug({ person: socket.data.person }, 'a request without acknowledgement is ignored');
    return;
  }
  const stopTimer = isRequestName(name)
    ? services.metrics.socketSeconds.startTimer({ request: name })
    : undefined;
  const answer = await answerTo(services, socket, name, parameters[0]);
  stopTimer?.();
  if (!answer.ok) services.metrics.refused.inc({ code: answer.error.code });
  (acknowledge as (answer: Acknowledgement<unknown>) => void)(answer);
}

async function answerTo(
  services: Services,
  socket: AppSocket,
  name: unknown,
  payload: unknown,
): Promise<Acknowledgement<unknown>> {
  try {
    takeGeneralRate(services, socket);
    if (!isRequestName(name)) {
      throw new CardeaError('invalid_request', { details: 'There is no such request.' });
    }
    return { ok: true, data: await handle(services, socket, name, payload) };
  } catch (error) {
    const label = isRequestName(name) ? name : 'unknown';
    return { ok: false, error: asCardeaError(error, services.log, label).toBody() };
  }
}

function handle<N extends SocketRequestName>(
  services: Services,
  socket: AppSocket,
  name: N,
  payload: unknown,
): Promise<ResponseOf<N>> {
  const { person, device, connectedAt } = socket.data;
  const request = parseRequest(name, payload);
  const rate = rates[name];
  if (rate !== undefined) services.limiter.take(rate, person);
  return allHandlers[name]({ person, device, connectedAt, socket, services }, request);
}

/** @throws CardeaError `invalid_request`, `message_too_long` */
export function parseRequest<N extends SocketRequestName>(name: N, payload: unknown): RequestOf<N> {
  const schema: z.ZodType = socketRequests[name].request;
  const result = schema.safeParse(payload);
  if (result.success) return result.data as RequestOf<N>;
  const { issues } = result.error;
  if (name === 'chat:send' && issues.every((issue) => issue.code === 'too_big' && isText(issue.path))) {
    throw new CardeaError('message_too_long');
  }
  throw new CardeaError('invalid_request', { details: z.prettifyError(result.error).slice(0, 500) });
}

function isText(path: readonly PropertyKey[]): boolean {
  return path.join('.') === 'body.text';
}

function takeGeneralRate(services: Services, socket: AppSocket): void {
  try {
    services.limiter.take(rateRules.anyPerPerson, socket.data.person);
  } catch (error) {
    socket.data.excess += 1;
    if (socket.data.excess > maxExcess) socket.disconnect(true);
    throw error;
  }
}

// `in` would find "constructor" and other names that every object has.
function isRequestName(name: unknown): name is SocketRequestName {
  return typeof name === 'string' && Object.hasOwn(socketRequests, name);
}
