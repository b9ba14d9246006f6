import type { CallStatistics } from '@cardea/client';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { bitrate } from '../../i18n/format.ts';
import { useLocale } from '../../i18n/useLanguage.ts';

const height = 132;
/** Seconds on the axis. */
const span = 60;

/** Both directions over the last minute. Screen readers get the numbers, which stand beside it. */
export function SpeedGraph({ history }: { history: readonly CallStatistics[] }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const made = new uPlot(optionsFor(element, locale), [[], [], []], element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [locale]);

  useEffect(() => {
    const seconds = history.map(({ at }) => at / 1_000);
    const end = seconds.at(-1) ?? Date.now() / 1_000;
    plot.current?.batch(() => {
      plot.current?.setData([seconds, history.map(({ up }) => up), history.map(({ down }) => down)], false);
      const top = Math.max(100_000, ...history.map(({ up, down }) => Math.max(up, down)));
      plot.current?.setScale('x', { min: end - span, max: end });
      plot.current?.setScale('y', { min: 0, max: top * 1.1 });
    });
  }, [history, locale]);

  return <div ref={place} role="img" aria-label={t('quality.graph')} className="min-h-33 w-full" />;
}

function optionsFor(element: HTMLElement, locale: string): uPlot.Options {
  const style = getComputedStyle(element);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const axis = {
    stroke: color('--ink-soft'),
    font: `11px ${style.fontFamily}`,
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
  };
  const line = (name: string): uPlot.Series => ({
    stroke: color(name),
    fill: `color-mix(in srgb, ${color(name)} 14%, transparent)`,
    width: 2,
    points: { show: false },
  });
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 4, 0, 0],
    scales: { x: { time: false, auto: false }, y: { auto: false } },
    axes: [
      {
        ...axis,
        size: 22,
        splits: (_plot, _index, min, max) => [min, (min + max) / 2, max],
        values: (_plot, splits) =>
          splits.map((value) => {
            const seconds = Math.round(value - (splits.at(-1) ?? value));
            return seconds === 0 ? '' : `${seconds} s`;
          }),
      },
      {
        ...axis,
        size: 62,
        splits: (_plot, _index, _min, max) => [0, max / 2, max].map((value) => value / 1.1),
        values: (_plot, splits) => splits.map((value) => (value === 0 ? '0' : bitrate(value, locale))),
      },
    ],
    series: [{}, line('--brass'), line('--accent')],
  };
}
