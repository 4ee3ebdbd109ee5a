/** The SSM parameter, no secret, in which the stack notes the address of a function that can be reached from outside. */
export function addressParameter(prefix: string, functionName: 'ping' | 'web'): string {
  return `/${prefix}/${functionName}-url`;
}
