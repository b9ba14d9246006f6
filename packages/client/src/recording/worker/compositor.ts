import type { PictureId, Scene, Tile } from './messages.ts';

/** A picture without a frame for so long is not shown any more: its name is. Milliseconds. */
const stale = 3_000;

const background = '#12151c';

/**
 * Draws the recorded picture from the newest frame of each picture. Owns those frames: a frame lives until the next
 * one of its picture comes or the picture is gone.
 */
export class Compositor {
  readonly canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #frames = new Map<PictureId, { frame: VideoFrame; at: number }>();
  #scene: Scene;
  #changed = true;

  constructor(width: number, height: number, scene: Scene) {
    this.canvas = new OffscreenCanvas(width, height);
    const context = this.canvas.getContext('2d', { alpha: false, desynchronized: true });
    if (context === null) throw new Error('There is no canvas to draw on.');
    this.#context = context;
    this.#scene = scene;
  }

  /** Whether something is to be seen that was not drawn yet. */
  get changed(): boolean {
    return this.#changed;
  }

  show(scene: Scene): void {
    this.#scene = scene;
    this.#changed = true;
  }

  /** @param at milliseconds, for {@link draw} */
  receive(picture: PictureId, frame: VideoFrame, at: number): void {
    this.#frames.get(picture)?.frame.close();
    this.#frames.set(picture, { frame, at });
    this.#changed ||= this.#scene.tiles.some((tile) => tile.picture === picture);
  }

  forget(picture: PictureId): void {
    this.#frames.get(picture)?.frame.close();
    this.#frames.delete(picture);
    this.#changed = true;
  }

  draw(now: number): void {
    const { width, height } = this.canvas;
    this.#context.fillStyle = background;
    this.#context.fillRect(0, 0, width, height);
    for (const tile of this.#scene.tiles) {
      const shown = tile.picture === null ? undefined : this.#frames.get(tile.picture);
      if (shown !== undefined && now - shown.at < stale) this.#drawPicture(tile, shown.frame);
      else this.#drawName(tile);
    }
    this.#changed = false;
  }

  close(): void {
    for (const { frame } of this.#frames.values()) frame.close();
    this.#frames.clear();
  }

  #drawPicture(tile: Tile, frame: VideoFrame): void {
    const context = this.#context;
    const across = tile.width / frame.displayWidth;
    const down = tile.height / frame.displayHeight;
    const scale = tile.fit === 'cover' ? Math.max(across, down) : Math.min(across, down);
    const width = frame.displayWidth * scale;
    const height = frame.displayHeight * scale;
    const fills = Math.abs(width - tile.width) < 1 && Math.abs(height - tile.height) < 1;
    if (fills) context.drawImage(frame, tile.x, tile.y, tile.width, tile.height);
    else {
      context.save();
      context.beginPath();
      context.rect(tile.x, tile.y, tile.width, tile.height);
      context.clip();
      const x = tile.x + (tile.width - width) / 2;
      const y = tile.y + (tile.height - height) / 2;
      context.drawImage(frame, x, y, width, height);
      context.restore();
    }
    if (tile.label) this.#drawLabel(tile);
  }

  #drawName(tile: Tile): void {
    const context = this.#context;
    context.fillStyle = '#1e2430';
    context.fillRect(tile.x, tile.y, tile.width, tile.height);
    const [x, y] = [tile.x + tile.width / 2, tile.y + tile.height / 2];
    const radius = Math.min(tile.width, tile.height) * 0.2;
    context.fillStyle = tile.color;
    context.beginPath();
    context.arc(x, y - radius * 0.4, radius, 0, 2 * Math.PI);
    context.fill();
    this.#write(initialOf(tile.name), x, y - radius * 0.4, radius, '#ffffff', tile.width);
    this.#write(tile.name, x, y + radius * 1.1, radius * 0.42, '#e8ebf2', tile.width * 0.9);
  }

  #drawLabel(tile: Tile): void {
    const context = this.#context;
    const size = Math.max(11, Math.min(22, tile.height * 0.05));
    context.font = fontOf(size);
    const most = tile.width - size * 2;
    const width = Math.min(context.measureText(tile.name).width, most) + size;
    const y = tile.y + tile.height - size * 2.2;
    context.fillStyle = 'rgb(10 12 18 / 60%)';
    context.beginPath();
    context.roundRect(tile.x + size * 0.6, y, width, size * 1.6, size * 0.5);
    context.fill();
    context.fillStyle = '#ffffff';
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillText(tile.name, tile.x + size * 1.1, y + size * 0.85, most);
  }

  #write(text: string, x: number, y: number, size: number, color: string, most: number): void {
    const context = this.#context;
    context.font = fontOf(size);
    context.fillStyle = color;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(text, x, y, most);
  }
}

/** The first letter as people see it: a flag or a letter with its accent is one. */
function initialOf(name: string): string {
  for (const { segment } of new Intl.Segmenter().segment(name)) return segment.toUpperCase();
  return '';
}

function fontOf(size: number): string {
  return `500 ${Math.round(size)}px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif`;
}
