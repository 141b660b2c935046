import { type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { sessionKey } from '#kernel/conversation.ts';
import { Fault } from '#kernel/fault.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import type { Gateway, SessionFacts } from '#ports/gateway/port.ts';
import type { Store } from '#ports/store/port.ts';
import { sessionCard, sessionListCard, titleOf } from './session-card.ts';
import { openSession, readSessions, resumeSession } from './sessions.ts';

interface Options {
  readonly gateway: Pick<Gateway, 'facts'>;
  readonly store: Pick<Store, 'projects' | 'settings'>;
  readonly now: () => number;
}

/** `/session [new [title] | list | resume <number>]`: what the agent remembers here, and starting afresh. */
export function sessionCommand(options: Options): Command {
  return {
    name: 'session',
    role: 'developer',
    concerns: 'current',
    listed: true,
    async run({ words: [action, ...rest] }, call) {
      const project = call.conversation.project;
      if (project === undefined || !(await options.store.projects.get(project))) {
        return noProjectCard(call);
      }
      return act(options, project, [action, ...rest], call);
    },
  };
}

/** The buttons of `/session`: of the project that they stand under, whatever is current now. */
export function sessionDoCommand(options: Options): Command {
  return {
    name: 'session_do',
    role: 'developer',
    concerns: 'named',
    listed: false,
    async run({ words: [project = '', ...words] }, call) {
      if (!(await options.store.projects.get(project)))
        return { toast: call.say('dispatch-stale') };
      return act(options, project, words, call);
    },
  };
}

async function act(
  options: Options,
  project: string,
  [action, ...rest]: readonly (string | undefined)[],
  call: Call,
): Promise<Card | Toast> {
  const { conversation, say, requestId } = call;
  const { settings } = options.store;
  if (action === 'new') {
    const made = { title: rest.join(' '), requestId, nowMs: options.now() };
    const session = await openSession(settings, conversation, project, made);
    return { text: say('session-opened', { project, title: titleOf(session, say) }) };
  }
  const sessions = await readSessions(settings, conversation, project);
  if (action === 'resume') {
    const number = /^\d{1,6}$/u.test(rest[0] ?? '') ? Number(rest[0]) : 0;
    const session = await resumeSession(settings, conversation, project, number);
    // Without a number, or with one that is none: the list is the question.
    if (!session) return sessionListCard(project, sessions, say);
    return { text: say('session-resumed', { project, title: titleOf(session, say) }) };
  }
  if (action === 'list') return sessionListCard(project, sessions, say);
  if (action !== undefined) return { text: say('session-unknown', { word: plain(action) }) };
  const session = sessions.list.find(({ number }) => number === sessions.current);
  if (!session) return sessionListCard(project, sessions, say);
  const key = sessionKey(conversation, project, session.number);
  return sessionCard({ project, session, facts: await factsOf(options.gateway, key) }, say);
}

async function factsOf(
  gateway: Options['gateway'],
  key: string,
): Promise<SessionFacts | undefined | 'away'> {
  try {
    return await gateway.facts(key);
  } catch (error) {
    if (error instanceof Fault) return 'away';
    throw error;
  }
}
