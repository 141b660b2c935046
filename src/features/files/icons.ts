const ICONS: readonly (readonly [RegExp, string])[] = [
  [/\.(?:png|jpe?g|gif|webp|svg|ico|bmp|heic)$/iu, '🖼'],
  [/\.(?:mp3|ogg|oga|wav|flac|m4a)$/iu, '🎵'],
  [/\.(?:mp4|mov|mkv|webm|avi)$/iu, '🎬'],
  [/\.(?:zip|tar|tgz|gz|xz|7z|rar|zst)$/iu, '🗜'],
  [/\.(?:md|txt|rst|pdf|docx?|odt)$/iu, '📝'],
  [/\.(?:json|ya?ml|toml|ini|csv|xml|sql)$/iu, '🧾'],
];

/** A picture for a file by its name. */
export function iconOf(name: string): string {
  return ICONS.find(([pattern]) => pattern.test(name))?.[1] ?? '📄';
}

/** A size short enough for a button: `1.4M`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'K', 'M', 'G', 'T'];
  let value = bytes;
  let at = 0;
  for (; value >= 1_000 && at < units.length - 1; at += 1) value /= 1_000;
  const digits = at > 0 && value < 10 ? 1 : 0;
  return `${value.toFixed(digits)}${units[at] ?? ''}`;
}
