import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { figure, IS_NIGHTLY, untilLimit } from '../nightly.ts';
import { seeded } from '../simulated/places/made-world.ts';
import { mutated } from './mutate.ts';
import { TARGETS } from './targets.ts';

const INPUTS = Number(process.env.SENTINEL_FUZZ_INPUTS ?? (IS_NIGHTLY ? 100_000 : 150));
/** At night what the quick ones leave of the time is theirs. */
const SLOW_LAST = TARGETS.toSorted((a, b) => (b.share ?? 1) - (a.share ?? 1));
const MAX_MS = 1_000;
const MAX_GROWN_BYTES = 256 * 2 ** 20;
/** What a night without a limit gives each reader, as a mean. */
const NIGHT_MS = 30_000;
const TIMEOUT_MS = IS_NIGHTLY ? 3_600_000 : 60_000;
/** At night other inputs each time; by day the same, so that a change is what makes it fail. */
const seed = Number(process.env.SENTINEL_SEED ?? (IS_NIGHTLY ? Date.now() % 2 ** 31 : 21));

/** What this process holds, with its buffers. */
function memoryBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Processor time of this process, so that what other work takes counts for nothing. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** What a terminal acts on, but for ends of lines and tabs, and what turns the direction of writing. */
const ACTING = /[^\P{Cc}\n\r\t]|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/u;

/** The first text in a result that would act on a terminal; null where there is none. */
function actingIn(result: unknown): string | null {
  if (typeof result === 'string') return ACTING.test(result) ? result : null;
  if (typeof result !== 'object' || result === null) return null;
  for (const each of Object.values(result)) {
    const found = actingIn(each);
    if (found !== null) return found;
  }
  return null;
}

describe(`what others wrote is read without a crash, a hang or a flood of memory (SENTINEL_SEED=${seed})`, () => {
  const done = new Map<string, { inputs: number; ms: number }>();
  const { interruptAfterTimeLimit: nightMs = TARGETS.length * NIGHT_MS } = untilLimit();
  const endsAtMs = IS_NIGHTLY ? Date.now() + nightMs : Number.POSITIVE_INFINITY;
  /** At night a slow reader has its part of what is left, so that the others have theirs, and says how many inputs it had. */
  const partEndsAtMs = () => Date.now() + (endsAtMs - Date.now()) / (TARGETS.length - done.size);
  afterAll(() => {
    if (IS_NIGHTLY)
      for (const [name, { inputs, ms }] of done)
        console.info(`${name}: ${inputs} inputs, at most ${Math.round(ms)} ms each`);
  });

  it.each(SLOW_LAST)('$name', { timeout: TIMEOUT_MS }, async ({ name, seeds, read, isShown, share = 1, close }) => {
    const random = seeded(seed);
    onTestFinished(async () => close?.());
    const progress = { inputs: 0, ms: 0 };
    const untilMs = partEndsAtMs();
    done.set(name, progress);
    for (let left = Math.ceil(INPUTS * (IS_NIGHTLY ? 1 : share)); left > 0 && Date.now() < untilMs; left -= 1) {
      const input = mutated(seeds, random);
      const usedBytes = memoryBytes();
      const begunMs = cpuMs();
      let result: unknown;
      try {
        result = await read(input);
      } catch (error) {
        expect.fail(`${shown(input)}\n${error instanceof Error ? error.stack : error}`);
      }
      const acting = isShown ? actingIn(result) : null;
      if (acting !== null)
        expect.fail(`${shown(input)}\nwhat is shown would act on a terminal: ${JSON.stringify(acting)}`);
      const tookMs = cpuMs() - begunMs;
      progress.inputs += 1;
      progress.ms = Math.max(progress.ms, tookMs);
      expect(tookMs, shown(input)).toBeLessThan(MAX_MS);
      expect(memoryBytes() - usedBytes, shown(input)).toBeLessThan(MAX_GROWN_BYTES);
    }
    figure('inputs', triedText([...done].map(([name, { inputs }]) => [name, inputs])));
  });
});

/** How many inputs the readers had, those apart by name that had fewer than all. */
function triedText(tried: readonly (readonly [name: string, inputs: number])[]): string {
  const text = (count: number) => count.toLocaleString('en');
  const fewer = tried.filter(([, inputs]) => inputs < INPUTS).map(([name, inputs]) => `${name} (${text(inputs)})`);
  const sum = tried.reduce((total, [, inputs]) => total + inputs, 0);
  const each = `${text(sum)}, ${text(INPUTS)} each of ${tried.length - fewer.length} of ${TARGETS.length} readers`;
  return fewer.length === 0 ? each : `${each}; fewer, in their part of the time, of ${fewer.join(', ')}`;
}

/** An input as it can be put into a test. */
function shown(input: Buffer): string {
  return `the input, as base64: ${input.toString('base64').slice(0, 20_000)}`;
}
