import { CardeaError, limits } from '@cardea/protocol';

/** Pixels of each side. */
const side = 256;

/**
 * Makes a small square of a picture, cut from its middle: 256×256, WebP or JPEG.
 * @returns a `data:` URL of at most 64,000 characters
 * @throws CardeaError `invalid_request` for a file that is no picture
 */
export async function shrinkAvatar(file: File): Promise<string> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch (cause) {
    throw new CardeaError('invalid_request', { details: 'The file is not a picture.', cause });
  }
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d');
  if (context === null) throw new CardeaError('invalid_request', { details: 'This browser cannot draw.' });
  const cut = Math.min(picture.width, picture.height);
  const [left, top] = [(picture.width - cut) / 2, (picture.height - cut) / 2];
  // JPEG has no transparency; white is what it would stand on.
  context.fillStyle = 'white';
  context.fillRect(0, 0, side, side);
  context.drawImage(picture, left, top, cut, cut, 0, 0, side, side);
  picture.close();
  for (const quality of [0.9, 0.75, 0.6, 0.4]) {
    for (const type of ['image/webp', 'image/jpeg']) {
      const url = canvas.toDataURL(type, quality);
      // A browser that cannot write the type gives a PNG instead.
      if (url.startsWith(`data:${type}`) && url.length <= limits.avatarLength) return url;
    }
  }
  throw new CardeaError('too_large');
}
