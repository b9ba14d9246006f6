/** Codes of the Janus API (`janus.error.code`) that this core gives; clients branch on the numbers. */
export const errorCodes = {
  unauthorized: 403,
  unauthorizedPlugin: 405,
  transportSpecific: 450,
  unknownRequest: 453,
  invalidJson: 454,
  invalidJsonObject: 455,
  missingElement: 456,
  invalidPath: 457,
  sessionNotFound: 458,
  handleNotFound: 459,
  pluginNotFound: 460,
  pluginAttach: 461,
  pluginMessage: 462,
  jsepUnknownType: 464,
  jsepInvalidSdp: 465,
  invalidElementType: 467,
  sessionConflict: 468,
  unexpectedAnswer: 469,
  tokenNotFound: 470,
  notAcceptingSessions: 472,
  unknown: 490,
} as const;

type ErrorName = keyof typeof errorCodes;

/** A refusal that the client is told as `{janus: "error"}`. */
export class ApiError extends Error {
  readonly code: number;

  constructor(name: ErrorName, reason: string) {
    super(reason);
    this.name = 'ApiError';
    this.code = errorCodes[name];
  }
}
