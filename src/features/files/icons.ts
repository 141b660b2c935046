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
