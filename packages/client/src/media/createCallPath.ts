import type { GatewayAccess, IceConfiguration } from '@cardea/protocol';
import type { CreateJanusWebSocket } from '../janus/line.ts';
import { GatewayPath } from './gateway/gatewayPath.ts';
import { gatewayUrl } from './gateway/gatewayUrl.ts';
import { MeshPath, type MeshPathOptions } from './mesh/meshPath.ts';
import { SwitchingPath, type SwitchingPathOptions } from './switching/switchingPath.ts';

export interface CallPathOptions extends Pick<SwitchingPathOptions, 'events' | 'send' | 'log' | 'patience'> {
  ice(): Omit<IceConfiguration, 'expiresAt'>;
  /** Origin of the server, for a gateway that is named by a path. */
  baseUrl: string;
  restoring?: MeshPathOptions['restoring'];
  createSocket?: CreateJanusWebSocket;
}

/** The path of a call in a browser: mesh, and by way of the gateway. */
export function createCallPath(options: CallPathOptions): SwitchingPath {
  const { ice, baseUrl, restoring, createSocket, log } = options;
  // A gateway that is taken away while it is used is found again where it was, or not at all.
  let last: GatewayAccess = { url: '/janus', token: '' };
  const access = (): GatewayAccess => {
    const { gateway } = ice();
    if (gateway !== null) last = { url: gatewayUrl(gateway.url, baseUrl), token: gateway.token };
    return last;
  };
  const told = restoring === undefined ? {} : { restoring };
  return new SwitchingPath({
    ...options,
    gatewayAvailable: () => ice().gateway !== null,
    createMesh: (events, send) => new MeshPath({ events, send, ice, log, ...told }),
    createGateway: (events, send) =>
      new GatewayPath({
        ...{ events, send, log, access },
        iceServers: () => ice().iceServers,
        ...told,
        ...(createSocket !== undefined && { createSocket }),
      }),
  });
}
