/** What Echo Test and Video Call both can be told during a call; what is absent stays as it is. */
export interface PluginSettings {
  audio?: boolean;
  video?: boolean;
  /** bit/s; 0: no limit. */
  bitrate?: number;
  substream?: 0 | 1 | 2;
  temporal?: 0 | 1 | 2;
}

/** Which layer of the simulcast the server says it sends. */
export interface SentLayer {
  substream?: number | undefined;
  temporal?: number | undefined;
}
