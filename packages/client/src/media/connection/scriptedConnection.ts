/* A test double; the types of the browser are met only as far as the mesh uses them. */

interface ScriptedTransceiver {
  direction: RTCRtpTransceiverDirection;
  kind: string;
  sender: {
    track: unknown;
    streams: unknown[];
    /** What the encoder was told, in order. */
    active: boolean[];
    replaceTrack(track: unknown): Promise<void>;
    setStreams(...streams: unknown[]): void;
    getParameters(): { encodings: { active: boolean }[] };
    setParameters(parameters: { encodings: { active: boolean }[] }): Promise<void>;
  };
  receiver: { track: { kind: string; enabled: boolean } };
}

const kinds = ['audio', 'video', 'video', 'audio'];

/** Node has no MediaStream. */
export class ScriptedStream {
  readonly id = crypto.randomUUID();
}

function transceiver(kind: string, direction: RTCRtpTransceiverDirection): ScriptedTransceiver {
  const sender: ScriptedTransceiver['sender'] = {
    track: null,
    streams: [],
    active: [],
    getParameters: () => ({ encodings: [{ active: true }] }),
    setParameters: ({ encodings }) => {
      sender.active.push(...encodings.map(({ active }) => active));
      return Promise.resolve();
    },
    replaceTrack: (track) => {
      sender.track = track;
      return Promise.resolve();
    },
    setStreams: (...streams) => {
      sender.streams = streams;
    },
  };
  return { kind, direction, sender, receiver: { track: { kind, enabled: true } } };
}

/**
 * For tests: the signalling half of an RTCPeerConnection (JSEP, RFC 8829 3.2) without any network. Its descriptions
 * are only counted, the connection state is set by the test.
 */
export class ScriptedConnection {
  signalingState: RTCSignalingState = 'stable';
  connectionState: RTCPeerConnectionState = 'new';
  localDescription: { type: string; sdp: string } | null = null;
  remoteDescription: { type: string; sdp: string } | null = null;
  restarts = 0;
  /** Begins its descriptions. */
  origin = '';
  readonly candidates: unknown[] = [];
  readonly transceivers: ScriptedTransceiver[] = [];
  readonly sctp = { maxMessageSize: 65_536, transport: { state: 'connected' } };
  readonly channel = {
    readyState: 'connecting',
    sent: [] as string[],
    onopen: null as (() => void) | null,
    onclose: null as (() => void) | null,
    onmessage: null as ((event: { data: unknown }) => void) | null,
    send: (text: string) => this.channel.sent.push(text),
  };
  onicecandidate: ((event: { candidate: unknown }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  ondatachannel: unknown = null;
  onnegotiationneeded: (() => void) | null = null;
  #offers = 0;

  asBrowsers(): RTCPeerConnection {
    return this as unknown as RTCPeerConnection;
  }

  addTransceiver(
    trackOrKind: unknown,
    { direction, streams }: { direction: RTCRtpTransceiverDirection; streams: unknown[] },
  ): ScriptedTransceiver {
    const kind = typeof trackOrKind === 'string' ? trackOrKind : (trackOrKind as { kind: string }).kind;
    const added = transceiver(kind, direction);
    added.sender.setStreams(...streams);
    if (typeof trackOrKind !== 'string') added.sender.track = trackOrKind;
    this.transceivers.push(added);
    return added;
  }

  getTransceivers(): ScriptedTransceiver[] {
    return this.transceivers;
  }

  createDataChannel(): unknown {
    return this.channel;
  }

  restartIce(): void {
    this.restarts += 1;
  }

  async setLocalDescription(): Promise<void> {
    const type = this.signalingState === 'have-remote-offer' ? 'answer' : 'offer';
    this.localDescription = { type, sdp: `${this.origin}${type} ${++this.#offers}` };
    this.signalingState = type === 'answer' ? 'stable' : 'have-local-offer';
  }

  async setRemoteDescription(description: { type: string; sdp: string }): Promise<void> {
    if (description.sdp === 'broken') throw new Error('cannot be parsed');
    this.remoteDescription = description;
    if (description.type === 'answer') {
      if (this.signalingState !== 'have-local-offer') throw new Error(`answer in ${this.signalingState}`);
      this.signalingState = 'stable';
      return;
    }
    this.signalingState = 'have-remote-offer';
    if (this.transceivers.length === 0) {
      for (const kind of kinds) this.transceivers.push(transceiver(kind, 'recvonly'));
    }
  }

  async addIceCandidate(candidate: unknown): Promise<void> {
    this.candidates.push(candidate);
  }

  getStats(): Promise<Map<string, unknown>> {
    return Promise.resolve(new Map<string, unknown>());
  }

  close(): void {
    this.signalingState = 'closed';
  }

  /** What the browser does when the transports come to this state. */
  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  openChannel(): void {
    this.channel.readyState = 'open';
    this.channel.onopen?.();
  }

  closeChannel(): void {
    this.channel.readyState = 'closed';
    this.channel.onclose?.();
  }
}
