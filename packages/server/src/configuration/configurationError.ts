/** Why the program cannot do as it was told: one sentence for the person who runs it. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
