import { useTranslation } from 'react-i18next';
import { Dialog } from '../design/Dialog.tsx';

const keys = [
  [['space', 'K'], 'play'],
  [['←', '→'], 'step'],
  [['J', 'L'], 'jump'],
  [[',', '.'], 'frame'],
  [['↑', '↓'], 'volume'],
  [['M'], 'mute'],
  [['<', '>'], 'slower'],
  [['F'], 'fullScreen'],
  [['S'], 'screenshot'],
  [['?'], 'help'],
] as const;

interface PlayerKeysDialogProps {
  screenshots: boolean;
  onClose: () => void;
}

export function PlayerKeysDialog({ screenshots, onClose }: PlayerKeysDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('library.player.keys')}
      hint={t('library.player.keyHint')}
      theme="room"
      onClose={onClose}
    >
      <dl>
        {keys.map(
          ([names, action]) =>
            (screenshots || action !== 'screenshot') && (
              <div key={action} className="flex items-center justify-between gap-4 border-b border-line py-2">
                <dt>{t(`library.player.key.${action}`)}</dt>
                <dd className="flex shrink-0 gap-1">
                  {names.map((name) => (
                    <kbd
                      key={name}
                      className="inline-grid min-h-7 min-w-8 place-items-center rounded-lg border border-line bg-raised px-2 font-sans text-sm font-semibold"
                    >
                      {name === 'space' ? t('library.player.space') : name}
                    </kbd>
                  ))}
                </dd>
              </div>
            ),
        )}
      </dl>
    </Dialog>
  );
}
