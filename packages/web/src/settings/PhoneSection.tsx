import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useServer } from '../app/cardea.ts';
import { LinkButton } from '../design/Button.tsx';
import { QrCode } from '../design/QrCode.tsx';
import { Card } from './Card.tsx';

/** How a phone in the same network comes in, certificate included. */
export function PhoneSection() {
  const { t } = useTranslation();
  const info = useServer((state) => state.info);
  const url = info?.lanUrls[0];
  if (url === undefined) return <Card>{t('settings.phoneNone')}</Card>;
  const steps = info?.localAuthority === true;
  return (
    <>
      <Card>
        <p className="mb-5 text-pretty text-soft">
          {steps ? t('settings.phoneIntro') : t('settings.phoneTrusted')}
        </p>
        <ol className="flex flex-col gap-5">
          <Step number={1} text={t('settings.phoneStep1')}>
            <div className="mt-4">
              <QrCode text={url} label={t('settings.qrAlt', { url })} />
              <p className="mt-3 text-center text-sm wrap-anywhere text-soft select-all">{url}</p>
            </div>
          </Step>
          {steps && (
            <>
              <Step number={2} text={t('settings.phoneStep2')}>
                <div className="mt-3">
                  <LinkButton
                    href="/ca.crt"
                    download="cardea-ca.crt"
                    look="primary"
                    icon={<Download aria-hidden />}
                  >
                    {t('settings.certificate')}
                  </LinkButton>
                </div>
                <p className="mt-3 text-sm text-soft">{t('settings.phoneStep3iOS')}</p>
                <p className="mt-2 text-sm text-soft">{t('settings.phoneStep3Android')}</p>
              </Step>
              <Step number={3} text={t('settings.phoneStep4')} />
            </>
          )}
        </ol>
      </Card>
      <Card title={t('settings.addresses')}>
        <ul className="flex flex-col gap-1.5">
          {info?.lanUrls.map((one) => (
            <li key={one} className="wrap-anywhere select-all">
              {one}
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}

function Step({ number, text, children }: { number: number; text: string; children?: React.ReactNode }) {
  return (
    <li className="flex gap-4">
      <span
        aria-hidden
        className="grid size-8 shrink-0 place-items-center rounded-full bg-accent-wash text-sm font-semibold text-accent"
      >
        {number}
      </span>
      <div className="min-w-0 flex-1 pt-1">
        <p>{text}</p>
        {children}
      </div>
    </li>
  );
}
