import { constants } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { createAgent } from './agent.ts';
import { connectModel } from './model.ts';
import { loadTools } from './tool.ts';

const INSTRUCTIONS = 'You are a helpful assistant. Use your tools rather than guess. Be brief.';

const { MODEL_URL: url, MODEL_NAME: name, MODEL_KEY: key } = process.env;
if (!url || !name) {
  console.error(
    'MODEL_URL and MODEL_NAME are not set. Example: ' +
      'MODEL_URL=https://api.openai.com/v1 MODEL_NAME=gpt-5 MODEL_KEY=... npm start -- "What time is it?"',
  );
  process.exit(1);
}

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopping.abort();
    process.exit(128 + constants.signals[signal]);
  });
}

const agent = createAgent({
  model: connectModel({ url: url.replace(/\/+$/, ''), name, ...(key && { key }) }),
  tools: await loadTools(),
  instructions: INSTRUCTIONS,
  onCall: (tool, args) => console.error(`· ${tool} ${args}`),
});

/** Whether there was an answer. It alone goes to standard output. */
async function answer(question: string): Promise<boolean> {
  try {
    console.log(await agent.ask(question, stopping.signal));
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

const question = process.argv.slice(2).join(' ');
if (question !== '') {
  process.exitCode = (await answer(question)) ? 0 : 1;
} else {
  // One question a line, until the end of the input.
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() !== '') await answer(line);
  }
}
