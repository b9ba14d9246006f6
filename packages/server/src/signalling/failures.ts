import { CardeaError } from '@cardea/protocol';
import type { Logger } from 'pino';
import { isOutage } from '../storage/engineDifferences.ts';

/**
 * What a client is told of a failure. Errors of ours pass as they are; a database that is away is `unavailable`;
 * everything else is a fault of the server, which is logged here and of which no details go out.
 */
export function asCardeaError(error: unknown, log: Logger, request: string): CardeaError {
  if (error instanceof CardeaError) return error;
  if (isOutage(error)) {
    log.warn({ err: error, request }, 'the database or Redis is away');
    return new CardeaError('unavailable', { cause: error });
  }
  log.error({ err: error, request }, 'a request failed');
  return new CardeaError('server_error', { cause: error });
}
