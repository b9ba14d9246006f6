/**
 * Moving pictures drawn on a canvas, so that screens with video can be looked at without a camera.
 * Outside a browser there are no streams and every function gives `null`.
 */
export function drawnCamera(hue: number): MediaStream | null {
  return drawn(960, 540, (context, time) => drawPerson(context, hue, time));
}

/** Somebody before a window, 960×540. */
export function drawPerson(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  hue: number,
  time: number,
): void {
  const wall = context.createLinearGradient(0, 0, 960, 540);
  wall.addColorStop(0, `hsl(${hue} 30% 62%)`);
  wall.addColorStop(1, `hsl(${hue + 30} 34% 34%)`);
  context.fillStyle = wall;
  context.fillRect(0, 0, 960, 540);
  context.fillStyle = `hsl(${hue + 40} 40% 88% / 0.5)`;
  context.beginPath();
  context.roundRect(640, 50, 200, 270, [100, 100, 6, 6]);
  context.fill();
  const sway = Math.sin(time / 900) * 14;
  context.fillStyle = `hsl(${hue + 170} 28% 28%)`;
  context.beginPath();
  context.roundRect(280 + sway, 350, 360, 300, 120);
  context.fill();
  context.fillStyle = '#d9a98b';
  context.beginPath();
  context.ellipse(460 + sway, 240, 92, 116, 0, 0, Math.PI * 2);
  context.fill();
  context.fillStyle = '#3a2a24';
  context.beginPath();
  context.ellipse(460 + sway, 170, 104, 72, 0, Math.PI, Math.PI * 2);
  context.fill();
}

export function drawnScreen(): MediaStream | null {
  return drawn(1280, 800, drawDocument);
}

/** A page that is being written, 1280×800. */
export function drawDocument(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  time: number,
): void {
  context.fillStyle = '#f3f1ea';
  context.fillRect(0, 0, 1280, 800);
  context.fillStyle = '#dcd8cc';
  context.fillRect(0, 0, 1280, 56);
  context.fillStyle = '#20302b';
  context.font = '600 40px sans-serif';
  context.fillText('Spring plan', 90, 140);
  const length = Math.round(time / 120) % 24;
  for (let line = 0; line < 12; line += 1) {
    context.fillStyle = line % 4 === 0 ? '#0f6b60' : '#b9b6aa';
    context.fillRect(90, 190 + line * 44, line === 11 ? 300 + length * 20 : 640 + ((line * 137) % 400), 14);
  }
}

function drawn(
  width: number,
  height: number,
  draw: (context: CanvasRenderingContext2D, time: number) => void,
): MediaStream | null {
  if (typeof document === 'undefined') return null;
  const canvas = document.createElement('canvas');
  if (typeof canvas.captureStream !== 'function') return null;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  draw(context, 0);
  const stream = canvas.captureStream(15);
  const [track] = stream.getVideoTracks();
  const timer = setInterval(() => {
    if (track?.readyState === 'ended') clearInterval(timer);
    else draw(context, performance.now());
  }, 66);
  return stream;
}
