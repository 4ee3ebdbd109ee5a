import type { Notifier } from '../notifier.ts';
import type { RunResult } from '../run-result.ts';
import { EndNotifier } from './end-notifier.ts';
import type { NotifyOptions } from './notify-options.ts';
import { isFailure, reportOf } from './run-report.ts';

/** The notifications of a run. Throws NotifyOptionInvalid. */
export async function openNotifier(options: NotifyOptions): Promise<Notifier<RunResult>> {
  return new EndNotifier(options, { word: 'run', hasStart: true, reportOf, isFailure });
}
