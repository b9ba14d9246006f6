/**
 * Proof that media really arrives: pictures that change and a tone of the right pitch, measured inside the page on
 * what its own elements present. The functions run in the page, so they use nothing from outside themselves.
 */
export interface Evaluates {
  evaluate<A, R>(inPage: (argument: A) => R | Promise<R>, argument: A): Promise<R>;
}

export interface Picture {
  width: number;
  height: number;
  /** Share of pixels that differ clearly between the first look and a later one, half a second apart at most, 0 to 1. */
  changed: number;
  /** Mean luminance, 0 to 255; a black picture is below 20. */
  luminance: number;
}

/**
 * Looks at a video element until it has clearly changed, or twice within half a second.
 * @param testId `data-testid` of it, or of what it is in
 */
export function lookAt(page: Evaluates, testId: string): Promise<Picture | null> {
  return page.evaluate(async (id) => {
    const video = document.querySelector<HTMLVideoElement>(
      `video[data-testid="${id}"], [data-testid="${id}"] video`,
    );
    if (video === null || video.videoWidth === 0) return null;
    const canvas = document.createElement('canvas');
    canvas.width = 160;
    canvas.height = 90;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) throw new Error('no 2d context');
    const look = () => {
      context.drawImage(video, 0, 0, 160, 90);
      return context.getImageData(0, 0, 160, 90).data;
    };
    const first = look();
    let changed = 0;
    let luminance = 0;
    for (let looks = 0; looks < 4 && changed < first.length / 4 / 20; looks++) {
      await new Promise((resolve) => setTimeout(resolve, 125));
      const later = look();
      changed = 0;
      luminance = 0;
      for (let i = 0; i < first.length; i += 4) {
        const difference =
          Math.abs(first[i]! - later[i]!) +
          Math.abs(first[i + 1]! - later[i + 1]!) +
          Math.abs(first[i + 2]! - later[i + 2]!);
        if (difference > 30) changed++;
        luminance += 0.3 * later[i]! + 0.59 * later[i + 1]! + 0.11 * later[i + 2]!;
      }
    }
    const pixels = first.length / 4;
    return {
      width: video.videoWidth,
      height: video.videoHeight,
      changed: changed / pixels,
      luminance: luminance / pixels,
    };
  }, testId);
}

export interface Tone {
  /** Strongest frequency, Hz. */
  frequency: number;
  /** Its amplitude, 0 to 1. */
  amplitude: number;
}

/**
 * Records most of a second of what an element plays and finds its strongest frequency. Recording and offline decoding
 * work without any sound card, which a live analyser in Firefox does not. What plays a file is heard in Chromium only.
 * @param testId `data-testid` of the element, or of what it is in
 */
export function listenTo(page: Evaluates, testId: string): Promise<Tone | null> {
  return page.evaluate(async (id) => {
    const named = document.querySelector(`[data-testid="${id}"]`);
    const element = named instanceof HTMLMediaElement ? named : named?.querySelector('audio, video');
    if (!(element instanceof HTMLMediaElement) || element.muted) return null;
    const playsFile = element as HTMLMediaElement & { captureStream?: () => MediaStream };
    const stream = element.srcObject ?? (element.paused ? null : playsFile.captureStream?.());
    if (!(stream instanceof MediaStream)) return null;
    const track = stream.getAudioTracks().find(({ readyState }) => readyState === 'live');
    if (track === undefined) return null;
    const recorder = new MediaRecorder(new MediaStream([track]), { mimeType: 'audio/webm;codecs=opus' });
    const chunks: Blob[] = [];
    recorder.ondataavailable = (event) => chunks.push(event.data);
    const stopped = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.start();
    await new Promise((resolve) => setTimeout(resolve, 600));
    recorder.stop();
    await stopped;
    const blob = new Blob(chunks);
    if (blob.size === 0) return null;
    const decoded = await new OfflineAudioContext(1, 48_000, 48_000)
      .decodeAudioData(await blob.arrayBuffer())
      .catch(() => null);
    if (decoded === null) return null;
    const samples = decoded.getChannelData(0);
    // How much of each candidate there is (Goertzel), over windows of 100 ms, because the tones come and go. Every fourth sample
    // is enough for these pitches.
    let best = { frequency: 0, amplitude: 0 };
    const [step, window] = [4, 1_200];
    const count = Math.floor(samples.length / step);
    for (let start = 0; start + window <= count; start += window) {
      for (let frequency = 100; frequency <= 2_000; frequency += 10) {
        const coefficient = 2 * Math.cos((2 * Math.PI * frequency * step) / 48_000);
        let last = 0;
        let former = 0;
        for (let i = start; i < start + window; i++) {
          const next = samples[i * step]! + coefficient * last - former;
          former = last;
          last = next;
        }
        const power = last ** 2 + former ** 2 - coefficient * last * former;
        const amplitude = (2 * Math.sqrt(Math.max(0, power))) / window;
        if (amplitude > best.amplitude) best = { frequency, amplitude };
      }
    }
    return best;
  }, testId);
}
