export type TextPart = { type: 'text'; text: string } | { type: 'link'; text: string; href: string };

/**
 * Finds web addresses in a message. Only `http` and `https`: every other scheme stays plain text,
 * so that nothing somebody writes can become a script.
 */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"'`]+/giu)) {
    // A full stop or bracket after an address belongs to the sentence.
    const found = match[0].replace(/[.,;:!?)\]}。，；：！？）】」]+$/u, '');
    if (!URL.canParse(found)) continue;
    if (match.index > end) parts.push({ type: 'text', text: text.slice(end, match.index) });
    parts.push({ type: 'link', text: found, href: new URL(found).href });
    end = match.index + found.length;
  }
  if (end < text.length) parts.push({ type: 'text', text: text.slice(end) });
  return parts;
}
