import { CardeaError, limits } from '@cardea/protocol';

/** Pixels of the longer side of a small picture. */
const longest = 480;

export interface LookedAtPicture {
  width: number;
  height: number;
  thumbnail: Blob | null;
}

/** @throws CardeaError `unsupported_media` for what is no picture */
export async function lookAtPicture(picture: Blob): Promise<LookedAtPicture> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(picture);
  } catch (cause) {
    throw new CardeaError('unsupported_media', { cause });
  }
  const { width, height } = bitmap;
  try {
    return { width, height, thumbnail: await shrink(bitmap) };
  } finally {
    bitmap.close();
  }
}

async function shrink(bitmap: ImageBitmap): Promise<Blob | null> {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  for (const quality of [0.85, 0.7, 0.5, 0.3]) {
    const blob = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/jpeg', quality);
    });
    // In base64 it is a third longer.
    if (blob !== null && blob.size < (limits.thumbnailLength - 100) * 0.75) return blob;
  }
  return null;
}

/** @returns `null` for a picture that is too large to be declared with an item */
export async function asDataUrl(picture: Blob): Promise<string | null> {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  // JPEG begins with FF D8, PNG with 89 50, WebP with 52 49; a file of the device does not tell its type.
  const type = bytes[0] === 0xff ? 'jpeg' : bytes[0] === 0x89 ? 'png' : bytes[0] === 0x52 ? 'webp' : null;
  if (type === null) return null;
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  const url = `data:image/${type};base64,${btoa(text)}`;
  return url.length <= limits.thumbnailLength ? url : null;
}
