import * as z from 'zod';

/**
 * The error catalogue: every code that a client of Cardea can meet, the HTTP status it maps to,
 * what happened and what to do about it. `docs/errors.md` is generated from here.
 * The app translates by code, so the texts here are for developers and logs.
 */
export const errorCatalogue = {
  invalid_request: {
    status: 400,
    what: 'The request does not fit its schema.',
    todo: 'See `details` for the field; correct it and send again.',
  },
  not_signed_in: {
    status: 401,
    what: 'There is no session, or it has ended.',
    todo: 'Choose a name or sign in, then try again.',
  },
  wrong_credentials: {
    status: 401,
    what: 'Name and password do not belong together.',
    todo: 'Check both; after several tries there is a pause.',
  },
  forbidden_origin: {
    status: 403,
    what: 'The request came from a page of another origin.',
    todo: 'Open the app at its own address, or add the origin to ALLOWED_ORIGINS.',
  },
  not_allowed: {
    status: 403,
    what: 'This person may not do that.',
    todo: 'Nothing was changed.',
  },
  registration_closed: {
    status: 403,
    what: 'This server does not let new people in by themselves.',
    todo: 'Ask whoever runs the server for an account.',
  },
  not_found: {
    status: 404,
    what: 'There is nothing at this address or with this id.',
    todo: 'Check the address; it may have been removed.',
  },
  person_not_found: {
    status: 404,
    what: 'There is no such person.',
    todo: 'Check the name; a guest may have left for good.',
  },
  call_not_found: {
    status: 404,
    what: 'There is no such call, or this device is not part of it.',
    todo: 'It may be over already.',
  },
  name_taken: {
    status: 409,
    what: 'Somebody has this name already.',
    todo: 'Choose another, or sign in if it is yours.',
  },
  call_over: {
    status: 409,
    what: 'The call has ended.',
    todo: 'Ring again.',
  },
  answered_elsewhere: {
    status: 409,
    what: 'The call was answered on another device of the same person.',
    todo: 'Go on there.',
  },
  wrong_call_state: {
    status: 409,
    what: 'The call is not in a state in which this is possible.',
    todo: 'Nothing was changed.',
  },
  already_in_call: {
    status: 409,
    what: 'This person is in as many calls as one person may be.',
    todo: 'End one first.',
  },
  cannot_ring_self: {
    status: 400,
    what: 'One cannot ring oneself.',
    todo: 'Open the app as somebody else on the other device.',
  },
  cannot_contact_self: {
    status: 400,
    what: 'One cannot add oneself as a contact or write to oneself.',
    todo: 'Choose somebody else.',
  },
  message_too_long: {
    status: 413,
    what: 'The message is longer than 8,000 characters.',
    todo: 'Shorten it, or send it as a file.',
  },
  too_large: {
    status: 413,
    what: 'The request is larger than this server takes.',
    todo: 'Send less at once.',
  },
  quota_exceeded: {
    status: 413,
    what: 'There is no room left for this file.',
    todo: 'Delete something from the library, or keep the file on this device.',
  },
  unsupported_media: {
    status: 415,
    what: 'The file is not what it is said to be, or of a kind that is not kept here.',
    todo: 'Upload MP4, WebM, PNG, JPEG or WebP.',
  },
  checksum_mismatch: {
    status: 422,
    what: 'The bytes that arrived are not those that were announced.',
    todo: 'Upload the file again.',
  },
  share_expired: {
    status: 410,
    what: 'This link has ended.',
    todo: 'Ask whoever sent it for a new one.',
  },
  share_locked: {
    status: 401,
    what: 'This link needs its password.',
    todo: 'Enter the password that came with it.',
  },
  room_full: {
    status: 409,
    what: 'The room is full.',
    todo: 'Try later, or use another room.',
  },
  too_many_devices: {
    status: 429,
    what: 'This person is signed in on too many devices at once.',
    todo: 'Close the app somewhere else.',
  },
  rate_limited: {
    status: 429,
    what: 'Too many requests in a short time.',
    todo: 'Wait the number of seconds in `retryAfter`.',
  },
  server_error: {
    status: 500,
    what: 'The server failed.',
    todo: 'Try again; if it goes on, tell whoever runs the server the time and the request id.',
  },
  storage_full: {
    status: 507,
    what: 'The server has no space left for files.',
    todo: 'Keep the file on this device; whoever runs the server can make room.',
  },
  unavailable: {
    status: 503,
    what: 'The server cannot do this now: it is stopping, or its database is away.',
    todo: 'Try again in a moment.',
  },
} as const satisfies Record<string, { status: number; what: string; todo: string }>;

export type ErrorCode = keyof typeof errorCatalogue;
export const ErrorCode = z.enum(Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]);

/** An error as it travels over HTTP (`{ error }`) and in socket acknowledgements. */
export const ErrorBody = z.object({
  code: ErrorCode,
  message: z.string(),
  /** What exactly did not fit, for `invalid_request`. */
  details: z.string().optional(),
  /** Seconds to wait, for `rate_limited`. */
  retryAfter: z.number().optional(),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

/** The one error class of all parts: thrown inside, sent as {@link ErrorBody} at the edge. */
export class CardeaError extends Error {
  override readonly name = 'CardeaError';
  readonly code: ErrorCode;
  readonly details: string | undefined;
  /** Seconds. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, options: { details?: string; retryAfter?: number; cause?: unknown } = {}) {
    const { what } = errorCatalogue[code];
    super(options.details === undefined ? what : `${what} ${options.details}`, { cause: options.cause });
    this.code = code;
    this.details = options.details;
    this.retryAfter = options.retryAfter;
  }

  get status(): number {
    return errorCatalogue[this.code].status;
  }

  toBody(): ErrorBody {
    return {
      code: this.code,
      message: errorCatalogue[this.code].what,
      ...(this.details !== undefined && { details: this.details }),
      ...(this.retryAfter !== undefined && { retryAfter: this.retryAfter }),
    };
  }

  static fromBody(body: ErrorBody): CardeaError {
    return new CardeaError(body.code, {
      ...(body.details !== undefined && { details: body.details }),
      ...(body.retryAfter !== undefined && { retryAfter: body.retryAfter }),
    });
  }
}
