import type { ClientCall } from '@cardea/client';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { testIds } from '../design/testIds.ts';
import { PipWindow } from './PipWindow.tsx';

/** The Document Picture-in-Picture API (WICG), which TypeScript's library does not know yet. */
interface DocumentPip {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

function documentPip(): DocumentPip | null {
  return 'documentPictureInPicture' in window ? (window.documentPictureInPicture as DocumentPip) : null;
}

export interface Pip {
  possible: boolean;
  /** The call is in a window of its own (not the plain video form, which leaves the page as it is). */
  open: boolean;
  toggle: () => void;
  portal: ReactNode;
}

/** A small window above all others: with controls where the browser can, else only their picture. */
export function usePip(call: ClientCall): Pip {
  const [small, setSmall] = useState<Window | null>(null);

  useEffect(() => () => small?.close(), [small]);

  const openDocument = useCallback(async (api: DocumentPip): Promise<void> => {
    const opened = await api.requestWindow({ width: 400, height: 260 });
    for (const sheet of document.querySelectorAll('link[rel=stylesheet], style')) {
      opened.document.head.append(sheet.cloneNode(true));
    }
    opened.document.documentElement.dataset['theme'] = 'room';
    opened.document.documentElement.lang = document.documentElement.lang;
    opened.document.title = document.title;
    opened.addEventListener('pagehide', () => setSmall(null));
    setSmall(opened);
  }, []);

  const toggle = useCallback((): void => {
    if (small !== null) {
      small.close();
      setSmall(null);
      return;
    }
    const api = documentPip();
    const video = document.querySelector<HTMLVideoElement>(`video[data-testid="${testIds.remoteVideo}"]`);
    // Refused without a gesture: the call stays where it is.
    if (api !== null) openDocument(api).catch(() => undefined);
    else if (document.pictureInPictureElement !== null) void document.exitPictureInPicture();
    else video?.requestPictureInPicture().catch(() => undefined);
  }, [small, openDocument]);

  return {
    possible: documentPip() !== null || (document.pictureInPictureEnabled ?? false),
    open: small !== null,
    toggle,
    portal:
      small === null ? null : createPortal(<PipWindow call={call} onBack={toggle} />, small.document.body),
  };
}
