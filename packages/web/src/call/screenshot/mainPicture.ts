import type { ClientCall } from '@cardea/client';

/** The picture a person most likely means: a shared screen, else the other's, else one's own. */
export function mainPicture(
  { local, remote, person }: ClientCall,
  myName: string,
): { stream: MediaStream; name: string } | null {
  const pictures = [
    { on: remote.screen, stream: remote.screenStream, name: person.name },
    { on: local.screen.on, stream: local.screenStream, name: myName },
    { on: remote.camera && !remote.hold, stream: remote.cameraStream, name: person.name },
    { on: local.camera.on, stream: local.cameraStream, name: myName },
  ];
  for (const { on, stream, name } of pictures) if (on && stream !== null) return { stream, name };
  return null;
}
