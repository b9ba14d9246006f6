/** What the admin API changes while the gateway runs, besides time-outs of sessions. */
export interface RuntimeSettings {
  /** Packets lost in one second from which on a link is told to be slow; 0: never. */
  slowLinkThreshold: number;
  /** 0 to 7 as in Janus; lines of `custom_logline` above it are not written. */
  logLevel: number;
  /** These are kept and told, and have no effect here. */
  logTimestamps: boolean;
  logColors: boolean;
  lockingDebug: boolean;
  refcountDebug: boolean;
  /** Milliseconds. */
  minNackQueue: number;
  nackOptimizations: boolean;
  /** Seconds. */
  noMediaTimer: number;
}

export function initialRuntimeSettings(slowLinkThreshold = 0): RuntimeSettings {
  return {
    slowLinkThreshold,
    logLevel: 4,
    logTimestamps: false,
    logColors: true,
    lockingDebug: false,
    refcountDebug: false,
    minNackQueue: 200,
    nackOptimizations: false,
    noMediaTimer: 1,
  };
}
