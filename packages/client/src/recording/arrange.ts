/** A rectangle in pixels. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

const gap = 12;

/**
 * Where pictures go in a recording, as in the app: a shared screen has the stage and cameras stand beside it; with two
 * the other fills the picture and oneself sits in a corner; more make a grid.
 * @param size of the whole picture, pixels
 * @param cameras how many there are; the last is one's own
 * @param screen whether a screen is shown
 * @returns the screen's place, `null` without one, and the cameras' in order
 */
export function arrange(
  size: { width: number; height: number },
  cameras: number,
  screen: boolean,
): { screen: Rectangle | null; cameras: Rectangle[] } {
  const { width, height } = size;
  const whole = { x: 0, y: 0, width, height };
  if (screen) {
    if (cameras === 0) return { screen: whole, cameras: [] };
    const strip = even(width * 0.2);
    const tall = Math.min(even(((strip - 2 * gap) * 9) / 16), even(height / cameras - gap));
    return {
      screen: { ...whole, width: width - strip },
      cameras: Array.from({ length: cameras }, (_, index) => ({
        x: width - strip + gap,
        y: gap + index * (tall + gap),
        width: strip - 2 * gap,
        height: tall,
      })),
    };
  }
  if (cameras <= 1) return { screen: null, cameras: cameras === 1 ? [whole] : [] };
  if (cameras === 2) {
    const corner = { width: even(width * 0.22), height: even((width * 0.22 * 9) / 16) };
    const own = { x: width - corner.width - 2 * gap, y: height - corner.height - 2 * gap, ...corner };
    return { screen: null, cameras: [whole, own] };
  }
  const columns = Math.ceil(Math.sqrt(cameras));
  const rows = Math.ceil(cameras / columns);
  const tile = { width: even(width / columns), height: even(height / rows) };
  return {
    screen: null,
    cameras: Array.from({ length: cameras }, (_, index) => ({
      x: (index % columns) * tile.width,
      y: Math.floor(index / columns) * tile.height,
      ...tile,
    })),
  };
}

function even(value: number): number {
  return Math.max(2, 2 * Math.floor(value / 2));
}
