import type { ReactNode } from 'react';
import { EchoTestPage } from './EchoTestPage.tsx';
import type { LabPageProps } from './usePluginCall.ts';
import { VideoCallPage } from './VideoCallPage.tsx';

/** The page of each plugin. A later plugin is a line here, and its name in the translations. */
export const labPages = [
  { plugin: 'echotest', Page: EchoTestPage },
  { plugin: 'videocall', Page: VideoCallPage },
] as const satisfies readonly { plugin: string; Page: (props: LabPageProps) => ReactNode }[];
