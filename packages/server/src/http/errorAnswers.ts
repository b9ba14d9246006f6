import { CardeaError } from '@cardea/protocol';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { asCardeaError } from '../signalling/failures.ts';
import type { Logger } from 'pino';

/** Every error leaves as `{ error: ErrorBody }` with the status of the catalogue. */
export function errorAnswers(log: Logger) {
  return async (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const failure = translate(error, log, request);
    if (failure.retryAfter !== undefined) void reply.header('retry-after', String(failure.retryAfter));
    await reply.code(failure.status).send({ error: failure.toBody() });
  };
}

function translate(error: FastifyError | Error, log: Logger, request: FastifyRequest): CardeaError {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const details = error.validation
      .map((issue) => `${issue.instancePath.slice(1).replaceAll('/', '.') || 'body'}: ${issue.message}`)
      .join('; ');
    return new CardeaError('invalid_request', { details: details.slice(0, 500) });
  }
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status === 413) return new CardeaError('too_large', { cause: error });
  if (status === 404) return new CardeaError('not_found', { cause: error });
  // What Fastify refuses by itself: a wrong content type, JSON that is none.
  if (status >= 400 && status < 500 && !(error instanceof CardeaError)) {
    return new CardeaError('invalid_request', { details: error.message.slice(0, 500), cause: error });
  }
  const failure = asCardeaError(
    error,
    log.child({ requestId: request.id }),
    // Not the address itself: that of a share has the secret of its link in it.
    `${request.method} ${request.routeOptions.url ?? 'unknown'}`,
  );
  if (failure.code !== 'server_error') return failure;
  return new CardeaError('server_error', { details: `Request ${request.id}.`, cause: error });
}
