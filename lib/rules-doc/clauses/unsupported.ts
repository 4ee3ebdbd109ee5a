import { refusal, type Way } from './clause.ts';

/** What people write into a rule that has another place, or none: each is refused with what to write instead. */
export const UNSUPPORTED: readonly Way[] = [
  refusal<[string]>(
    '(tell | notify | inform | email | mail | alert | call | page | ping | slack | text | message | contact | wake) {name} [if it fails | when it fails | on failure | on error]',
    (name) =>
      ['me', 'us'].includes(name.toLowerCase())
        ? 'who is notified is a key; write owner: and your id under the job, its group or settings'
        : `who is notified is a key; write owner: ${name} under the job, its group or settings`,
  ),
  refusal<[string]>('owner [is | :] {name}', (name) => `the owner is a key; write owner: ${name} under the job`),
  refusal(
    '(keep | retain | store | rotate | delete) {rest}',
    () =>
      'the sentinel keeps and deletes nothing, so a rule has no clause for it; take it out, and write for example at least 350 MB',
  ),
  refusal(
    '(mute | muted | paused | pause | disabled | disable | ignored | ignore | off | inactive | suspended) [this | it | the job | for now]',
    () => 'a job is muted by its owner (sentinel mute, or the button in a message); take it out of the rule',
  ),
  refusal('urgent', () => 'that is a key; write urgent: true under the job'),
  refusal(
    '(verify | verified | well-formed | wellformed | intact | valid | not corrupt | not corrupted | restorable)',
    () => 'that is a key; write verify: well-formed under the job',
  ),
  refusal(
    '(encrypted | compressed | must be encrypted | must be compressed)',
    () => 'a rule cannot ask for it; take it out',
  ),
  refusal(
    '(starting | starts | start | from | since | as of) [on | from] {date}',
    () => 'that is a key; write starts: and the date under the job',
  ),
];
