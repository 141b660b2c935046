import { run } from '../src/cli.ts';

/** What the tool prints for these arguments when `input` comes in. */
export async function outputOf(args: readonly string[], ...input: string[]): Promise<string> {
  let output = '';
  await run(args, {
    input: (async function* () {
      for (const chunk of input) yield Buffer.from(chunk);
    })(),
    print: (text) => (output += text),
  });
  return output;
}
