import type uPlot from 'uplot';

/** A limit of the rule, drawn across a chart; its name stands above it. */
export interface Threshold {
  readonly value: number;
  /** Name of its colour. */
  readonly colour: 'warn' | 'alert';
  /** Lengths of strokes and gaps, so that the two differ without colour as well. */
  readonly dash: readonly number[];
}

/** Those that the page names. */
export function thresholdsOf(figure: HTMLElement): readonly Threshold[] {
  return [...figure.querySelectorAll<HTMLElement>('.limit')].map((limit) => {
    const value = Number(limit.dataset.value);
    return limit.classList.contains('hard')
      ? { value, colour: 'alert', dash: [2, 3] }
      : { value, colour: 'warn', dash: [7, 4] };
  });
}

/** Draws them over the chart. */
export function drawThresholds(plot: uPlot, thresholds: readonly Threshold[], colour: (name: string) => string): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.lineWidth = 1.5 * ratio;
  for (const { value, colour: named, dash } of thresholds) {
    const y = Math.round(plot.valToPos(value, 'y', true));
    ctx.strokeStyle = colour(named);
    ctx.setLineDash(dash.map((length) => length * ratio));
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}
