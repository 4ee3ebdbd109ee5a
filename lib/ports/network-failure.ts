/** System calls that come before anything is sent. */
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo']);

/**
 * Whether a request that failed with this error cannot have arrived: no connection came about. Any other failure of
 * the network leaves that open. Looks into causes, and at every address that was tried.
 */
export function isUnsent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isUnsent);
  const { syscall, code } = error as NodeJS.ErrnoException;
  if (BEFORE_SENDING.has(syscall ?? '') || code === 'UND_ERR_CONNECT_TIMEOUT') return true;
  return isUnsent(error.cause);
}

/** Whether the code is of a certificate that does not hold, or of a peer that does not speak TLS. */
export function isUntrusted(code: string): boolean {
  return /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$)/.test(code);
}

/** The innermost error's code, such as ECONNRESET; the error's name where there is none. Never its text. */
export function failureCode(error: unknown): string {
  if (!(error instanceof Error)) return 'no error at all';
  if (error.cause instanceof Error) return failureCode(error.cause);
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
