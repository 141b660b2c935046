import { hasRole } from '#kernel/actor.ts';
import { type Button, type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { sessionKey } from '#kernel/conversation.ts';
import { Fault } from '#kernel/fault.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { shorten } from '#lib/text.ts';
import type { Gateway, Model } from '#ports/gateway/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';
import { currentSession } from './sessions.ts';

interface Options {
  readonly gateway: Pick<Gateway, 'facts' | 'models' | 'chooseModel' | 'openSession'>;
  readonly store: Pick<Store, 'projects' | 'settings'>;
  readonly workspace: Pick<Workspace, 'directory'>;
}

/** Models differ in price: who may release may choose. */
const MAY_CHOOSE = 'releaser';
const OFFERED = 12;

/** `/model [name]`: with what the session here thinks, and what else there is. */
export function modelCommand(options: Options): Command {
  return {
    name: 'model',
    role: 'developer',
    concerns: 'current',
    listed: true,
    async run({ text }, call) {
      const { conversation, actor, say } = call;
      const project = conversation.project;
      if (project === undefined || !(await options.store.projects.get(project))) {
        return noProjectCard(call);
      }
      const mayChoose = hasRole(actor, MAY_CHOOSE, project);
      if (text !== '' && !mayChoose) return { text: say('model-not-yours') };
      return whenThere(say, async () => {
        const session = await currentSession(options.store.settings, conversation, project);
        if (text !== '') return choose(options, { project, session, word: text }, call);
        return modelsCard(options, { project, session, mayChoose }, call);
      });
    },
  };
}

/** The buttons of `/model`: for the session that they stand under. */
export function modelUseCommand(options: Options): Command {
  return {
    name: 'model_use',
    role: MAY_CHOOSE,
    concerns: 'named',
    listed: false,
    async run({ words: [project = '', session = '', word = ''] }, call) {
      const isThere = /^\d{1,6}$/u.test(session) && (await options.store.projects.get(project));
      if (!isThere || word === '') return { toast: call.say('dispatch-stale') };
      return whenThere(call.say, () =>
        choose(options, { project, session: Number(session), word }, call),
      );
    },
  };
}

interface Chosen {
  readonly project: string;
  readonly session: number;
}

async function modelsCard(
  { gateway }: Options,
  { project, session, mayChoose }: Chosen & { readonly mayChoose: boolean },
  { say, conversation }: Call,
): Promise<Card> {
  const [models, facts] = await Promise.all([
    gateway.models(),
    gateway.facts(sessionKey(conversation, project, session)),
  ]);
  const current = models.find(({ id }) => id === facts?.model);
  const name = current?.name ?? facts?.model;
  const head =
    name === undefined
      ? say('model-default', { project })
      : say('model-current', { project, model: plain(name) });
  const rest =
    models.length <= 1 ? 'model-only-one' : mayChoose ? 'model-choose' : 'model-not-yours';
  const others = models.filter((model) => model !== current).slice(0, OFFERED);
  const button = (model: Model): readonly Button[] => [
    {
      label: shorten(`${model.isAvailable ? '' : '⚠️ '}${model.name}`, 40),
      command: 'model_use',
      words: [project, String(session), model.id],
    },
  ];
  return {
    text: `${head}\n\n${say(rest)}`,
    ring: false,
    ...(mayChoose && { buttons: others.map(button) }),
  };
}

async function choose(
  options: Options,
  { project, session, word }: Chosen & { readonly word: string },
  { say, conversation }: Call,
): Promise<Card> {
  const { gateway, workspace } = options;
  const models = await gateway.models();
  const wanted = word.toLowerCase();
  const found = models.filter(({ id, name }) =>
    [id, id.slice(id.indexOf('/') + 1), name].some((each) => each.toLowerCase() === wanted),
  );
  const [model] = found;
  if (!model || found.length > 1) return unknownCard(word, models, say);
  const key = sessionKey(conversation, project, session);
  await gateway.openSession({ key, directory: workspace.directory(project), label: project });
  const isChosen = await gateway.chooseModel(key, model.id);
  if (!isChosen) return unknownCard(word, models, say);
  const warning = model.isAvailable ? '' : `\n\n${say('model-unavailable')}`;
  return { text: say('model-chosen', { project, model: plain(model.name) }) + warning };
}

function unknownCard(word: string, models: readonly Model[], say: Call['say']): Card {
  const names = models.slice(0, OFFERED).map(({ id, name }) => `- ${plain(name)} (${plain(id)})`);
  const text = say('model-unknown', { model: plain(shorten(word, 80)) });
  return { text: `${text}\n\n${names.join('\n')}` };
}

async function whenThere(say: Call['say'], work: () => Promise<Card>): Promise<Card | Toast> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fault) return { text: say('model-away') };
    throw error;
  }
}
