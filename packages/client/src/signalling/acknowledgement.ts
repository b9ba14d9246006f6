import {
  CardeaError,
  ErrorBody,
  socketRequests,
  type ResponseOf,
  type SocketRequestName,
} from '@cardea/protocol';

/**
 * Reads the server's acknowledgement of a request.
 * @throws CardeaError the server's refusal; `server_error` if what came is no acknowledgement
 */
export function readAcknowledgement<N extends SocketRequestName>(name: N, answer: unknown): ResponseOf<N> {
  if (typeof answer !== 'object' || answer === null)
    throw new CardeaError('server_error', { details: `${name}: no answer` });
  if ('error' in answer) {
    const error = ErrorBody.safeParse(answer.error);
    throw error.success
      ? CardeaError.fromBody(error.data)
      : new CardeaError('server_error', { details: name });
  }
  const data = socketRequests[name].response.safeParse('data' in answer ? answer.data : undefined);
  if (!data.success) throw new CardeaError('server_error', { details: `${name}: ${data.error.message}` });
  return data.data as ResponseOf<N>;
}
