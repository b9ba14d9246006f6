import { useEffect, useMemo, useState } from 'react';
import { nextSpeed } from './playerKeys.ts';

export interface MediaState {
  playing: boolean;
  ended: boolean;
  /** Waits for data while it should play. */
  stalled: boolean;
  failed: boolean;
  /** Has played at least once. */
  begun: boolean;
  /** Seconds. */
  time: number;
  duration: number;
  /** Up to where it could play on without waiting. */
  buffered: number;
  volume: number;
  muted: boolean;
  rate: number;
  /** Pixels; 0 without a picture. */
  width: number;
}

const nothing: MediaState = {
  playing: false,
  ended: false,
  stalled: false,
  failed: false,
  begun: false,
  time: 0,
  duration: 0,
  buffered: 0,
  volume: 1,
  muted: false,
  rate: 1,
  width: 0,
};

const events = [
  ...['play', 'playing', 'pause', 'ended', 'waiting', 'timeupdate', 'seeking', 'seeked', 'durationchange'],
  ...['loadedmetadata', 'loadeddata', 'progress', 'volumechange', 'ratechange', 'error', 'emptied', 'resize'],
] as const;

export interface MediaControl {
  element: HTMLMediaElement | null;
  attach(element: HTMLMediaElement | null): void;
  toggle(): void;
  /** @param time seconds */
  seekTo(time: number): void;
  seekBy(seconds: number): void;
  setVolume(volume: number): void;
  /** From what it is at this moment: keys come faster than what is shown. */
  changeVolume(by: number): void;
  toggleMute(): void;
  setRate(rate: number): void;
  changeRate(by: 1 | -1): void;
}

const inert: Omit<MediaControl, 'attach'> = {
  element: null,
  toggle: () => undefined,
  seekTo: () => undefined,
  seekBy: () => undefined,
  setVolume: () => undefined,
  changeVolume: () => undefined,
  toggleMute: () => undefined,
  setRate: () => undefined,
  changeRate: () => undefined,
};

/**
 * What a media element does, as a value, and what one can do with it.
 * @param knownDuration seconds, for files that do not say themselves how long they are
 */
export function useMediaElement(knownDuration: number): [MediaState, MediaControl] {
  const [element, attach] = useState<HTMLMediaElement | null>(null);
  const [state, setState] = useState(nothing);

  useEffect(() => {
    if (element === null) return undefined;
    const read = (): void => setState((before) => snapshot(element, before, knownDuration));
    read();
    for (const event of events) element.addEventListener(event, read);
    return () => {
      for (const event of events) element.removeEventListener(event, read);
    };
  }, [element, knownDuration]);

  const control = useMemo(() => controlOf(element, attach, knownDuration), [element, knownDuration]);
  return [state, control];
}

function controlOf(
  element: HTMLMediaElement | null,
  attach: MediaControl['attach'],
  knownDuration: number,
): MediaControl {
  if (element === null) return { ...inert, attach };
  const seekTo = (time: number): void => {
    const end = Number.isFinite(element.duration) ? element.duration : knownDuration;
    element.currentTime = Math.min(end, Math.max(0, time));
  };
  const setVolume = (volume: number): void => {
    element.volume = Math.min(1, Math.max(0, volume));
    element.muted = element.volume === 0;
  };
  return {
    element,
    attach,
    toggle: () => {
      // Refused without a gesture: the button to play stays.
      if (element.paused) element.play().catch(() => undefined);
      else element.pause();
    },
    seekTo,
    seekBy: (seconds) => seekTo(element.currentTime + seconds),
    setVolume,
    changeVolume: (by) => setVolume((element.muted ? 0 : element.volume) + by),
    toggleMute: () => {
      element.muted = !element.muted;
      if (!element.muted && element.volume === 0) element.volume = 0.5;
    },
    setRate: (rate) => {
      element.playbackRate = rate;
    },
    changeRate: (by) => {
      element.playbackRate = nextSpeed(element.playbackRate, by);
    },
  };
}

function snapshot(element: HTMLMediaElement, before: MediaState, knownDuration: number): MediaState {
  const { buffered, currentTime } = element;
  let loaded = currentTime;
  for (let index = 0; index < buffered.length; index += 1) {
    if (buffered.start(index) <= currentTime + 0.5) loaded = Math.max(loaded, buffered.end(index));
  }
  const playing = !element.paused && !element.ended;
  return {
    playing,
    ended: element.ended,
    stalled: playing && element.readyState < HTMLMediaElement.HAVE_FUTURE_DATA,
    failed: element.error !== null,
    begun: before.begun || playing || currentTime > 0,
    time: currentTime,
    duration: Number.isFinite(element.duration) && element.duration > 0 ? element.duration : knownDuration,
    buffered: loaded,
    volume: element.volume,
    muted: element.muted || element.volume === 0,
    rate: element.playbackRate,
    width: element instanceof HTMLVideoElement ? element.videoWidth : 0,
  };
}
