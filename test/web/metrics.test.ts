import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobLine } from '../app/dispatch/dispatch-setting.ts';
import { WebSetting } from './web-setting.ts';

let web: WebSetting;
beforeEach(async () => {
  const jobs = [jobLine('orders', ', name: "a \\"b\\"\\\\c"'), jobLine('calm'), jobLine('empty')];
  web = await WebSetting.open(['sam: { email: sam@acme.example }', 'dana: { email: d@acme.example }'], jobs);
});
afterEach(() => web.close());

async function read(accept?: string): Promise<{ readonly type: string | null; readonly lines: string[] }> {
  const authorization = `Bearer ${await web.token('sam', false)}`;
  const answer = await web.send('/metrics', { headers: { authorization, ...(accept && { accept }) } });
  return { type: answer.headers.get('content-type'), lines: (await answer.text()).split('\n') };
}

describe('the metrics', () => {
  it('say of each job how it stands, and what is at risk', async () => {
    await web.dispatch.break('orders');
    await web.dispatch.change('empty', (history, now) => history.to('alert', now, { verdict: null }));
    const { type, lines } = await read();
    expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(lines).toEqual(
      expect.arrayContaining([
        'backup_sentinel_job_info{job_id="orders",name="a \\"b\\"\\\\c",group="",owner="sam"} 1',
        'backup_sentinel_job_state{job_id="orders",state="alert"} 1',
        'backup_sentinel_job_state{job_id="orders",state="green"} 0',
        'backup_sentinel_job_state{job_id="calm",state="unknown"} 1',
        'backup_sentinel_job_last_good_timestamp_seconds{job_id="orders"} 1794916800',
        'backup_sentinel_job_last_good_size_bytes{job_id="orders"} 412000000',
        'backup_sentinel_job_data_at_risk_seconds{job_id="orders"} 86400',
        'backup_sentinel_job_data_at_risk_seconds{job_id="empty"} +Inf',
      ]),
    );
    expect(lines.some((line) => line.startsWith('backup_sentinel_job_data_at_risk_seconds{job_id="calm"'))).toBe(false);
    expect(lines.join('\n')).not.toContain('last_pass');
    expect(lines).not.toContain('# EOF');
  });

  it('tell the figures of the last pass', async () => {
    await web.dispatch.stores.state.writeLastPass({
      id: 'p',
      at: Date.parse('2026-11-18T11:00:00.500Z'),
      durationMs: 1250,
      configured: 2,
      due: 2,
      judged: 1,
      unknown: 1,
      rulesVersion: 'v',
      coveredUntil: null,
      resumeFrom: null,
      days: [],
      clock: null,
      bootedAt: null,
      comparedAt: null,
    });
    const { lines } = await read();
    expect(lines).toEqual(
      expect.arrayContaining([
        'backup_sentinel_last_pass_timestamp_seconds 1794999600.5',
        'backup_sentinel_last_pass_duration_seconds 1.25',
        'backup_sentinel_last_pass_judged_jobs 1',
        'backup_sentinel_last_pass_unknown_jobs 1',
      ]),
    );
  });

  it('come as OpenMetrics to whoever asks for that, whole: with their end', async () => {
    const { type, lines } = await read('application/openmetrics-text;version=1.0.0,text/plain;q=0.5');
    expect(type).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(lines.slice(-2)).toEqual(['# EOF', '']);
  });

  it('are for those who bring a token, and for nobody else', async () => {
    const answer = await web.send('/metrics');
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Bearer')]);
    expect(await answer.text()).not.toContain('orders');
    expect(web.rulesLoaded).toBe(0);
  });
});
