/**
 * Janus 1.1.2 passes every request for a key frame of a Video Call on to the last video m-line (seen), where often nothing is
 * sent, so the camera's picture would stand still. A request for a picture that is not sent is therefore taken as
 * one for those that are.
 */
export class StrayKeyFrameRequests {
  #count = 0;

  /** @returns whether such requests have come since the last look */
  look(report: RTCStatsReport | ReadonlyMap<string, unknown>): boolean {
    let count = 0;
    report.forEach((value: unknown) => {
      const stat = value as Readonly<Record<string, unknown>>;
      if (stat['type'] !== 'outbound-rtp' || stat['kind'] !== 'video') return;
      if (Number(stat['framesSent'] ?? 0) > 0) return;
      count += Number(stat['pliCount'] ?? 0) + Number(stat['firCount'] ?? 0);
    });
    const more = count > this.#count;
    this.#count = count;
    return more;
  }
}
