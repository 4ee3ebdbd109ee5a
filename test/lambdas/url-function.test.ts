import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { instrumentsFor } from '../../lambdas/instruments.ts';
import { urlFunction } from '../../lambdas/url-function.ts';
import { type UrlAnswer, urlEvent } from './url-event.ts';
import { countedIn, useWritten } from './written.ts';

const written = useWritten();
const counted = () => countedIn(written.lines).length;

/** Answers `/slow` when the test lets it, `/broken` never. */
function serving(slow: Promise<string> = Promise.resolve('slow')) {
  const app = new Hono();
  app.get('/slow', async (context) => context.text(await slow));
  app.onError((_, context) => context.text('failed', 500));
  app.get('/broken', (context) => context.text('broken', 500));
  const handler = urlFunction(app, instrumentsFor('bk', 'test'));
  return (path: string, leftMs?: number): Promise<UrlAnswer> => {
    const context = leftMs === undefined ? undefined : { getRemainingTimeInMillis: () => leftMs };
    return handler(urlEvent('GET', path) as never, context as never) as never;
  };
}

describe('a function with an address', () => {
  it('answers what it can, and counts nothing', async () => {
    const ask = serving();
    expect(await ask('/slow', 10_000)).toMatchObject({ statusCode: 200, body: 'slow' });
    expect((await ask('/elsewhere')).statusCode).toBe(404);
    expect([counted(), written.lines]).toEqual([0, []]);
  });

  it('counts an answer that says it could not', async () => {
    expect((await serving()('/broken')).statusCode).toBe(500);
    expect(counted()).toBe(1);
  });

  it('says half a second before its time is up that it took too long, which is told and counted', async () => {
    const ask = serving(new Promise(() => {}));
    expect(await ask('/slow', 520)).toMatchObject({ statusCode: 503, headers: { 'retry-after': '10' } });
    expect(counted()).toBe(1);
    expect(written.lines.join('')).toContain('not answered in time');
  });

  it('says so at once when there is no time left, and what fails later fails silently', async () => {
    let fail: (error: Error) => void = () => {};
    const ask = serving(
      new Promise((_, reject) => {
        fail = reject;
      }),
    );
    expect((await ask('/slow', 100)).statusCode).toBe(503);
    fail(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));
  });
});
