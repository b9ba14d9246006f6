export interface CropArea {
  /** Left upper corner and side of the square, in pixels of the picture. */
  x: number;
  y: number;
  side: number;
}

/**
 * The square of a picture that is shown.
 * @param zoom 1 takes the largest square, more takes a smaller one
 * @param center of the square, 0 to 1 of width and height; moved inwards where the square would leave the picture
 */
export function cropArea(
  width: number,
  height: number,
  zoom: number,
  center: { x: number; y: number },
): CropArea {
  const side = Math.min(width, height) / Math.max(1, zoom);
  const within = (value: number, length: number): number =>
    Math.min(Math.max(value * length - side / 2, 0), length - side);
  return { x: within(center.x, width), y: within(center.y, height), side };
}
