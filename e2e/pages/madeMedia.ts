/** A track that shows a stripe moving over a colour. */
export function camera(colour: string): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.width = 160;
  canvas.height = 90;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no 2d context');
  let x = 0;
  setInterval(() => {
    x = (x + 6) % 160;
    context.fillStyle = colour;
    context.fillRect(0, 0, 160, 90);
    context.fillStyle = '#fff';
    context.fillRect(x, 0, 20, 90);
  }, 50);
  const [track] = canvas.captureStream(20).getVideoTracks();
  if (track === undefined) throw new Error('no track');
  return track;
}

/** A track that sounds at one pitch, Hz. */
export function tone(frequency: number): MediaStreamTrack {
  const context = new AudioContext();
  const oscillator = new OscillatorNode(context, { frequency });
  const output = context.createMediaStreamDestination();
  oscillator.connect(output);
  oscillator.start();
  const [track] = output.stream.getAudioTracks();
  if (track === undefined) throw new Error('no track');
  return track;
}

/** The element with this test id, made where there is none. */
export function element<K extends 'video' | 'audio'>(kind: K, testId: string): HTMLElementTagNameMap[K] {
  const known = document.querySelector<HTMLElementTagNameMap[K]>(`[data-testid="${testId}"]`);
  if (known !== null) return known;
  const made = document.createElement(kind);
  made.dataset['testid'] = testId;
  made.autoplay = true;
  if (kind === 'video') made.muted = true;
  document.body.append(made);
  return made;
}
