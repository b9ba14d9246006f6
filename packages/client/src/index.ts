export type * from './api.ts';
export { createCardea, type CardeaOptions } from './cardea.ts';
export type { Log } from './log.ts';
export { grabPicture } from './media/grabPicture.ts';
export { shrinkAvatar } from './session/shrinkAvatar.ts';
export { createCallPath, type CallPathOptions } from './media/createCallPath.ts';
export { MeshPath, type MeshPathOptions } from './media/mesh/meshPath.ts';
export type {
  CallPath,
  CallPathEvents,
  MediaPath,
  MediaPathEvents,
  PeerRole,
  RemoteTracks,
} from './media/mediaPath.ts';
