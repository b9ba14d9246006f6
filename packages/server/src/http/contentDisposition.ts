/** What file systems do not take, or take for something else, with all control and formatting characters. */
const unsafe = /["*/:<>?\\|%]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * How a browser treats a file, and what it calls it (RFC 6266). Names with other than ASCII letters are given twice:
 * plainly for old programs, and in full (RFC 8187).
 * @param title as its owner calls it
 * @param ending of the name, without the dot
 */
export function contentDisposition(kind: 'inline' | 'attachment', title: string, ending: string): string {
  const name =
    title
      .normalize('NFC')
      .replace(unsafe, '_')
      .replace(/^[. ]+|[. ]+$/g, '') || 'recording';
  const file = `${name}.${ending}`;
  const plain = file.replace(/[^\u0020-\u007e]/g, '_');
  const encoded = encodeURIComponent(file).replace(/['()*!]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
  return `${kind}; filename="${plain}"${plain === file ? '' : `; filename*=UTF-8''${encoded}`}`;
}
