export type Corner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';

/** The corner of an area nearest to a point in it. */
export function nearestCorner(x: number, y: number, width: number, height: number): Corner {
  const vertical = y < height / 2 ? 'top' : 'bottom';
  return x < width / 2 ? `${vertical}-left` : `${vertical}-right`;
}
