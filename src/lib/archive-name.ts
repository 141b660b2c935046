const TAR = /\.(?:tar|tgz|tar\.gz)$/iu;

/** What kind of archive a file is by its name; `undefined` for everything else. */
export function isArchive(name: string): 'zip' | 'tar' | undefined {
  if (/.\.zip$/iu.test(name)) return 'zip';
  return name.length > 4 && TAR.test(name) ? 'tar' : undefined;
}

/** The name of the folder that an archive becomes. */
export function stemOf(name: string): string {
  const stem = name
    .replace(/\.zip$/iu, '')
    .replace(TAR, '')
    .replace(/[\s.]+$/u, '');
  return stem === '' ? 'unpacked' : stem;
}
