import { drawDocument, drawPerson } from './fakeMedia.ts';

export interface SampleScene {
  of: 'person' | 'document';
  hue: number;
}

function draw(scene: SampleScene, width: number, time: number): HTMLCanvasElement | null {
  if (typeof document === 'undefined') return null;
  const [w, h] = scene.of === 'person' ? [960, 540] : [1280, 800];
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = Math.round((width * h) / w);
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.scale(width / w, width / w);
  if (scene.of === 'person') drawPerson(context, scene.hue, time);
  else drawDocument(context, time);
  return canvas;
}

/** A small picture of it; `null` outside a browser. */
export function sampleThumbnail(scene: SampleScene): string | null {
  return draw(scene, 480, scene.hue * 100)?.toDataURL('image/jpeg', 0.8) ?? null;
}

export function samplePicture(scene: SampleScene): Promise<Blob | null> {
  const canvas = draw(scene, 1280, scene.hue * 100);
  if (canvas === null) return Promise.resolve(null);
  return new Promise((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
}

/** A few seconds of it, made as fast as the browser encodes. */
export async function sampleVideo(scene: SampleScene): Promise<Blob | null> {
  const { BufferTarget, CanvasSource, Output, WebMOutputFormat } = await import('mediabunny');
  const canvas = draw(scene, 640, 0);
  const context = canvas?.getContext('2d') ?? null;
  if (canvas === null || context === null) return null;
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new CanvasSource(canvas, { codec: 'vp8', bitrate: 1_000_000 });
  output.addVideoTrack(source, { frameRate: 10 });
  await output.start();
  for (let frame = 0; frame < 12 * 10; frame += 1) {
    if (scene.of === 'person') drawPerson(context, scene.hue, frame * 100);
    else drawDocument(context, frame * 100);
    context.fillStyle = '#fff';
    context.font = '600 28px sans-serif';
    context.fillText(`${Math.floor(frame / 10)} s + ${frame % 10}`, 40, 60);
    await source.add(frame / 10, 1 / 10);
  }
  await output.finalize();
  return target.buffer === null ? null : new Blob([target.buffer], { type: 'video/webm' });
}

/** Something like speech as a WAV file: syllables of a changing tone. */
export function sampleSound(seconds: number): Blob {
  const rate = 8_000;
  const data = new DataView(new ArrayBuffer(44 + rate * seconds * 2));
  const text = (at: number, value: string): void => {
    for (let index = 0; index < value.length; index += 1) data.setUint8(at + index, value.charCodeAt(index));
  };
  text(0, 'RIFF');
  data.setUint32(4, 36 + rate * seconds * 2, true);
  text(8, 'WAVEfmt ');
  data.setUint32(16, 16, true);
  data.setUint16(20, 1, true);
  data.setUint16(22, 1, true);
  data.setUint32(24, rate, true);
  data.setUint32(28, rate * 2, true);
  data.setUint16(32, 2, true);
  data.setUint16(34, 16, true);
  text(36, 'data');
  data.setUint32(40, rate * seconds * 2, true);
  for (let index = 0; index < rate * seconds; index += 1) {
    const time = index / rate;
    const syllable = Math.max(0, Math.sin(time * 12)) * (0.4 + 0.6 * Math.abs(Math.sin(time * 1.7)));
    const value = Math.sin(time * 2 * Math.PI * (160 + 40 * Math.sin(time * 3))) * syllable * 9_000;
    data.setInt16(44 + index * 2, value, true);
  }
  return new Blob([data.buffer], { type: 'audio/wav' });
}
