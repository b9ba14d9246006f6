export interface MediaChoice {
  camera: boolean;
  microphone: boolean;
}

/**
 * The camera and microphone that are chosen in the settings.
 * @throws DOMException as `getUserMedia` (W3C Media Capture 10.2)
 */
export async function openMedia(
  wanted: MediaChoice,
  selected: { camera: string | null; microphone: string | null },
): Promise<MediaStream> {
  if (!wanted.camera && !wanted.microphone) return new MediaStream();
  // Missing in an insecure context, whatever the types of the browser say.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) throw new DOMException('no HTTPS', 'SecurityError');
  return devices.getUserMedia({
    audio: wanted.microphone && device(selected.microphone),
    video: wanted.camera && {
      ...device(selected.camera),
      width: { ideal: 1280 },
      height: { ideal: 720 },
    },
  });
}

function device(id: string | null): MediaTrackConstraints {
  return id === null ? {} : { deviceId: { ideal: id } };
}
