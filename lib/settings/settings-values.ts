import * as z from 'zod';

/*
 * Values of single settings. Messages say what is wrong and how it should be; the reader puts the place, the key and
 * its value in front, and a right value behind.
 */

const RATE = /^rate\((\d{1,4}) (minutes?|hours?)\)$/;
const MINUTE_S = 60;
const HOUR_S = 3600;
/** What CloudWatch Logs takes. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** How often the schedule ticks. */
export interface Tick {
  /** As EventBridge Scheduler takes it. */
  readonly expression: string;
  readonly seconds: number;
}

/** From one minute, the shortest the Scheduler knows, to one hour, since the shortest usual check is hourly. */
export const tick = z.string({ error: 'is not text' }).transform((text, context): Tick => {
  const [, number, unit] = RATE.exec(text) ?? [];
  const count = Number(number);
  const seconds = count * (unit?.startsWith('hour') ? HOUR_S : MINUTE_S);
  // The Scheduler refuses `rate(1 hours)` and `rate(2 hour)`.
  const isGrammatical = unit?.endsWith('s') === (count !== 1);
  if (!isGrammatical || seconds < MINUTE_S || seconds > HOUR_S) {
    context.addIssue({ code: 'custom', message: 'is not a rate from rate(1 minute) to rate(1 hour)' });
    return z.NEVER;
  }
  return { expression: text, seconds };
});

/** An address, in the plain form: no name, no brackets. */
export const email = z.email({ error: 'is not an email address' });

/** The first part of the names of tables, functions and the like. Bucket names bound its length. */
export const prefix = z.string({ error: 'is not text' }).regex(/^[a-z](?:[a-z0-9-]{0,18}[a-z0-9])?$/, {
  error: 'is not 1 to 20 lower-case letters, digits and hyphens, with a letter first and no hyphen last',
});

export const timezone = z.string({ error: 'is not text' }).refine(isTimeZone, { error: 'is not an IANA time zone' });

export const hour = wholeNumber('is not a whole hour from 0 to 23', 0, 23);

/** Above a hundred it would be no limit. */
export const reservedConcurrency = wholeNumber('is not a whole number from 0 to 100', 0, 100);

export const retentionDays = z
  .number({ error: 'is not a number' })
  .refine((days) => RETENTION_DAYS.includes(days), { error: `is not one of ${RETENTION_DAYS.join(', ')}` });

export const yesOrNo = z.boolean({ error: 'is neither true nor false' });

/** With leading zeros, so text. */
export const accountId = z
  .string({ error: 'is not text; put the number in quotes, which keep its zeros' })
  .regex(/^\d{12}$/, { error: 'is not an account number of 12 digits' });

/** A model, a geographic profile, or the ARN of an application inference profile. */
export const modelId = z
  .string({ error: 'is not text' })
  .regex(
    /^(?:[A-Za-z0-9.:-]*|arn:aws[a-z-]*:bedrock:[a-z0-9-]+:\d{12}:(?:application-)?inference-profile\/[A-Za-z0-9._:-]+)$/,
    {
      error: 'is not a model id, nor the ARN of an inference profile',
    },
  );

export const region = z
  .string({ error: 'is not text' })
  .regex(/^[a-z]{2,4}(?:-[a-z]+)+-\d$/, { error: 'is not the name of a region, such as eu-west-1' });

const KEY_ARN = /^arn:(aws[a-z-]*):kms:([a-z0-9-]+):(\d{12}):key\/[A-Za-z0-9-]+$/;

export const keyArn = z
  .string({ error: 'is not text' })
  .regex(KEY_ARN, { error: 'is not the ARN of a KMS key (an alias will not do)' });

/** Region of a KMS key. S3 wants the key of an object in the region of its bucket. */
export function keyRegion(arn: string): string {
  return KEY_ARN.exec(arn)?.[2] ?? '';
}

/** Topics by which people may be notified; not FIFO topics, which have no mail subscriptions. */
export const topicArns = z.array(
  z.string({ error: 'is not text' }).regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/, {
    error: 'is not the ARN of an SNS topic',
  }),
  { error: 'is not a list of topics' },
);

function wholeNumber(error: string, least: number, most: number) {
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // Offsets such as +08:00 are taken there too, but not by the Scheduler.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
