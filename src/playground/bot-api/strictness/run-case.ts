import type { ApiResponse, ResponseParameters } from '@grammyjs/types';
import type { Payload, StrictnessCase } from './case.ts';
import { makeScene, type Scene } from './scene.ts';

/** What a case got, in the form in which it says what it expects. */
export interface Outcome {
  /** Code and description, or `accepted: ` and the result. */
  readonly refusal: string;
  readonly parameters?: ResponseParameters;
}

/** Builds a scene, does what the case does, and says what came back. @throws what the scene throws */
export async function runCase(tried: StrictnessCase): Promise<Outcome> {
  const given = makeScene(tried.limits ?? 'off');
  try {
    return toOutcome(await askIn(given, tried));
  } finally {
    await given.close();
  }
}

/** Makes the refused call in that scene. */
export async function askIn(given: Scene, tried: StrictnessCase): Promise<ApiResponse<unknown>> {
  if ('ask' in tried) return tried.ask(given);
  return given.call(tried.method, await payloadIn(given, tried.payload));
}

async function payloadIn(
  given: Scene,
  payload: Payload | ((given: Scene) => Payload | Promise<Payload>),
): Promise<Payload> {
  return typeof payload === 'function' ? payload(given) : payload;
}

/** What the case must get. */
export function expectedOutcome({ refusal, parameters }: StrictnessCase): Outcome {
  return { refusal, ...(parameters ? { parameters } : {}) };
}

/** The answer in the words of the cases. */
export function toOutcome(answer: ApiResponse<unknown>): Outcome {
  if (answer.ok) return { refusal: `accepted: ${JSON.stringify(answer.result)}` };
  const { error_code: code, description, parameters } = answer;
  return { refusal: `${code} ${description}`, ...(parameters ? { parameters } : {}) };
}

/** Names the case in reports. */
export function titleOf({ source, what, method }: StrictnessCase): string {
  return `${method}: ${what} (${source})`;
}
