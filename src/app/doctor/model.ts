import { z } from 'zod';
import { modelSettings } from '#ports/gateway/embedded/model.ts';
import type { Gateway } from '#ports/gateway/port.ts';
import type { Model } from '../config.ts';
import { broken, type Finding, ok, unknown } from './finding.ts';

const ANSWER_MS = 3_000;

const tags = z.object({ models: z.array(z.object({ name: z.string() })) });

/** The model behind the embedded gateway, as far as it can be looked at without paying for it. */
export async function checkModel(model: Model): Promise<Finding> {
  switch (model.kind) {
    case 'none': {
      const keys = 'ANTHROPIC_API_KEY, OPENAI_API_KEY or OLLAMA_URL (MODEL=demo to try things out)';
      return broken('no model is configured, so the agent cannot think', `set ${keys}`);
    }
    case 'demo':
      return ok('the model is the built-in demo');
    case 'ollama':
      return checkOllama(model.url);
    case 'anthropic':
    case 'openai':
      return unknown(
        `the model is ${model.kind}; whether its key is good was not looked at`,
        'the first request shows it',
      );
  }
}

/** Whether a gateway of one's own has a model that could answer. */
export async function checkOffered({ models }: Pick<Gateway, 'models'>): Promise<Finding> {
  const offered = await models().catch(() => undefined);
  if (!offered) return unknown('the gateway did not say which models it has');
  const able = offered.filter(({ isAvailable }) => isAvailable);
  if (able.length > 0) return ok(`the gateway has a model: ${able.map(({ id }) => id).join(', ')}`);
  return broken('the gateway has no model that could answer', 'configure one in that gateway');
}

async function checkOllama(url: string): Promise<Finding> {
  const wanted = modelSettings({ kind: 'ollama', url }).primary.replace('ollama/', '');
  const root = url.replace(/\/+(?:v1\/*)?$/u, '');
  try {
    const answer = await fetch(`${root}/api/tags`, { signal: AbortSignal.timeout(ANSWER_MS) });
    const names = tags.parse(await answer.json()).models.map(({ name }) => name);
    if (names.some((name) => name === wanted || name === `${wanted}:latest`))
      return ok(`the model is ${wanted} of Ollama`);
    return broken(`Ollama has no model ${wanted}`, `run: ollama pull ${wanted}`);
  } catch {
    return broken('Ollama does not answer at OLLAMA_URL', 'start it, and check OLLAMA_URL');
  }
}
