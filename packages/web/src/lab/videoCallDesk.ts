import { VideoCall, type Jsep, type VideoCallPush } from '@cardea/client/janus';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PluginCallOptions } from './echoCall.ts';
import { LabPeer } from './labPeer.ts';
import type { MediaChoice } from './openMedia.ts';
import type { PluginSettings, SentLayer } from './pluginSettings.ts';
import { reasonOf } from './reason.ts';

export type DeskCall =
  /** `ended`: why the last one is over; `null` when it was hung up here. */
  | { stage: 'none'; ended: string | null }
  | { stage: 'incoming'; other: string; offer: Jsep }
  /** Devices and descriptions are made. */
  | { stage: 'starting'; other: string }
  | { stage: 'calling'; other: string; peer: LabPeer }
  /** `layer`: of the caller's simulcast, which the callee may choose; `null` for the caller. */
  | { stage: 'in-call'; other: string; peer: LabPeer; layer: SentLayer | null };

export interface DeskState {
  /** The name this end is registered under. */
  name: string | null;
  /** Names at the server, as they were listed last. */
  names: readonly string[] | null;
  call: DeskCall;
}

/**
 * `janus.plugin.videocall` by hand: one name, and one call at a time.
 * Closing: owns its handle and the connection; with the handle the name is given back.
 */
export class VideoCallDesk {
  readonly store: StoreApi<DeskState> = createStore<DeskState>(() => ({
    name: null,
    names: null,
    call: { stage: 'none', ended: null },
  }));
  readonly #options: PluginCallOptions;
  #videoCall: VideoCall | null = null;
  #peer: LabPeer | null = null;
  #closed = false;

  constructor(options: PluginCallOptions) {
    this.#options = options;
  }

  /** @throws JanusError */
  async register(name: string): Promise<void> {
    const videoCall = await this.#attached();
    await videoCall.register(name);
    this.store.setState({ name });
  }

  /** @throws JanusError */
  async list(): Promise<void> {
    const videoCall = await this.#attached();
    this.store.setState({ names: await videoCall.list() });
  }

  async call(other: string, choice: MediaChoice & { simulcast: boolean }): Promise<void> {
    if (this.#call.stage !== 'none') return;
    await this.#begin(other, choice, async (videoCall, peer) => {
      await videoCall.call(other, await peer.offer());
      // The answer may have come already.
      if (this.#peer === peer && this.#call.stage === 'starting') {
        this.#setCall({ stage: 'calling', other, peer });
      }
    });
  }

  async accept(choice: MediaChoice): Promise<void> {
    const incoming = this.#call;
    if (incoming.stage !== 'incoming') return;
    const { other, offer } = incoming;
    await this.#begin(other, { ...choice, simulcast: false }, async (videoCall, peer) => {
      await videoCall.accept(await peer.answer(offer));
      if (this.#peer === peer) this.#setCall({ stage: 'in-call', other, peer, layer: {} });
    });
  }

  /** @throws JanusError */
  async set(settings: PluginSettings): Promise<void> {
    await this.#videoCall?.set(settings);
  }

  /** Cancels, declines or ends. @throws JanusError */
  async hangUp(): Promise<void> {
    if (this.#call.stage === 'none') return;
    this.#end(null);
    await this.#videoCall?.hangup();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#end(null);
    // Refused where the session is over, and the handle with it.
    this.#videoCall?.close().catch(() => undefined);
  }

  get #call(): DeskCall {
    return this.store.getState().call;
  }

  async #begin(
    other: string,
    choice: MediaChoice & { simulcast: boolean },
    ring: (videoCall: VideoCall, peer: LabPeer) => Promise<void>,
  ): Promise<void> {
    const starting: DeskCall = { stage: 'starting', other };
    this.#setCall(starting);
    try {
      const videoCall = await this.#attached();
      const local = await this.#options.openMedia(choice);
      if (this.#call !== starting) {
        for (const track of local.getTracks()) track.stop();
        return;
      }
      const { simulcast } = choice;
      const { iceServers } = this.#options;
      const peer = new LabPeer({ local, simulcast, iceServers, handle: videoCall.handle });
      this.#peer = peer;
      await ring(videoCall, peer);
    } catch (error) {
      this.#end(reasonOf(error));
    }
  }

  async #attached(): Promise<VideoCall> {
    if (this.#videoCall !== null && !this.#videoCall.handle.isDetached) return this.#videoCall;
    const videoCall = await VideoCall.attach(this.#options.session);
    if (this.#closed) {
      videoCall.close().catch(() => undefined);
      throw new Error('closed');
    }
    this.#videoCall = videoCall;
    videoCall.handle.hungUp.add((reason) => this.#end(reason));
    videoCall.handle.detached.add(() => {
      this.#end('detached');
      this.store.setState({ name: null });
    });
    videoCall.pushed.add((push) => void this.#receive(push));
    return videoCall;
  }

  async #receive(push: VideoCallPush): Promise<void> {
    const peer = this.#peer;
    try {
      switch (push.event) {
        case 'incomingcall':
          this.#setCall({ stage: 'incoming', other: push.username, offer: push.jsep });
          return;
        case 'accepted':
          if (peer === null || (this.#call.stage !== 'calling' && this.#call.stage !== 'starting')) return;
          this.#setCall({ stage: 'in-call', other: this.#call.other, peer, layer: null });
          await peer.accept(push.jsep);
          return;
        case 'update': {
          const answer = (await peer?.update(push.jsep)) ?? null;
          if (answer !== null) await this.#videoCall?.set({}, answer);
          return;
        }
        case 'hangup':
          this.#end(push.reason);
          return;
        case 'simulcast':
          this.#learnLayer(push);
          return;
        case 'slow_link':
        // The log has it.
      }
    } catch (error) {
      this.#end(reasonOf(error));
    }
  }

  #learnLayer({ substream, temporal }: SentLayer): void {
    const call = this.#call;
    if (call.stage !== 'in-call' || call.layer === null) return;
    const layer = {
      substream: substream ?? call.layer.substream,
      temporal: temporal ?? call.layer.temporal,
    };
    this.#setCall({ ...call, layer });
  }

  #setCall(call: DeskCall): void {
    this.store.setState({ call });
  }

  #end(ended: string | null): void {
    this.#peer?.close();
    this.#peer = null;
    if (this.#call.stage !== 'none') this.#setCall({ stage: 'none', ended });
  }
}
