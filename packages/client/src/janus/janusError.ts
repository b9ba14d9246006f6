/**
 * Where an error comes from: `core` and `plugin` are Janus' own, with its codes; the others are made at this end.
 * `timeout`: no answer in time. `disconnected`: the line closed before the answer came. `closed`: there is no session
 * or handle any more. `unexpected`: the answer does not fit its schema.
 */
export type JanusErrorSource = 'core' | 'plugin' | 'timeout' | 'disconnected' | 'closed' | 'unexpected';

/** The one error of the Janus client. */
export class JanusError extends Error {
  override readonly name = 'JanusError';
  readonly source: JanusErrorSource;
  /** The code of the core or of the plugin (each has its own), `null` for errors made at this end. */
  readonly code: number | null;

  constructor(source: JanusErrorSource, reason: string, code: number | null = null) {
    super(code === null ? reason : `${code} ${reason}`);
    this.source = source;
    this.code = code;
  }
}
