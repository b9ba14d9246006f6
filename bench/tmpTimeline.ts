import { CardeaServer } from '@cardea/e2e/harness/cardeaServer';
import { ChromiumBrowser } from '@cardea/e2e/harness/chromium';
import { Person } from '@cardea/e2e/harness/person';
import { enter, makeContacts } from '@cardea/e2e/harness/socketPeople';
import { until } from '@cardea/e2e/harness/visitor';

function spy(): void {
  const log: [number, string, unknown][] = [];
  const T = (t = performance.now()) => performance.timeOrigin + t;
  const note = (what: string, data?: unknown, t?: number) => log.push([T(t), what, data]);
  Object.assign(globalThis, { tl: log });
  document.addEventListener('click', (e) => {
    const b = e.target instanceof Element ? e.target.closest('button') : null;
    const n = (b?.getAttribute('aria-label') ?? b?.textContent ?? '').trim();
    if (n === 'Accept') { log.length = 0; note('click', { inputDelay: performance.now() - e.timeStamp }); }
  }, true);
  const send = RTCDataChannel.prototype.send;
  RTCDataChannel.prototype.send = function (d: never) {
    if (typeof d === 'string') note('dc send', String(d).slice(0, 60));
    return send.call(this, d);
  };
  const add = RTCDataChannel.prototype.addEventListener;
  RTCDataChannel.prototype.addEventListener = function (this: RTCDataChannel, type: string, f: any, o: any) {
    if (type === 'message') return add.call(this, type, (e: any) => { if (typeof e.data === 'string') note('dc got', e.data.slice(0, 60)); f(e); }, o);
    return add.call(this, type, f, o);
  } as never;
  const en = Object.getOwnPropertyDescriptor(MediaStreamTrack.prototype, 'enabled')!;
  Object.defineProperty(MediaStreamTrack.prototype, 'enabled', { get() { return en.get!.call(this); }, set(v) { if (v !== en.get!.call(this)) note('enabled', this.kind + v); en.set!.call(this, v); } });
  new PerformanceObserver((l) => { for (const e of l.getEntries()) note('longtask', Math.round(e.duration), e.startTime); }).observe({ entryTypes: ['longtask'] });
  const PC = RTCPeerConnection; const pcs: RTCPeerConnection[] = []; Object.assign(globalThis, { pcs });
  (globalThis as any).RTCPeerConnection = class extends PC { constructor(c: any) { super(c); pcs.push(this); } };
  if ((globalThis as any).GUM_DELAY) { const g = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices); navigator.mediaDevices.getUserMedia = async (c) => { await new Promise((r) => setTimeout(r, (globalThis as any).GUM_DELAY)); note('gum'); return g(c); }; }
  if ((globalThis as any).BITRATE) { const m = (sd: any) => sd && sd.sdp ? { type: sd.type, sdp: sd.sdp.replace(/(a=fmtp:(\d+) .*)/g, '$1').replace(/a=rtpmap:(\d+) VP8\/90000\r\n/g, (x: string, pt: string) => x + 'a=fmtp:' + pt + ' x-google-start-bitrate=' + (globalThis as any).BITRATE + '\r\n') } : sd; const srd = RTCPeerConnection.prototype.setRemoteDescription; RTCPeerConnection.prototype.setRemoteDescription = function (d: any) { return srd.call(this, m(d)); } as never; }
  const rf = HTMLVideoElement.prototype.requestVideoFrameCallback;
  const canvas = document.createElement('canvas'); canvas.width = canvas.height = 8; const cx = canvas.getContext('2d', { willReadFrequently: true })!;
  const watched = new WeakSet();
  const watch = (v: HTMLVideoElement) => rf.call(v, (now, m: any) => {
    const start = performance.now(); if (!/remote/.test(v.dataset['testid'] ?? '')) { note('frame ' + v.dataset['testid'], undefined, now); watch(v); return; }
    cx.drawImage(v, 0, 0, 8, 8); const d = cx.getImageData(0, 0, 8, 8).data; let b = 0;
    for (let i = 0; i < d.length; i += 4) b = Math.max(b, d[i], d[i + 1]);
    const r = (x?: number) => x === undefined ? undefined : Math.round(x - now);
    if (log.length < 400) note('frame ' + (v.dataset['testid'] ?? '?'), { bright: b, now: Math.round(performance.now() - start), rcv: r(m.receiveTime), cap: r(m.captureTime), pres: r(m.presentationTime), exp: r(m.expectedDisplayTime), proc: m.processingDuration, w: m.width, rtp: m.rtpTimestamp }, now);
    watch(v);
  });
  new MutationObserver(() => { for (const v of document.querySelectorAll('video')) if (!watched.has(v)) { watched.add(v); watch(v); } }).observe(document, { childList: true, subtree: true });
}
const server = await CardeaServer.start();
const extra = (process.env['EXTRA'] ?? '').split(' ').filter(Boolean);
const [A, B] = await Promise.all([ChromiumBrowser.launch({ args: extra }), ChromiumBrowser.launch({ tone: 880, args: extra })]);
const [ai, bi] = await Promise.all([enter(server.url, 'Ann t'), enter(server.url, 'Bob t')]);
await makeContacts(server.url, ai, bi);
const [av, bv] = await Promise.all([A.visitor(), B.visitor()]);
await bv.page.addInitScript({ content: `globalThis.GUM_DELAY=${process.env['GUM'] ?? 0}` });
for (const v of [av, bv]) { await v.page.addInitScript({ content: `globalThis.BITRATE=${process.env['BITRATE'] ?? 0}` }); await v.page.addInitScript({ content: 'globalThis.__name=(f)=>f' }); await v.page.addInitScript(spy); }
if (process.env['NOANIM']) for (const v of [av, bv]) await v.page.addInitScript({ content: "addEventListener('DOMContentLoaded',()=>{const s=new CSSStyleSheet();s.replaceSync('*,*::before,*::after{animation:none!important;transition:none!important}');document.adoptedStyleSheets=[...document.adoptedStyleSheets,s]})" });
if (process.env['VIEW']) { const [w, h] = process.env['VIEW'].split('x').map(Number); await av.resize(w!, h!); await bv.resize(w!, h!); }
if (process.env['SMALLCAP']) for (const v of [av, bv]) await v.page.addInitScript({ content: "{const g=navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);navigator.mediaDevices.getUserMedia=(c)=>{if(c.video&&typeof c.video==='object'){c={...c,video:{...c.video,width:640,height:360}}}return g(c)}}" });
if (process.env['CSS']) for (const v of [av, bv]) await v.page.addInitScript({ content: `addEventListener('DOMContentLoaded',()=>{const s=new CSSStyleSheet();s.replaceSync(${JSON.stringify(process.env['CSS'])});document.adoptedStyleSheets=[...document.adoptedStyleSheets,s]})` });
const ann = await Person.arrive(av, server.url, ai, '/room/tt'); const bob = await Person.arrive(bv, server.url, bi, '/room/tt');
await ann.reads('Bob t');
const N = Number(process.env['CALLS'] ?? 6);
const results: number[] = []; const recv: number[] = [];
for (let i = 0; i < N; i++) {
  await ann.visitor.click('button', /Video call.*Bob t|Bob t.*Video call/);
  await ann.reaches('ringing');
  await until('ring', () => bob.visitor.sees('button', 'Accept'));
  await new Promise((r) => setTimeout(r, 1500));
  if (process.env['CPU'] && i === N - 1) { const { execSync } = await import('node:child_process'); console.log(execSync('python3 /tmp/cpu.py 2').toString()); }
  const stats = (v: typeof av) => v.page.evaluate(async () => { const out: any[] = []; for (const pc of (globalThis as any).pcs.slice(-1)) for (const s of (await pc.getStats()).values()) if (s.kind === 'video' && /bound-rtp/.test(s.type) && !/remote/.test(s.type)) out.push({ t: s.type, fps: s.framesPerSecond, w: s.frameWidth, enc: s.framesEncoded, key: s.keyFramesEncoded, impl: s.encoderImplementation ?? s.decoderImplementation, codec: s.codecId, encT: s.totalEncodeTime, jb: s.jitterBufferDelay / s.jitterBufferEmittedCount, jbt: s.jitterBufferTargetDelay / s.jitterBufferEmittedCount, dec: s.framesDecoded, q: s.qualityLimitationReason }); return out; });
  if (process.env['POLL']) await av.page.evaluate(() => { const pc = (globalThis as any).pcs.at(-1) as RTCPeerConnection; const sender = pc.getSenders().find((x) => x.track?.kind === 'video')!; let last = -1, lb = 0, lp = 0, ld = 0; const end = performance.now() + 3500; void (async () => { while (performance.now() < end) { const st: any = [...(await sender.getStats()).values()].find((x: any) => x.type === 'outbound-rtp'); const src: any = [...(await sender.getStats()).values()].find((x: any) => x.type === 'media-source'); if (st && (st.framesEncoded !== last || st.bytesSent !== lb)) { (globalThis as any).tl.push([performance.timeOrigin + performance.now(), 'enc', { f: st.framesEncoded, src: src?.frames, bytes: st.bytesSent - lb, pk: st.packetsSent - lp, delay: Math.round((st.totalPacketSendDelay - ld) * 1000), qp: st.qpSum, w: st.frameWidth, tgt: st.targetBitrate }]); last = st.framesEncoded; lb = st.bytesSent; lp = st.packetsSent; ld = st.totalPacketSendDelay; } await new Promise((r) => setTimeout(r, 5)); } })(); });
  const before = [await stats(av), await stats(bv)];
  await av.page.evaluate(() => { (globalThis as any).tl.length = 0; });
  const tracing = process.env['TRACE'] && i === N - 1;
  if (tracing) { await A.process.startTracing(av.page, { path: '/tmp/traceA.json', categories: ['devtools.timeline','disabled-by-default-devtools.timeline','v8','blink','cc','disabled-by-default-v8.cpu_profiler','toplevel','media','webrtc'] }); await B.process.startTracing(bv.page, { path: '/tmp/traceB.json', categories: ['devtools.timeline','disabled-by-default-devtools.timeline','v8','blink','cc','disabled-by-default-v8.cpu_profiler','toplevel','media','webrtc'] }); await new Promise((r) => setTimeout(r, 1000)); }
  const { execSync: ex } = await import('node:child_process'); if (process.env['SCHED']) ex('python3 /tmp/sched.py snap /tmp/s0');
  const clicking = bob.visitor.click('button', 'Accept'); if (process.env['SCHED']) { await until('clicked', () => bv.page.evaluate(() => (globalThis as any).tl.length > 0)).catch(() => 0); await new Promise((r) => setTimeout(r, 180)); ex('python3 /tmp/sched.py snap /tmp/s1'); console.log(ex('python3 /tmp/sched.py diff /tmp/s0 /tmp/s1').toString()); } await clicking;
  await new Promise((r) => setTimeout(r, 1500));
  if (tracing) { await A.process.stopTracing(); await B.process.stopTracing(); }
  const [la, lb] = [await av.page.evaluate(() => (globalThis as any).tl), await bv.page.evaluate(() => (globalThis as any).tl)];
  const t0 = lb.find((x: any) => x[1] === 'click')[0];
  const all = [...la.map((x: any) => ['ann', ...x]), ...lb.map((x: any) => ['bob', ...x])].sort((a, b) => a[1] - b[1]);
  const firstBright = all.find((x) => x[0] === 'bob' && x[2] === 'frame remote-video' && x[1] > t0 && x[3].bright > 60);
  results.push(Math.round(firstBright ? firstBright[1] - t0 + firstBright[3].pres : -1)); recv.push(Math.round(firstBright ? firstBright[1] - t0 + (firstBright[3].rcv ?? 0) : -1));
  if (i >= N - Number(process.env['SHOW'] ?? 2)) {
    console.log('--- call', i, JSON.stringify(before));
    for (const x of all) if (x[1] - t0 > -60 && x[1] - t0 < (firstBright ? firstBright[1] - t0 + 60 : 500)) console.log(x[0], Math.round(x[1] - t0), x[2], JSON.stringify(x[3]));
  }
  if (process.env['CPU'] && i === N - 1) { await new Promise((r) => setTimeout(r, 2000)); const { execSync } = await import('node:child_process'); console.log('IN CALL', execSync('python3 /tmp/cpu.py 2').toString()); }
  await ann.hangUp(); await bob.reaches('ended');
  for (const p of [ann, bob]) { await p.visitor.click('button', 'Close'); await until('closed', async () => (await p.stage()) === 'none'); }
}
console.log('RECEIVED', recv.join(' '), 'median', recv.toSorted((a, b) => a - b)[N >> 1]);
console.log('RESULTS', results.join(' '), 'median', results.toSorted((a, b) => a - b)[N >> 1]);
await Promise.all([A.close(), B.close()]); await server.close();
