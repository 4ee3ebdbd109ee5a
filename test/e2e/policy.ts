import type { Granted } from '../stacks/granted.ts';
import type { RecordedCall } from './recorded-aws.ts';

/** Whether a statement allows a call: action, resource and every condition, as IAM evaluates them. */
export function allows({ actions, resources, condition }: Granted, call: RecordedCall): boolean {
  return (
    actions.includes(call.action) &&
    resources.some((resource) => matches(resource, call.resource)) &&
    Object.entries(condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) =>
        holds(operator, call.context[key] ?? [], [values].flat() as string[]),
      ),
    )
  );
}

/** The condition operators that the stacks use; any other is an error of this test. */
function holds(operator: string, given: readonly string[], values: readonly string[]): boolean {
  switch (operator) {
    case 'StringEquals':
      return given.length > 0 && given.every((one) => values.includes(one));
    case 'StringLike':
    case 'ArnLike':
      return given.length > 0 && given.every((one) => values.some((value) => matches(value, one)));
    case 'ForAllValues:StringEquals':
      return given.every((one) => values.includes(one));
    case 'ForAllValues:StringNotLike':
      return given.every((one) => !values.some((value) => matches(value, one)));
    default:
      throw new Error(`the operator ${operator} is not evaluated here`);
  }
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
