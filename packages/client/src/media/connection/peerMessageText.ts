import { limits, PeerMessage } from '@cardea/protocol';
import type { Log } from '../../log.ts';

/** A text of 8,000 characters with every one escaped, and the rest of the message. */
const longestMessage = limits.messageLength * 6 + 4_096;

/** @returns whether the channel took the message */
export function writePeerMessage(
  channel: Pick<RTCDataChannel, 'send'>,
  message: PeerMessage,
  log: Log,
): boolean {
  // Checked on the way out too, so that a mistake shows here and not as a silent drop over there.
  const checked = PeerMessage.safeParse(message);
  if (!checked.success) {
    log('warn', 'peer message not sent', { type: message.type, reason: checked.error.message });
    return false;
  }
  try {
    channel.send(JSON.stringify(checked.data));
    return true;
  } catch (error) {
    // The buffer is full (RFC 8831 leaves the limit to the browser), or the channel closed in between.
    log('warn', 'peer message not sent', { type: message.type, reason: String(error) });
    return false;
  }
}

/** @returns `null` for what does not fit the schema, which is logged */
export function readPeerMessage(data: unknown, log: Log): PeerMessage | null {
  if (typeof data !== 'string' || data.length > longestMessage) {
    log('warn', 'peer message dropped', {
      reason: typeof data === 'string' ? 'too long' : 'not text',
    });
    return null;
  }
  let content: unknown;
  try {
    content = JSON.parse(data);
  } catch {
    log('warn', 'peer message dropped', { reason: 'not JSON' });
    return null;
  }
  const message = PeerMessage.safeParse(content);
  if (message.success) return message.data;
  log('warn', 'peer message dropped', { reason: message.error.message });
  return null;
}
