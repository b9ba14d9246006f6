/** Milliseconds to wait for a first frame of a picture that may stand still. */
const patience = 1_500;

/**
 * What a stream shows at this moment, in the size in which it comes in.
 * @returns a PNG and its size in pixels; `null` if the stream shows nothing
 */
export async function grabPicture(
  stream: MediaStream,
): Promise<{ picture: Blob; width: number; height: number } | null> {
  const track = stream.getVideoTracks()[0];
  if (track === undefined || track.readyState !== 'live') return null;
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  try {
    const shown = new Promise<boolean>((resolve) => {
      video.requestVideoFrameCallback(() => resolve(true));
      setTimeout(() => resolve(false), patience);
    });
    // A page that may not play by itself cannot be one in a call.
    await video.play().catch(() => undefined);
    await shown;
    const { videoWidth: width, videoHeight: height } = video;
    if (width === 0 || height === 0) return null;
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    return picture === null ? null : { picture, width, height };
  } finally {
    video.pause();
    video.srcObject = null;
  }
}
