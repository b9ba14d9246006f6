import type { CallKind, PeerMessage } from '@cardea/protocol';
import type { ClientCall } from '../api.ts';
import { RecordingConsent } from './recordingConsent.ts';
import { VideoRequest } from './videoRequest.ts';

export interface CallAgreementsOptions {
  kind(): CallKind;
  setCamera(on: boolean): Promise<void>;
  send(message: PeerMessage): boolean;
  /** The two have agreed on pictures. */
  becomeVideo(): void;
  /** The server's clock, milliseconds. */
  now(): number;
  changed(): void;
}

/** What the two ends of a call ask each other while it goes on: pictures in a voice call, and recording. */
export class CallAgreements {
  readonly video: VideoRequest;
  readonly recording: RecordingConsent;

  constructor(options: CallAgreementsOptions) {
    const { send, changed } = options;
    this.video = new VideoRequest({ ...options, agreed: () => options.becomeVideo() });
    this.recording = new RecordingConsent({ send, changed, now: () => options.now() });
  }

  state(): Pick<ClientCall, 'videoRequest' | 'recordings'> {
    return { videoRequest: this.video.state, recordings: this.recording.state() };
  }

  /** @returns whether the message was one of these */
  receive(message: PeerMessage): boolean {
    switch (message.type) {
      case 'video-request':
      case 'video-answer':
        this.video.receive(message);
        return true;
      case 'recording':
      case 'recording-consent':
        this.recording.receive(message);
        return true;
      default:
        return false;
    }
  }

  channelOpened(): void {
    this.recording.channelOpened();
  }

  channelClosed(): void {
    this.video.drop();
  }
}
