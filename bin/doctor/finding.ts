/** What the doctor looks at, in the order in which it is shown. */
export const DOCTOR_CHECKS = [
  'rules',
  'store',
  'clock',
  'checks',
  'watchdog',
  'places',
  'channels',
  'web',
  'permissions',
  'secrets',
  'limits',
] as const;

export type DoctorCheck = (typeof DOCTOR_CHECKS)[number];

/** One thing that was looked at. */
export interface Finding {
  readonly check: DoctorCheck;
  /** `warn`: it works, and something is missing. `fail`: it does not work. */
  readonly standing: 'ok' | 'warn' | 'fail';
  readonly message: string;
  /** What to do; null where nothing is to be done. */
  readonly remedy: string | null;
}

export function ok(check: DoctorCheck, message: string): Finding {
  return { check, standing: 'ok', message, remedy: null };
}

export function warn(check: DoctorCheck, message: string, remedy: string): Finding {
  return { check, standing: 'warn', message, remedy };
}

export function fail(check: DoctorCheck, message: string, remedy: string): Finding {
  return { check, standing: 'fail', message, remedy };
}
