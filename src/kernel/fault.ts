/** Every way the bot can fail on its own account. `fault-<code>` in `locales/` has the words. */
export type FaultCode =
  | 'backup-failed'
  | 'config-invalid'
  | 'deploy-failed'
  | 'gateway-unreachable'
  | 'gateway-refused'
  | 'git-failed'
  | 'install-failed'
  | 'lease-lost'
  | 'sandbox-failed'
  | 'secrets-failed'
  | 'store-failed'
  | 'telegram-failed';

/**
 * A fault: something broke that the person in the chat did not cause.
 *
 * Refusals ("not allowed", "no such project") are not faults: they are values that a use case
 * returns, so that the compiler makes every caller answer them.
 */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  /** For the log and for the operator; may hold paths, so the chat shows `fault-<code>` instead. */
  readonly detail: string;

  constructor(code: FaultCode, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options);
    this.code = code;
    this.detail = detail;
  }
}
