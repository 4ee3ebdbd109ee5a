import type uPlot from 'uplot';
import { type Unit, valueText } from './axis-values.ts';

/** A limit of the rule, drawn across a chart. */
export interface Threshold {
  readonly value: number;
  readonly name: string;
  /** Name of its colour. */
  readonly colour: 'warn' | 'alert';
  /** Lengths of strokes and gaps, so that the two differ without colour as well. */
  readonly dash: readonly number[];
}

/** Those that the rule has. */
export function thresholdsOf({ dataset }: HTMLElement): readonly Threshold[] {
  const soft = read(dataset.soft, dataset.softName, 'warn', [7, 4]);
  const hard = read(dataset.hard, dataset.hardName, 'alert', [2, 3]);
  const isSame = soft.length > 0 && hard.length > 0 && soft[0]?.value === hard[0]?.value;
  return isSame ? hard : [...soft, ...hard];
}

function read(value = '', name = '', colour: Threshold['colour'], dash: readonly number[]): Threshold[] {
  return value === '' ? [] : [{ value: Number(value), name, colour, dash }];
}

/** Draws them over the chart, each with its name and value at the left end. */
export function drawThresholds(
  plot: uPlot,
  thresholds: readonly Threshold[],
  unit: Unit,
  colour: (name: string) => string,
): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const ys = thresholds.map(({ value }) => Math.round(plot.valToPos(value, 'y', true)));
  ctx.save();
  ctx.font = `${12 * ratio}px system-ui, sans-serif`;
  ctx.lineWidth = 1.5 * ratio;
  for (const [index, { value, name, colour: named, dash }] of thresholds.entries()) {
    const y = ys[index] ?? 0;
    ctx.strokeStyle = ctx.fillStyle = colour(named);
    ctx.setLineDash(dash.map((length) => length * ratio));
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    // The upper one is named above its line, the lower one below: near each other they would cover their names.
    const isUpper = ys.every((other) => y <= other);
    ctx.textBaseline = isUpper ? 'bottom' : 'top';
    ctx.fillText(`${name} ${valueText(unit, value)}`, bbox.left + 6 * ratio, y + (isUpper ? -3 : 4) * ratio);
  }
  ctx.restore();
}
