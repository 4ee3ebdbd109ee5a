import { PassThrough, Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { OutputPipe } from '../../../lib/runner/attempt/output-lines.ts';

async function passed(chunks: readonly (string | Buffer)[]): Promise<{ pieces: string[]; whole: Buffer }> {
  const pieces: string[] = [];
  const written: Buffer[] = [];
  const to = new Writable({
    write(chunk, _encoding, done) {
      written.push(chunk);
      done();
    },
  });
  const from = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  await new OutputPipe(from, to, (lines) => pieces.push(lines.toString('latin1'))).done;
  return { pieces, whole: Buffer.concat(written) };
}

test('lines are passed on whole, however they come in', async () => {
  const { pieces } = await passed(['one\ntw', 'o\n', 'thr', 'ee']);
  expect(pieces).toEqual(['one\n', 'two\n', 'three']);
});

test('a progress bar is passed on as it goes on', async () => {
  expect((await passed(['10%\r2', '0%\r'])).pieces).toEqual(['10%\r', '20%\r']);
});

test('every byte arrives, of a line without an end too', async () => {
  const long = Buffer.alloc(300_000, 0xff);
  const { whole, pieces } = await passed([long.subarray(0, 100_000), long.subarray(100_000), Buffer.from([0, 10])]);
  expect(whole.equals(Buffer.concat([long, Buffer.from([0, 10])]))).toBe(true);
  expect(pieces.length).toBeGreaterThan(1);
});

test('a reader that goes away loses the rest, and the command goes on', async () => {
  const to = new PassThrough();
  to.on('error', () => {});
  to.destroy();
  let seen = '';
  const from = Readable.from([Buffer.from('one\n'), Buffer.from('two\n')]);
  await new OutputPipe(from, to, (lines) => {
    seen += lines;
  }).done;
  expect(seen).toBe('one\ntwo\n');
});
