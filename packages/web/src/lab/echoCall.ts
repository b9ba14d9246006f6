import { EchoTest, type JanusSession } from '@cardea/client/janus';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { LabPeer } from './labPeer.ts';
import type { MediaChoice } from './openMedia.ts';
import type { PluginSettings, SentLayer } from './pluginSettings.ts';
import { reasonOf } from './reason.ts';

export type EchoState =
  /** `ended`: why the last one is over; `null` when it was hung up here. */
  | { stage: 'idle'; ended: string | null }
  | { stage: 'starting' }
  | { stage: 'running'; peer: LabPeer; simulcast: boolean; layer: SentLayer };

export interface PluginCallOptions {
  session: JanusSession;
  iceServers: RTCIceServer[];
  openMedia(wanted: MediaChoice): Promise<MediaStream>;
}

/**
 * `janus.plugin.echotest` by hand: one handle, and one connection at a time.
 * Closing: owns its handle and the connection.
 */
export class EchoCall {
  readonly store: StoreApi<EchoState> = createStore<EchoState>(() => ({ stage: 'idle', ended: null }));
  readonly #options: PluginCallOptions;
  #echo: EchoTest | null = null;
  #peer: LabPeer | null = null;
  #closed = false;

  constructor(options: PluginCallOptions) {
    this.#options = options;
  }

  async start(choice: MediaChoice & { simulcast: boolean }): Promise<void> {
    if (this.#closed || this.store.getState().stage !== 'idle') return;
    this.store.setState({ stage: 'starting' }, true);
    const { openMedia, iceServers } = this.#options;
    const { simulcast } = choice;
    try {
      const echo = await this.#attached();
      const local = await openMedia(choice);
      if (!this.#isStarting()) {
        for (const track of local.getTracks()) track.stop();
        return;
      }
      const peer = new LabPeer({ local, simulcast, iceServers, handle: echo.handle });
      this.#peer = peer;
      const answer = await echo.start(await peer.offer());
      if (this.#peer !== peer) return;
      this.store.setState({ stage: 'running', peer, simulcast, layer: {} }, true);
      await peer.accept(answer);
    } catch (error) {
      this.#end(reasonOf(error));
    }
  }

  /** @throws JanusError */
  async configure(settings: PluginSettings): Promise<void> {
    await this.#echo?.configure(settings);
  }

  /** @throws JanusError */
  async hangUp(): Promise<void> {
    if (this.store.getState().stage === 'idle') return;
    this.#end(null);
    await this.#echo?.handle.hangup();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#end(null);
    // Refused where the session is over, and the handle with it.
    this.#echo?.close().catch(() => undefined);
  }

  async #attached(): Promise<EchoTest> {
    if (this.#echo !== null && !this.#echo.handle.isDetached) return this.#echo;
    const echo = await EchoTest.attach(this.#options.session);
    if (this.#closed) {
      echo.close().catch(() => undefined);
      throw new Error('closed');
    }
    this.#echo = echo;
    echo.handle.hungUp.add((reason) => this.#end(reason));
    echo.handle.detached.add(() => this.#end('detached'));
    echo.pushed.add((push) => {
      const state = this.store.getState();
      if (push.event !== 'layers' || state.stage !== 'running') return;
      const { substream = state.layer.substream, temporal = state.layer.temporal } = push;
      this.store.setState({ ...state, layer: { substream, temporal } }, true);
    });
    return echo;
  }

  #isStarting(): boolean {
    return !this.#closed && this.store.getState().stage === 'starting';
  }

  #end(ended: string | null): void {
    this.#peer?.close();
    this.#peer = null;
    if (this.store.getState().stage !== 'idle') this.store.setState({ stage: 'idle', ended }, true);
  }
}
