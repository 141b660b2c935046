import type { Message, Model } from './chat.ts';
import { callTool, describe, type Tools } from './tool.ts';

export interface AgentOptions {
  readonly model: Model;
  readonly tools: Tools;
  /** Who the agent is and how it behaves. */
  readonly instructions: string;
  /** How often the model may be asked for one answer. */
  readonly maxSteps?: number;
  /** Told of each call of a tool before it happens. */
  readonly onCall?: (name: string, args: string) => void;
}

/** A conversation: what was said before counts. One question at a time. */
export interface Agent {
  /** Rejects when the model fails or finds no answer; the question is then forgotten. */
  ask(question: string, signal?: AbortSignal): Promise<string>;
}

/** An agent that calls tools until it has an answer. */
export function createAgent(options: AgentOptions): Agent {
  const { model, tools, instructions, maxSteps = 10, onCall } = options;
  const descriptions = describe(tools);
  let history: readonly Message[] = [{ role: 'system', content: instructions }];

  return {
    async ask(question, signal = new AbortController().signal) {
      const messages: Message[] = [...history, { role: 'user', content: question }];
      for (let step = 1; step <= maxSteps; step += 1) {
        const reply = await model(messages, descriptions, signal);
        messages.push(reply);
        if (!reply.tool_calls) {
          if (!reply.content) throw new Error('The model said nothing.');
          history = messages;
          return reply.content;
        }
        for (const call of reply.tool_calls) {
          onCall?.(call.function.name, call.function.arguments);
          const content = await callTool(tools, call, signal);
          messages.push({ role: 'tool', tool_call_id: call.id, content });
        }
      }
      throw new Error(`No answer after ${maxSteps} steps.`);
    },
  };
}
