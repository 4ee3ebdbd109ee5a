/** What stands before a condition that alerts: `flag if it`, `alert me when it`, `tell me if the backup`. */
export const FLAG_IF =
  "[flag | alert [me] | alarm | tell me | notify me | let me know | complain] [if | when | whenever] [it | it's | its | the backup | the size | its size | size | this | the dump | the file]";

/** The same for what only warns. */
export const WARN_IF =
  '(warn [me] | warning) [if | when | whenever] [it | the backup | the size | its size | size | this]';
