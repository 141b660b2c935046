const EXTENSIONS: Readonly<Record<string, string>> = {
  bash: 'sh',
  console: 'txt',
  csharp: 'cs',
  docker: 'dockerfile',
  golang: 'go',
  javascript: 'js',
  kotlin: 'kt',
  markdown: 'md',
  patch: 'diff',
  plaintext: 'txt',
  python: 'py',
  ruby: 'rb',
  rust: 'rs',
  shell: 'sh',
  text: 'txt',
  typescript: 'ts',
  yml: 'yaml',
  zsh: 'sh',
};

/** The file extension for a code fence's info string; `txt` when it names none. */
export function fileExtension(info = ''): string {
  const language = /^[a-z\d]{1,12}(?=\s|$)/iu.exec(info)?.[0].toLowerCase() ?? 'txt';
  return Object.hasOwn(EXTENSIONS, language) ? (EXTENSIONS[language] ?? 'txt') : language;
}
