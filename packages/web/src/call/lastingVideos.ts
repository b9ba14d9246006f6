/**
 * One `<video>` element for each stream of a call, handed from place to place: theirs is made while it rings. An element
 * that plays already presents the next frame at once; a new one first has to wait for one and to set up its
 * pipeline, which costs more than everything else between Accept and the picture.
 */
const elements = new WeakMap<MediaStream, HTMLVideoElement>();

/** The stream's element, playing; whoever shows it puts it into the page. */
export function videoOf(stream: MediaStream): HTMLVideoElement {
  const known = elements.get(stream);
  if (known !== undefined) return known;
  const video = document.createElement('video');
  video.autoplay = true;
  video.playsInline = true;
  // Sound has an element of its own, and muted video always may play.
  video.muted = true;
  video.srcObject = stream;
  elements.set(stream, video);
  return video;
}

/**
 * Puts the stream's element into a place. Taken from another place in the same moment it plays on; an element that
 * was nowhere for a while has been paused by the browser.
 * @returns takes it out again, unless it has moved on meanwhile
 */
export function placeVideo(stream: MediaStream, place: HTMLElement): () => void {
  const video = videoOf(stream);
  place.append(video);
  // Rejected only when the element moves on at once; its next place plays it.
  void video.play().catch(() => undefined);
  return () => {
    if (video.parentElement === place) video.remove();
  };
}
