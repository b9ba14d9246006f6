import {
  nextCall,
  type Call,
  type CallEvent,
  type CallKind,
  type DeviceId,
  type Side,
} from '@cardea/protocol';
import type { CallEnd, CallStage } from '../api.ts';
import { answeredBy, endOf, isOtherAway, mergeRecord, otherDevice, sideOf, stageOf } from './callRecord.ts';
import type { CallSurroundings } from './callSurroundings.ts';

/**
 * Where one call stands, as this end believes: the state machine run ahead of the server, and corrected by the
 * server's records. Says so whenever the record is another one.
 */
export class CallProgress {
  readonly side: Side;
  readonly #around: Pick<CallSurroundings, 'self' | 'serverNow' | 'log'>;
  readonly #changed: () => void;
  #record: Call;
  #connectedAt: number | null = null;

  constructor(
    record: Call,
    around: Pick<CallSurroundings, 'self' | 'serverNow' | 'log'>,
    changed: () => void,
  ) {
    this.#record = record;
    this.#around = around;
    this.#changed = changed;
    this.side = sideOf(record, around.self);
    this.#noteConnection();
  }

  get record(): Call {
    return this.#record;
  }

  get stage(): CallStage {
    return stageOf(this.#record, this.#around.self);
  }

  get end(): CallEnd | null {
    return endOf(this.#record, this.#around.self);
  }

  /** By this device's clock, milliseconds. */
  get connectedAt(): number | null {
    return this.#connectedAt;
  }

  get isAnswered(): boolean {
    return answeredBy(this.#record) !== null;
  }

  get isAnsweredHere(): boolean {
    return this.side === 'callee' && answeredBy(this.#record) === this.#around.self.device;
  }

  get otherDevice(): DeviceId | null {
    return otherDevice(this.#record, this.#around.self);
  }

  get isOtherAway(): boolean {
    return isOtherAway(this.#record, this.#around.self);
  }

  /** Something this end does. */
  apply(type: 'hangup' | 'connected' | 'failed'): void {
    this.#apply({ type, side: this.side, device: this.#around.self.device, at: this.#now() });
  }

  changeKind(kind: CallKind): void {
    this.#apply({ type: 'kind', kind, side: this.side, device: this.#around.self.device, at: this.#now() });
  }

  accept(device: DeviceId): void {
    this.#apply({ type: 'accept', device, at: this.#now() });
  }

  /** The other end has hung up, as it says itself. */
  hangUpByOther(device: DeviceId): void {
    const side: Side = this.side === 'caller' ? 'callee' : 'caller';
    this.#apply({ type: 'hangup', side, device, at: this.#now() });
  }

  tick(): void {
    this.#apply({ type: 'tick', at: this.#now() });
  }

  /** The server's record. */
  confirm(record: Call): void {
    this.#set(mergeRecord(this.#record, record));
  }

  #apply(event: CallEvent): void {
    const result = nextCall(this.#record, event);
    if ('call' in result) this.#set(result.call);
  }

  #set(record: Call): void {
    if (record === this.#record) return;
    const before = this.#record.state.phase;
    this.#record = record;
    const { phase } = record.state;
    if (before !== phase) this.#around.log('info', 'call', { call: record.id, phase });
    this.#noteConnection();
    this.#changed();
  }

  #noteConnection(): void {
    const { state } = this.#record;
    if (state.phase !== 'connected' || this.#connectedAt !== null) return;
    const here = Date.now();
    this.#connectedAt = Math.min(here, state.connectedAt + here - this.#around.serverNow());
  }

  #now(): number {
    return this.#around.serverNow();
  }
}
