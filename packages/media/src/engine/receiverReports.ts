import type { ReportBlock } from '../rtp/receptionStatistics.ts';
import { StreamSecond } from './streamSecond.ts';

/** What the receiver of one stream tells of it. */
export class ReceiverReports {
  /** Packets asked for again, counted each time. */
  nacks = 0;
  lost = 0;
  /** In units of the codec's clock. */
  jitter = 0;
  readonly second = new StreamSecond();

  take({ cumulativeLost, jitter }: ReportBlock): void {
    this.lost = cumulativeLost;
    this.jitter = jitter;
  }
}
