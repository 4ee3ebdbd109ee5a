import { Hono } from 'hono';
import { metricsText } from '../app/views/metrics-text.ts';
import { readJobViews, type ViewPorts } from '../app/views/read-job-views.ts';
import type { Instant } from '../core/instant.ts';
import type { RulesInForce } from './kept-rules.ts';
import type { Viewers } from './viewers.ts';

export interface MetricsPorts {
  readonly views: ViewPorts;
  /** Throws NoRules. */
  readonly inForce: () => Promise<RulesInForce>;
  readonly viewers: Viewers;
  readonly now: () => Instant;
}

const OPEN_METRICS = 'application/openmetrics-text';

/**
 * Figures for monitoring, at `/metrics`, with an API token, on a single host too: not everyone who can reach its port may
 * know its backups (docs/decisions/0052-badges-and-metrics.md).
 */
export function metrics({ views, inForce, viewers, now }: MetricsPorts): Hono {
  const app = new Hono();
  app.get('/metrics', async (context) => {
    const seen = await viewers.see(context.req.raw);
    if (seen.viewer === null) {
      return context.text(`${seen.message}\n`, 401, { 'www-authenticate': 'Bearer realm="backup sentinel"' });
    }
    const isOpenMetrics = (context.req.header('accept') ?? '').includes(OPEN_METRICS);
    const text = await metricsText(await readJobViews(await inForce(), views, now()), {
      isOpenMetrics,
      perMember: context.req.query('members') === '1',
    });
    const type = isOpenMetrics ? `${OPEN_METRICS}; version=1.0.0` : 'text/plain; version=0.0.4';
    return context.body(text, 200, {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });
  return app;
}
