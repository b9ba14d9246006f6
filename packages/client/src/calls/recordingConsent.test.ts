import type { PeerMessage } from '@cardea/protocol';
import { expect, test } from 'vitest';
import { RecordingConsent } from './recordingConsent.ts';

/** Two ends and the channel between them, which can be cut. */
function ends() {
  let open = true;
  const link = (other: () => RecordingConsent) => ({
    send: (message: PeerMessage) => {
      if (open && (message.type === 'recording' || message.type === 'recording-consent')) {
        other().receive(message);
      }
      return open;
    },
    now: () => 1_000,
    changed: () => undefined,
  });
  let bob: RecordingConsent | undefined = undefined;
  const ann = new RecordingConsent(link(() => bob ?? ann));
  const makeBob = (): RecordingConsent => (bob = new RecordingConsent(link(() => ann)));
  return {
    ann,
    bob: makeBob(),
    cut: () => (open = false),
    /** Bob's page may have been reloaded meanwhile. */
    mend: (reloaded = false): RecordingConsent => {
      const other = reloaded || bob === undefined ? makeBob() : bob;
      open = true;
      ann.channelOpened();
      other.channelOpened();
      return other;
    },
  };
}

test('nothing is recorded before the other agrees, and then both know', () => {
  const { ann, bob } = ends();
  const id = ann.ask('composed');
  ann.begin(id);
  expect(ann.state().mine?.state).toBe('asking');
  expect(bob.state().theirs).toMatchObject({ state: 'asking', consent: null, subject: 'composed' });
  bob.answer('agreed');
  expect(ann.state().mine?.state).toBe('agreed');
  ann.begin(id);
  expect(bob.state().theirs).toMatchObject({ state: 'on', consent: 'agreed' });
  ann.end(id);
  expect(bob.state().theirs).toBeNull();
});

test('a refusal and a withdrawal end it, and say which it was', () => {
  const { ann, bob } = ends();
  const first = ann.ask('theirs');
  bob.answer('refused');
  expect(ann.state()).toMatchObject({ mine: null, refusal: { id: first, withdrawn: false } });
  const second = ann.ask('theirs');
  bob.answer('agreed');
  ann.begin(second);
  bob.answer('refused');
  expect(ann.state()).toMatchObject({ mine: null, refusal: { id: second, withdrawn: true } });
  expect(bob.state().theirs).toBeNull();
});

test('one’s own side needs no consent and is seen all the same', () => {
  const { ann, bob } = ends();
  const id = ann.ask('mine');
  expect(ann.state().mine?.state).toBe('agreed');
  ann.begin(id);
  expect(bob.state().theirs).toMatchObject({ state: 'on', subject: 'mine' });
});

test('what is said while the channel is away is said when it is back', () => {
  const { ann, bob, cut, mend } = ends();
  const id = ann.ask('voices');
  bob.answer('agreed');
  ann.begin(id);
  cut();
  bob.answer('refused');
  expect(ann.state().mine?.state).toBe('on');
  mend();
  expect(ann.state()).toMatchObject({ mine: null, refusal: { id, withdrawn: true } });
});

test('a reloaded page sees again that it is recorded', () => {
  const { ann, bob, cut, mend } = ends();
  const id = ann.ask('composed');
  bob.answer('agreed');
  ann.begin(id);
  cut();
  expect(mend(true).state().theirs).toMatchObject({ id, state: 'on' });
});

test('a page that was reloaded while it recorded is not shown as recording any more', () => {
  const { ann, bob, cut, mend } = ends();
  const id = bob.ask('mine');
  bob.begin(id);
  expect(ann.state().theirs?.state).toBe('on');
  cut();
  mend(true);
  expect(ann.state().theirs).toBeNull();
});

test('a yes to one kind is no yes to another', () => {
  const { ann, bob } = ends();
  const id = ann.ask('voices');
  bob.answer('agreed');
  bob.receive({ type: 'recording', recording: { id, subject: 'composed', state: 'on', since: 1 } });
  expect(bob.state().theirs).toMatchObject({ state: 'on', subject: 'composed', consent: null });
});
