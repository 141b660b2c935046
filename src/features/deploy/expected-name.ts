import type { Conversation } from '#kernel/conversation.ts';
import { EXPECTED_FOR_MS, type Expectation, expectationKey } from '#kernel/expectation.ts';
import type { DeployPorts } from './ports.ts';

const COMMAND = 'deploy_confirm';

/** The next text of that conversation is the name of the project, for that operation. */
export async function expectName(
  { store, now }: Pick<DeployPorts, 'store' | 'now'>,
  { id }: Pick<Conversation, 'id'>,
  operationId: string,
): Promise<void> {
  const untilMs = now() + EXPECTED_FOR_MS;
  const expectation: Expectation = { command: COMMAND, words: [operationId], untilMs };
  await store.settings.set(expectationKey(id), { ...expectation });
}

/** It is not any more, unless it was written already: what comes then is ordinary text. */
export async function forgetName(
  { settings }: Pick<DeployPorts['store'], 'settings'>,
  { id }: Pick<Conversation, 'id'>,
  operationId: string,
): Promise<void> {
  const key = expectationKey(id);
  const stored = (await settings.get(key)) as Expectation | null | undefined;
  const isOurs = stored?.command === COMMAND && stored.words[0] === operationId;
  if (isOurs && stored.takenBy === undefined) await settings.set(key, null);
}
