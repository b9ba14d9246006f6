import { Camera, CameraOff, ShieldAlert, Volume2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCardea, useDevices, useServer } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { Button } from '../design/Button.tsx';
import { IconButton } from '../design/IconButton.tsx';
import { LevelBar } from '../design/LevelBar.tsx';
import { StreamVideo } from '../design/StreamVideo.tsx';
import { testIds } from '../design/testIds.ts';
import { DevicePicker } from './DevicePicker.tsx';
import { ServerCheck } from './ServerCheck.tsx';
import { useDeviceCheck } from './useDeviceCheck.ts';

/** See and hear oneself: preview, level, choices, and a sentence for everything that can be wrong. */
export function DeviceTest() {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const check = useDeviceCheck();
  const gateway = useServer(() => cardea.server.gateway() !== null);
  const permission = useDevices((state) => state.permission);
  const speakers = useDevices((state) => state.speakers.length);
  const secureUrl = useServer(({ info }) => info?.lanUrls[0]);
  const { camera, microphone } = check;
  const asking =
    [permission.camera, permission.microphone].includes('prompt') && (camera.busy || microphone.busy);
  const problems = [
    ...(microphone.problem === null ? [] : [{ device: 'microphone' as const, problem: microphone.problem }]),
    ...(camera.problem === null ? [] : [{ device: 'camera' as const, problem: camera.problem }]),
  ];
  // The same trouble with both is said once.
  const shown =
    problems.length === 2 && problems[0]?.problem === problems[1]?.problem ? problems.slice(0, 1) : problems;

  return (
    <div className="grid gap-6 sm:grid-cols-2">
      <div>
        <div className="relative aspect-video overflow-hidden rounded-2xl bg-[#151b18]">
          {camera.on && check.cameraStream !== null ? (
            <StreamVideo
              stream={check.cameraStream}
              testId={testIds.selfVideo}
              label={t('devices.preview')}
              className="size-full object-cover mirror"
            />
          ) : (
            <div className="grid size-full place-items-center p-4 text-center text-sm text-[#b1bcb6]">
              <span className="flex flex-col items-center gap-2">
                <CameraOff aria-hidden className="size-8" />
                {asking
                  ? t('devices.prompt')
                  : camera.problem === null
                    ? t('devices.cameraIsOff')
                    : t(`devices.problemTitle.${camera.problem}`)}
              </span>
            </div>
          )}
          <span className="absolute bottom-2.5 left-1/2 -translate-x-1/2">
            <IconButton
              label={camera.on ? t('call.cameraOff') : t('call.cameraOn')}
              icon={camera.on ? <Camera /> : <CameraOff />}
              look="glass"
              onClick={() => run(check.setCamera(!camera.on))}
            />
          </span>
        </div>
        <p className="mt-4 mb-2 text-sm text-soft">{t('devices.speakSomething')}</p>
        <LevelBar stream={check.microphoneStream} label={t('devices.level')} />
        <div className="mt-5">
          <Button size="sm" icon={<Volume2 />} onClick={() => run(cardea.devices.testSpeaker())}>
            {t('devices.test')}
          </Button>
        </div>
      </div>
      <div className="flex flex-col gap-4">
        {shown.map(({ device, problem }) => (
          <div key={device} role="alert" className="rounded-2xl bg-brass-wash p-4 text-sm">
            <p className="flex items-center gap-2 font-semibold">
              <ShieldAlert aria-hidden className="size-4.5 text-brass" />
              {shown.length < problems.length
                ? t(`devices.problemTitle.${problem}`)
                : `${t(`devices.${device}`)}: ${t(`devices.problemTitle.${problem}`)}`}
            </p>
            <p className="mt-1">{t(`devices.problem.${problem}`)}</p>
            <p className="mt-2">
              {problem === 'insecure-context' && secureUrl !== undefined ? (
                <a href={secureUrl} className="font-semibold text-brass underline">
                  {t('devices.openSecure')}
                </a>
              ) : (
                <button
                  type="button"
                  className="min-h-8 font-semibold text-brass underline"
                  onClick={() => {
                    run(cardea.devices.refresh());
                    check.again();
                  }}
                >
                  {t('common.retry')}
                </button>
              )}
            </p>
          </div>
        ))}
        <DevicePicker kind="camera" />
        <DevicePicker kind="microphone" />
        {speakers > 0 ? (
          <DevicePicker kind="speaker" />
        ) : (
          <p className="text-sm text-soft">{t('devices.noChoice')}</p>
        )}
        {gateway && <ServerCheck streams={[check.microphoneStream, check.cameraStream]} />}
      </div>
    </div>
  );
}
