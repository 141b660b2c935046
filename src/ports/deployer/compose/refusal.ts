/** Why a project's own file is not used: which file, which key, what is allowed. */
export interface Refusal {
  readonly kind: 'refused';
  /** One line; quotes untrusted names. */
  readonly detail: string;
}

/** `compose.yaml: services.web.privileged is not allowed`. */
export function refusal(file: string, key: string, reason: string): Refusal {
  return { kind: 'refused', detail: `${file}: ${key === '' ? '' : `${key} `}${reason}` };
}

/** Says whether it has keys. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
