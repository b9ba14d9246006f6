import type { ClientCall } from '@cardea/client';
import { Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCalls, useCardea, useMe, useServer } from '../app/cardea.ts';
import { openDialog } from '../app/dialogs.ts';
import { lazyPart } from '../app/lazyPart.tsx';
import { usePreferences } from '../app/preferences.ts';
import { toast } from '../app/toasts.ts';
import { useRun } from '../app/useRun.ts';
import { CallHints } from './CallHints.tsx';
import { ChatPanel } from './ChatPanel.tsx';
import { ControlBar } from './ControlBar.tsx';
import { HeldStrip } from './HeldStrip.tsx';
import { SpeedGauge } from './quality/SpeedGauge.tsx';
import { mainPicture } from './screenshot/mainPicture.ts';
import { closeScreenshot, takeScreenshot, useScreenshot } from './screenshot/screenshot.ts';
import { ScreenshotDialog } from './screenshot/ScreenshotDialog.tsx';
import { RecordDialog } from './recording/RecordDialog.tsx';
import { RecordingQuestion } from './recording/RecordingQuestion.tsx';
import { RecordingSigns } from './recording/RecordingSigns.tsx';
import { useRecordToggle } from './recording/useRecordToggle.ts';
import { ShareDialog } from './ShareDialog.tsx';
import type { ShortcutAction } from './shortcutKeys.ts';
import { Stage } from './Stage.tsx';
import { heldCalls, showPanel, showRecordDialog, togglePanel, useSurface } from './surface.ts';
import { TopBar } from './TopBar.tsx';
import { troubleOf } from './trouble.ts';
import { TroubleSigns } from './TroubleSigns.tsx';
import { useFrozen } from './useFrozen.ts';
import { useFullScreen } from './useFullScreen.ts';
import { useIdle } from './useIdle.ts';
import { usePip } from './usePip.tsx';
import { useSettled } from './useSettled.ts';
import { useShortcuts } from './useShortcuts.ts';
import { VideoRequest } from './VideoRequest.tsx';

const QualityPanel = lazyPart(
  async () => await import('./quality/QualityPanel.tsx'),
  () => showPanel(null),
);

export function LiveCall({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const calls = useCalls((state) => state.calls);
  const connection = useServer((state) => state.connection);
  const panel = useSurface((state) => state.panel);
  const gauge = usePreferences((state) => state.speedGauge);
  const [sharing, setSharing] = useState(false);
  const [menuOpen, setMenuOpen] = useState(false);
  const [talking, setTalking] = useState(false);
  const settled = useSettled(true, 250);
  const fullScreen = useFullScreen();
  const pip = usePip(call);
  const toggleRecording = useRecordToggle(call);
  const recordDialog = useSurface((state) => state.recordDialog);
  const shot = useScreenshot((state) => state.shown);
  const me = useMe();
  const { id, local, remote } = call;
  const frozen = useFrozen(remote.cameraStream, remote.camera && !remote.hold && call.stage === 'connected');
  const trouble = troubleOf(call, connection, frozen);
  const asked = call.recordings.theirs?.state === 'asking' && call.recordings.theirs.consent === null;
  const alone = call.stage !== 'connected' || call.heldByMe;
  const idle = useIdle(
    5_000,
    alone ||
      menuOpen ||
      sharing ||
      recordDialog ||
      shot !== null ||
      asked ||
      (!remote.camera && !remote.screen),
  );

  useEffect(() => {
    if (local.screen.problem !== null) toast(t('call.shareFailed'));
  }, [local.screen.problem, t]);

  // What was open in the last call is not meant for this one.
  useEffect(
    () => () => {
      showPanel(null);
      showRecordDialog(false);
      closeScreenshot();
    },
    [],
  );

  const toggleCamera = useCallback((): void => {
    if (call.kind === 'audio' && !local.camera.on) run(cardea.calls.requestVideo(id));
    else run(cardea.calls.setCamera(id, !local.camera.on));
  }, [cardea, run, id, call.kind, local.camera.on]);

  const toggleShare = (): void => {
    if (local.screen.on) run(cardea.calls.stopScreenShare(id));
    else setSharing(true);
  };

  const screenshot = (): void => {
    const picture = mainPicture(call, me.name);
    if (picture !== null) void takeScreenshot(picture.stream, picture.name);
    else toast(t('recording.picture.failed'));
  };

  const act = (action: ShortcutAction): void => {
    switch (action) {
      case 'microphone':
        return run(cardea.calls.setMicrophone(id, !local.microphone.on));
      case 'camera':
        return toggleCamera();
      case 'chat':
        return togglePanel('chat');
      case 'share':
        return call.stage === 'connected' ? toggleShare() : undefined;
      case 'fullScreen':
        return fullScreen.toggle();
      case 'quality':
        return call.stage === 'connected' ? togglePanel('quality') : undefined;
      case 'devices':
        return openDialog('device-check');
      case 'record':
        return toggleRecording();
      case 'screenshot':
        return screenshot();
      case 'pip':
        return pip.toggle();
      case 'hold':
        return call.stage === 'connected' ? run(cardea.calls.setHold(id, !call.heldByMe)) : undefined;
      case 'list':
        return openDialog('shortcuts');
      case 'escape':
        return showPanel(null);
    }
  };
  useShortcuts({
    run: act,
    talk: (down) => {
      if (down && local.microphone.on) return;
      if (!down && !talking) return;
      setTalking(down);
      run(cardea.calls.setMicrophone(id, down));
    },
  });

  return (
    <>
      <div className={`group/call relative flex min-w-0 flex-1 flex-col ${idle ? 'cursor-none' : ''}`}>
        <Stage
          call={call}
          chrome={!idle}
          theirTrouble={trouble.media === 'theirs'}
          inPip={pip.open}
          onBringBack={pip.toggle}
        />
        {settled && (
          <>
            {gauge && call.stage === 'connected' && <SpeedGauge call={call} />}
            {idle && (
              <div className="absolute top-3 right-3 z-10 flex gap-2">
                <RecordingSigns call={call} />
              </div>
            )}
            <TopBar call={call} hidden={idle} serverLost={trouble.server} />
            <div className="pointer-events-none absolute inset-x-0 top-18 z-10 flex flex-col items-center gap-2 px-3">
              {heldCalls(calls, id).map((held) => (
                <HeldStrip key={held.id} call={held} />
              ))}
              <TroubleSigns call={call} trouble={trouble} />
            </div>
            <div
              className={`absolute inset-x-0 bottom-0 z-10 flex flex-col items-center gap-3 px-3 pb-[max(1.25rem,env(safe-area-inset-bottom))] transition-[opacity,transform] duration-300 ${idle ? 'pointer-events-none translate-y-4 opacity-0 focus-within:pointer-events-auto focus-within:translate-y-0 focus-within:opacity-100' : ''}`}
            >
              {call.videoRequest !== null && <VideoRequest call={call} />}
              <RecordingQuestion call={call} />
              <CallHints call={call} talking={talking} />
              <ControlBar
                call={call}
                chat={panel === 'chat'}
                onCamera={toggleCamera}
                onShare={toggleShare}
                onScreenshot={screenshot}
                fullScreen={fullScreen}
                pip={pip}
                onMenu={setMenuOpen}
              />
            </div>
          </>
        )}
      </div>
      {panel === 'chat' && <ChatPanel call={call} />}
      {panel === 'quality' && (
        <Suspense>
          <QualityPanel call={call} />
        </Suspense>
      )}
      {sharing && <ShareDialog call={call} onClose={() => setSharing(false)} />}
      {recordDialog && <RecordDialog call={call} onClose={() => showRecordDialog(false)} />}
      {shot !== null && <ScreenshotDialog call={call} shot={shot} />}
      {pip.portal}
    </>
  );
}
