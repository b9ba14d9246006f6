import type { RtcConfig } from 'node-datachannel';
import type { Certificate } from './certificate.ts';

export interface TransportOptions {
  /** For the library's own logs. */
  name: string;
  iceServers: string[];
  /** Address to bind to, all when absent. */
  bindAddress?: string;
  portRange?: { begin: number; end: number };
  /** Bytes of one data channel message. */
  maxMessageSize: number;
}

/** @param certificate one of its own when absent */
export function configurationOf(
  { iceServers, bindAddress, portRange, maxMessageSize }: TransportOptions,
  certificate?: Certificate,
): RtcConfig {
  return {
    iceServers,
    maxMessageSize,
    disableAutoNegotiation: true,
    ...(bindAddress !== undefined && { bindAddress }),
    ...(portRange !== undefined && { portRangeBegin: portRange.begin, portRangeEnd: portRange.end }),
    ...(certificate !== undefined && {
      certificatePemFile: certificate.certificate,
      keyPemFile: certificate.key,
    }),
  };
}
