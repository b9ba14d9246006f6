/** A hue of their own for everybody, the same everywhere: from the id, so that it stays when the name changes. */
export function personHue(id: string): number {
  let hash = 2166136261;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 16777619);
  }
  return (hash >>> 0) % 360;
}

/** One or two letters for a name: first and last word, or the last two characters of a Chinese or Japanese name. */
export function initials(name: string): string {
  const trimmed = name.trim();
  if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\s]+$/u.test(trimmed)) {
    return Array.from(trimmed.replace(/\s/gu, '')).slice(-2).join('');
  }
  const words = trimmed.split(/\s+/u);
  const first = Array.from(words[0] ?? '')[0] ?? '?';
  const last = words.length > 1 ? (Array.from(words.at(-1) ?? '')[0] ?? '') : '';
  return (first + last).toUpperCase();
}
