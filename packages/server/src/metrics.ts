import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Numbers for Prometheus. Each server has a registry of its own, so that several can live in one process. */
export class Metrics {
  readonly registry = new Registry();
  readonly sockets: Gauge;
  readonly rings: Counter<'result'>;
  readonly messages: Counter;
  readonly uploads: Counter<'result'>;
  readonly refused: Counter<'code'>;
  readonly socketSeconds: Histogram<'request'>;
  readonly httpSeconds: Histogram<'route' | 'status'>;

  /** @param ask what is asked at every scrape; `libraryBytes` is what all items together take up */
  constructor(ask: { openCalls: () => Promise<Map<string, number>>; libraryBytes: () => Promise<number> }) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.sockets = new Gauge({ name: 'cardea_sockets', help: 'Signalling sockets of this node', registers });
    this.rings = new Counter({
      name: 'cardea_rings_total',
      help: 'Calls placed, by what became of them at once',
      labelNames: ['result'],
      registers,
    });
    this.messages = new Counter({ name: 'cardea_messages_total', help: 'Chat messages taken', registers });
    this.uploads = new Counter({
      name: 'cardea_uploads_total',
      help: 'Uploads that have ended, by whether they were what was announced',
      labelNames: ['result'],
      registers,
    });
    this.refused = new Counter({
      name: 'cardea_refused_total',
      help: 'Socket requests answered with an error, by code',
      labelNames: ['code'],
      registers,
    });
    this.socketSeconds = new Histogram({
      name: 'cardea_socket_request_seconds',
      help: 'Time from a socket request to its acknowledgement',
      labelNames: ['request'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    });
    this.httpSeconds = new Histogram({
      name: 'cardea_http_request_seconds',
      help: 'Time from an HTTP request to its response',
      labelNames: ['route', 'status'],
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
      registers,
    });
    new Gauge({
      name: 'cardea_calls',
      help: 'Calls that go on, by phase',
      labelNames: ['phase'],
      registers,
      async collect() {
        const counts = await ask.openCalls();
        for (const phase of ['calling', 'ringing', 'connecting', 'connected']) {
          this.set({ phase }, counts.get(phase) ?? 0);
        }
      },
    });
    new Gauge({
      name: 'cardea_library_bytes',
      help: 'Bytes that the items of the library take up, with uploads that go on',
      registers,
      async collect() {
        this.set(await ask.libraryBytes());
      },
    });
  }
}
