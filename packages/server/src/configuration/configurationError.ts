/** Why the server cannot start as it was told to: one sentence for the person who starts it. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
