/** The page that says which methods of the Bot API the emulator has built, and which it has not. */
export function emulatorMethodsReference(
  declared: readonly string[],
  built: ReadonlySet<string>,
): string {
  const names = declared.toSorted((a, b) => a.localeCompare(b, 'en'));
  const list = (wanted: readonly string[]): string =>
    wanted.map((name) => `- \`${name}\``).join('\n');
  const others = names.filter((name) => !built.has(name));
  return `# Methods of the Bot API emulator

The emulator has built ${built.size} of the ${names.length} methods of the Bot API. It refuses the others with \`400 Bad Request: method … is not supported by this emulator\`. A parameter that a built method does not read is told in its warnings. \`npm run generate:bot-api\` writes this page from \`src/playground/bot-api/methods/table.ts\`.

## Built

${list(names.filter((name) => built.has(name)))}

## Not built

${list(others)}
`;
}
