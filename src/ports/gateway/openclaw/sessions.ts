import { z } from 'zod';
import type { Gateway, Model } from '../port.ts';
import type { Connection } from './connection.ts';

const described = z.object({
  session: z
    .object({
      modelProvider: z.string().optional(),
      model: z.string().optional(),
      totalTokens: z.number().optional(),
      contextTokens: z.number().optional(),
      estimatedCostUsd: z.number().optional(),
    })
    .nullable(),
});

const transcript = z.object({ totalMessages: z.number() });

const offered = z.object({
  models: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      provider: z.string(),
      available: z.boolean().optional(),
      contextWindow: z.number().optional(),
      manualSelectionAllowed: z.boolean().optional(),
    }),
  ),
});

/** What sessions are, and with which model they think. */
export function sessionDesk(links: {
  readonly admin: Pick<Connection, 'request'>;
  readonly worker: Pick<Connection, 'request'>;
}): Pick<Gateway, 'facts' | 'models' | 'chooseModel'> {
  const { admin, worker } = links;

  const models = async (): Promise<readonly Model[]> => {
    const list = offered.parse(await worker.request('models.list', { view: 'configured' })).models;
    return list
      .filter(({ manualSelectionAllowed }) => manualSelectionAllowed !== false)
      .map(({ provider, id, name, available, contextWindow }) => ({
        id: `${provider}/${id}`,
        name,
        isAvailable: available !== false,
        ...(contextWindow === undefined ? {} : { contextTokens: contextWindow }),
      }));
  };

  return {
    models,

    async facts(sessionKey) {
      const answer = await worker.request('sessions.describe', { key: sessionKey });
      const { session } = described.parse(answer);
      if (!session) return undefined;
      const { modelProvider, model, totalTokens, contextTokens, estimatedCostUsd } = session;
      const page = { sessionKey, limit: 1, maxChars: 1 };
      const { totalMessages } = transcript.parse(await admin.request('chat.history', page));
      return {
        messages: totalMessages,
        ...(model === undefined
          ? {}
          : { model: modelProvider === undefined ? model : `${modelProvider}/${model}` }),
        ...(totalTokens === undefined ? {} : { usedTokens: totalTokens }),
        ...(contextTokens === undefined ? {} : { contextTokens }),
        // The gateway writes 0 for a model without a price.
        ...(estimatedCostUsd ? { costUsd: estimatedCostUsd } : {}),
      };
    },

    async chooseModel(sessionKey, modelId) {
      // The gateway takes any name, and each later run fails by it.
      if (!(await models()).some(({ id }) => id === modelId)) return false;
      await worker.request('sessions.patch', { key: sessionKey, model: modelId });
      return true;
    },
  };
}
