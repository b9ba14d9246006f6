/** Pictures that an encoder has to work for: a pattern that moves, with grain. */
export class MadePictures {
  readonly #width: number;
  readonly #height: number;
  readonly #pictures: Uint8Array<ArrayBuffer>[];

  constructor(width: number, height: number, count: number) {
    this.#width = width;
    this.#height = height;
    this.#pictures = Array.from({ length: count }, (_, index) => this.#draw(index));
  }

  /** A copy of its own, so that one that nobody closes is memory that is lost. @param time microseconds */
  frame(index: number, time: number): VideoFrame {
    const picture = this.#pictures[index % this.#pictures.length];
    if (picture === undefined) throw new Error('there are no pictures');
    const size = { codedWidth: this.#width, codedHeight: this.#height };
    return new VideoFrame(picture, { format: 'I420', ...size, timestamp: time, duration: 33_333 });
  }

  #draw(index: number): Uint8Array<ArrayBuffer> {
    const [width, height] = [this.#width, this.#height];
    const picture = new Uint8Array((width * height * 3) / 2).fill(128);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const wave = Math.sin((x + index * 7) / 40) * Math.cos((y + index * 3) / 30);
        picture[y * width + x] = 120 + 70 * wave + Math.random() * 6;
      }
    }
    return picture;
  }
}
