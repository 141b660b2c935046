/** What the first bytes look like, in Latin-1. */
const STARTS: readonly (readonly [RegExp, string])[] = [
  [/^\u0089PNG/u, 'image/png'],
  [/^\u00FF\u00D8\u00FF/u, 'image/jpeg'],
  [/^GIF8/u, 'image/gif'],
  [/^RIFF.{4}WEBP/su, 'image/webp'],
  [/^RIFF.{4}WAVE/su, 'audio/wav'],
  [/^OggS/u, 'audio/ogg'],
  [/^ID3|^\u00FF[\u00FB\u00F3\u00F2]/u, 'audio/mpeg'],
  [/^.{4}ftypM4A/su, 'audio/mp4'],
  [/^.{4}ftyp/su, 'video/mp4'],
  [/^.E\u00DF\u00A3/su, 'video/webm'],
];

/**
 * The type of what a browser may show on the page; nothing for what is only saved. By the first
 * bytes, not by the name: SVG and HTML must never be shown as a page of ours.
 */
export function shownType(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  return STARTS.find(([pattern]) => pattern.test(start))?.[1];
}
