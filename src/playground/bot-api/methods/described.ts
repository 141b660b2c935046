/** A result with words beside it, as Telegram gives them for webhooks. */
class Described {
  readonly result: unknown;
  readonly description: string;

  constructor(result: unknown, description: string) {
    this.result = result;
    this.description = description;
  }
}

/** What a handler returns in place of its result to say something with it. */
export function withWords(result: unknown, description: string): unknown {
  return new Described(result, description);
}

/** Takes apart what a handler returned. */
export function described(returned: unknown): {
  readonly result: unknown;
  readonly description?: string;
} {
  return returned instanceof Described ? returned : { result: returned };
}
