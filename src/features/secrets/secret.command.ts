import { hasRole } from '#kernel/actor.ts';
import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { rootOf } from '#kernel/project.ts';
import { MIN_SECRET_CHARS } from '#lib/mask/encodings.ts';
import type { Masker } from '#lib/mask/masker.ts';
import { isRemoteSecret, type ProjectSecrets } from '#ports/secrets/port.ts';
import type { Store } from '#ports/store/port.ts';
import { type SecretIntake, WAIT_MS } from './intake.ts';
import { toSecretName } from './names.ts';

interface Options {
  readonly secrets: ProjectSecrets;
  readonly intake: SecretIntake;
  readonly store: Pick<Store, 'projects' | 'actors'>;
  readonly masker: Pick<Masker, 'add'>;
  readonly now: () => number;
}

const MOST_CHARS = 16_384;

/** `/secret set NAME`, `/secret list`, `/secret remove NAME`: values for deploys, and for the repository. */
export function secretCommand(options: Options): Command {
  const { secrets, intake, store } = options;
  return {
    name: 'secret',
    role: 'releaser',
    concerns: 'current',
    privateOnly: true,
    listed: true,
    async run({ words: [action, name] }, call) {
      const { say, conversation } = call;
      if (action === 'keep') return keepAsked(options, call);
      if (action === 'cancel') {
        await intake.wait(conversation.id, undefined);
        return { text: say('secret-canceled') };
      }
      const project =
        conversation.project && (await store.projects.get(rootOf(conversation.project)));
      if (!project) return withFate({ text: say('secret-no-project') }, options, call);
      if (action === 'set' && name !== undefined) return set(project.name, name, options, call);
      if (action === 'remove' && name !== undefined) {
        const known = toSecretName(name);
        const removed = 'name' in known && (await secrets.remove(project.name, known.name));
        const shown = 'name' in known ? known.name : known.shown;
        const words = { name: plain(shown), project: project.name };
        if (!removed) return { text: say('secret-unknown', words) };
        return { text: say('secret-removed', { ...words, use: useOf(shown) }) };
      }
      const usage = say('secret-usage', { project: project.name });
      if (action !== undefined && action !== 'list') return { text: usage };
      return listCard(project.name, usage, options, call);
    },
  };
}

async function set(project: string, typed: string, options: Options, call: Call): Promise<Card> {
  const { intake, now } = options;
  const { say, conversation, requestId } = call;
  const known = toSecretName(typed);
  if ('problem' in known) {
    const text = say(`secret-${known.problem === 'bad' ? 'bad-name' : 'reserved'}`, {
      name: known.shown,
    });
    return withFate({ text }, options, call);
  }
  const { name } = known;
  const value = intake.held(requestId)?.value;
  if (value !== undefined) return keep({ project, name, value }, options, call);
  await intake.wait(conversation.id, { project, name, askedAtMs: now() });
  const cancel: Button = { label: say('secret-cancel'), command: 'secret', words: ['cancel'] };
  const minutes = WAIT_MS / 60_000;
  return { text: say('secret-ask', { name: plain(name), project, minutes }), buttons: [[cancel]] };
}

/** The message after `/secret set NAME`. */
async function keepAsked(options: Options, call: Call): Promise<Card> {
  const { intake, now } = options;
  const { say, conversation, requestId, actor } = call;
  const wait = await intake.waitOf(conversation.id);
  const held = intake.held(requestId);
  if (!wait || !held) return { text: say('secret-not-asked') };
  const { project, name, askedAtMs } = wait;
  // The current project may be another one by now, and so may the role.
  if (!hasRole(actor, 'releaser', project)) {
    await intake.wait(conversation.id, { ...wait, takenBy: requestId });
    return withFate({ text: say('secret-not-asked') }, options, call);
  }
  const isLate = wait.isLate ?? (now() - askedAtMs > WAIT_MS && wait.takenBy === undefined);
  if (isLate) {
    // Told once: what comes next is not taken for the value any more.
    await intake.wait(conversation.id, { ...wait, isLate, takenBy: requestId });
    return withFate({ text: say('secret-late', { name: plain(name) }) }, options, call);
  }
  if (held.value === undefined || held.value === '') {
    return withFate({ text: say('secret-empty', { name: plain(name) }) }, options, call);
  }
  const card = await keep({ project, name, value: held.value }, options, call);
  // Last: a crash before this brings the same message once more, and it is taken once more.
  await intake.wait(conversation.id, { ...wait, takenBy: requestId });
  return card;
}

async function keep(
  { project, name, value }: { project: string; name: string; value: string },
  options: Options,
  call: Call,
): Promise<Card> {
  const { say, actor } = call;
  if (value.length > MOST_CHARS || value.includes('\0')) {
    return withFate({ text: say('secret-too-long', { characters: MOST_CHARS }) }, options, call);
  }
  // First, so that no error on the way can show it.
  const isMasked = options.masker.add(value, 'project');
  await options.secrets.set(project, name, value, actor.id);
  const isShort = value.trim().length < MIN_SECRET_CHARS;
  const why = isShort ? say('secret-short', { characters: MIN_SECRET_CHARS }) : say('secret-plain');
  const kept = say('secret-kept', { name: plain(name), project, use: useOf(name) });
  const text = isMasked ? kept : `${kept}\n\n${why}`;
  return withFate({ text }, options, call);
}

/** Who gets the value. */
function useOf(name: string): 'deploys' | 'repository' {
  return isRemoteSecret(name) ? 'repository' : 'deploys';
}

/** Adds what became of the message that carried a value. */
function withFate(card: Card, { intake }: Options, { requestId, say }: Call): Card {
  const held = intake.held(requestId);
  if (!held) return card;
  const fate = say(held.isDeleted ? 'secret-deleted' : 'secret-not-deleted');
  return { ...card, text: `${card.text}\n\n${fate}` };
}

async function listCard(
  project: string,
  usage: string,
  { secrets, store }: Options,
  { say }: Call,
): Promise<Card> {
  const list = await secrets.list(project);
  if (list.length === 0) return { text: say('secret-none', { project }) };
  const lines = await Promise.all(
    list.map(async ({ name, setAtMs, setBy }) => {
      const by = (await store.actors.get(setBy))?.name ?? String(setBy);
      const at = new Date(setAtMs).toISOString().slice(0, 10);
      return say('secret-line', { name: plain(name), at, by: plain(by), use: useOf(name) });
    }),
  );
  const buttons = list.map(({ name }): readonly Button[] => [
    {
      label: say('secret-remove', { name }),
      command: 'secret',
      words: ['remove', name],
      style: 'danger',
    },
  ]);
  const text = [say('secret-list', { project }), lines.join('\n'), usage].join('\n\n');
  return { text, buttons };
}
