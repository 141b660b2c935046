/** Where a file is to go, by the words that came with it. */
export interface Wish {
  /** As it was typed; empty: the project's own folder. */
  readonly to: string;
}

/** Quoted, or one word that looks like a path: `save it in the header` is for the agent. */
const PATH = String.raw`(?:"(?<a>[^"\n]+)"|«(?<b>[^»\n]+)»|${'`'}(?<c>[^${'`'}\n]+)${'`'}|(?<d>\S*[./]\S*?))`;
const ENGLISH = new RegExp(
  String.raw`^(?:please\s+)?(?:save|put|store|upload)(?:\s+(?:it|this|these|them|the|file|files|picture|photo))*\s+(?:as|to|in|into|at|under)\s+${PATH}[!]?$`,
  'iu',
);
const RUSSIAN = new RegExp(
  String.raw`^(?:пожалуйста,?\s+)?(?:сохрани|сохранить|положи|положить|запиши|загрузи|загрузить)(?:те)?(?:\s+(?:это|эти|его|её|ее|их|файл|файлы|картинку|фото))*\s+(?:в|во|как|под\s+именем|на)\s+${PATH}[!]?$`,
  'iu',
);
const UPLOAD = /^\/upload(?:@\w+)?(?:\s+(?<to>\S[^\n]*))?$/iu;
const COMMAND = /^\/(?:code|receive)(?:@\w+)?(?:\s+|$)/iu;

/** The place that a caption names; `undefined`: it is a request to the agent, or nothing. */
export function toWish(caption: string): Wish | undefined {
  const text = caption.trim();
  const upload = UPLOAD.exec(text);
  if (upload) return { to: unquoted(upload.groups?.['to'] ?? '') };
  const { a, b, c, d } = (ENGLISH.exec(text) ?? RUSSIAN.exec(text))?.groups ?? {};
  const to = a ?? b ?? c ?? d;
  return to === undefined ? undefined : { to: to.trim() };
}

/** What a caption asks of the agent: without the command that only says so. */
export function toQuestion(caption: string): string {
  return caption.trim().replace(COMMAND, '').trim();
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["«`])(.*)["»`]$/u, '$2');
}
