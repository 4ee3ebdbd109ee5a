import uPlot from 'uplot';
import { axisText, DAY_STEPS, splitsFor, type Unit, valueText } from './axis-values.ts';
import type { Day } from './read-days.ts';
import { drawThresholds, type Threshold, thresholdsOf } from './thresholds.ts';

const HEIGHT = 200;
const CHARTS: Readonly<Record<string, { readonly unit: Unit; readonly pick: (day: Day) => number | null }>> = {
  size: { unit: 'bytes', pick: ({ size }) => size },
  age: { unit: 'seconds', pick: ({ age }) => age },
};

/** Draws the charts that the page has room for, and again whenever the window or the colours change. */
export function drawCharts(days: readonly Day[]): void {
  const figures = [...document.querySelectorAll<HTMLElement>('figure[data-chart]')];
  for (const figure of figures) figure.hidden = false;
  const plots = new Map(figures.map((figure) => [figure, drawOne(figure, days)]));
  const again = (): void => {
    for (const [figure, plot] of plots) {
      plot?.destroy();
      plots.set(figure, drawOne(figure, days));
    }
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  const resized = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const plot = plots.get(target.parentElement as HTMLElement);
      if (plot && Math.round(contentRect.width) !== plot.width)
        plot.setSize({ width: Math.round(contentRect.width), height: HEIGHT });
    }
  });
  for (const figure of figures) {
    const box = figure.querySelector('div');
    if (box) resized.observe(box);
  }
}

function drawOne(figure: HTMLElement, days: readonly Day[]): uPlot | null {
  const kind = CHARTS[figure.dataset.chart ?? ''];
  const box = figure.querySelector<HTMLElement>('div[role]');
  if (!kind || !box) return null;
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const thresholds = thresholdsOf(figure);
  const values = days.map(kind.pick);
  const options = optionsFor(kind.unit, box.clientWidth, thresholds, values, colour);
  return new uPlot(options, [days.map(({ at }) => at), values], box);
}

function optionsFor(
  unit: Unit,
  width: number,
  thresholds: readonly Threshold[],
  values: readonly (number | null)[],
  colour: (name: string) => string,
): uPlot.Options {
  const grid = { stroke: colour('line'), width: 1 };
  const axis = { stroke: colour('soft'), font: '12px system-ui, sans-serif', ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    tzDate: (ts) => uPlot.tzDate(new Date(ts * 1000), 'UTC'),
    cursor: { y: false, points: { size: 7 }, drag: { setScale: false, x: false, y: false } },
    legend: { live: true, markers: { show: false } },
    scales: { y: { range: (_, min, max) => rangeOf(min, max, thresholds) } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 56,
        size: 30,
        incrs: DAY_STEPS,
        values: (_, ticks) => ticks.map(dayText),
      },
      {
        ...axis,
        grid,
        size: 64,
        splits: (_plot, _axis, min, max) => splitsFor(unit, min, max),
        values: (_, ticks) => ticks.map((tick) => axisText(unit, tick)),
      },
    ],
    series: [
      { label: 'Day', value: (_, at) => (at == null ? '–' : dayText(at)) },
      {
        label: unit === 'bytes' ? 'Size' : 'Maximum age',
        stroke: colour('chart'),
        fill: `${colour('chart')}1f`,
        width: 2,
        points: { show: values.filter((value) => value !== null).length < 20 },
        value: (_, value) => (value == null ? '–' : valueText(unit, value)),
      },
    ],
    hooks: { draw: [(plot) => drawThresholds(plot, thresholds, colour)] },
  };
}

/** From nothing, so that a drop looks as large as it is; and the thresholds are always in the picture. */
function rangeOf(_min: number, max: number, thresholds: readonly Threshold[]): [number, number] {
  const highest = Math.max(max ?? 0, ...thresholds.map(({ value }) => value));
  return [0, highest > 0 ? highest * 1.12 : 1];
}

function dayText(at: number): string {
  return new Date(at * 1000).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
}
