/** What a person must never see: a stack trace. For `expect(output).not.toMatch(STACK_TRACE)`. */
export const STACK_TRACE = /\n\s+at .*:\d+:\d+/;
