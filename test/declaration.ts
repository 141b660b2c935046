/** The text of a file that declares a command, with the lines of its `spec`. */
export function declaration(name: string, ...spec: readonly string[]): string {
  return [
    'apiVersion: openclaw.dev/v1',
    'kind: TelegramCommand',
    `metadata: { name: ${name} }`,
    'spec:',
    ...spec.map((line) => `  ${line}`),
    '',
  ].join('\n');
}
