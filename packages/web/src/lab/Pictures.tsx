import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { StreamSound } from '../app/StreamSound.tsx';
import { StreamVideo } from '../design/StreamVideo.tsx';
import { testIds } from '../design/testIds.ts';
import { Toggle } from '../design/Toggle.tsx';
import type { LabPeer } from './labPeer.ts';

interface PicturesProps {
  peer: LabPeer;
  /** What comes back: the echo, or the name of the other. */
  theirLabel: string;
  /** Whether the sound that comes is played at once; one's own would whistle. */
  audible: boolean;
}

/** One's own picture and the one that comes, each with its size in pixels. */
export function Pictures({ peer, theirLabel, audible }: PicturesProps) {
  const { t } = useTranslation();
  const remote = useStore(peer.store, (state) => state.remote);
  const connection = useStore(peer.store, (state) => state.connection);
  const [sounding, setSounding] = useState(audible);
  return (
    <div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Picture stream={peer.local} label={t('lab.ownPicture')} testId={testIds.labOwn} />
        <Picture stream={remote} label={theirLabel} testId={testIds.labTheirs} />
      </div>
      {sounding && remote !== null && <StreamSound stream={remote} testId={testIds.labSound} />}
      <div className="mt-2 flex flex-wrap items-center justify-between gap-x-6">
        <p className="text-sm text-soft">
          {t('lab.peerConnection')}: <span className="font-mono text-ink">{connection}</span>
        </p>
        <div className="min-w-52">
          <Toggle label={t('lab.playSound')} checked={sounding} onChange={setSounding} />
        </div>
      </div>
    </div>
  );
}

function Picture({ stream, label, testId }: { stream: MediaStream | null; label: string; testId: string }) {
  const [size, setSize] = useState('');
  return (
    <figure className="relative aspect-video overflow-hidden rounded-2xl bg-[#0c100e]">
      <StreamVideo
        stream={stream}
        testId={testId}
        label={label}
        className="size-full object-contain"
        onSize={(width, height) => setSize(width === 0 ? '' : `${width}×${height}`)}
      />
      <figcaption className="absolute inset-x-2 bottom-2 flex justify-between gap-2 text-xs font-medium text-white *:rounded-lg *:bg-black/65 *:px-2 *:py-1">
        <span className="truncate">{label}</span>
        {size !== '' && <span className="tabular shrink-0">{size}</span>}
      </figcaption>
    </figure>
  );
}
