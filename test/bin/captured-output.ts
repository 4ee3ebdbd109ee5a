import { vi } from 'vitest';

/** What a command prints that runs within the test; `vi.restoreAllMocks()` ends it. */
export class CapturedOutput {
  /** Standard output, and standard error. */
  output = '';
  complaints = '';

  static begin(): CapturedOutput {
    const captured = new CapturedOutput();
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      captured.output += text;
      return true;
    });
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      captured.complaints += text;
      return true;
    });
    return captured;
  }
}
