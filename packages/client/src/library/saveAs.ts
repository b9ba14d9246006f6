import { fileEndings, type ItemDescription } from '@cardea/protocol';

/** Lets the browser save what is at an address. */
export function saveAs(url: string, name: string): void {
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
}

/** The title, without what file systems do not take in a name, and the ending of the type. */
export function fileNameOf({ title, mediaType }: Pick<ItemDescription, 'title' | 'mediaType'>): string {
  return `${title.replaceAll(/[\\/:*?"<>|]/g, '-')}.${fileEndings[mediaType]}`;
}
