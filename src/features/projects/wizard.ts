import type { Card } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { EXPECTED_FOR_MS, expectationKey } from '#kernel/expectation.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';
import type { Begin } from './begin.ts';
import { namesLike, problemWith } from './naming.ts';
import { addressCard, kindsCard, nameCard, nameProblem } from './wizard-cards.ts';

/** What the wizard works with. */
export interface WizardOptions {
  readonly chat: Chat;
  readonly store: Pick<Store, 'projects' | 'settings'>;
  readonly workspace: Workspace;
  readonly now: () => number;
  readonly begin: Begin;
}

const SUGGESTIONS = 3;

/** One card that asks step by step what `/new` needs: kind, then name; or the address of a repository. */
export interface Wizard {
  home(id: string, call: Call, wrong?: string): Promise<void>;
  /** `tried`: a name that somebody wanted and that will not do. */
  name(id: string, archetype: string, call: Call, tried?: string): Promise<void>;
  address(id: string, call: Call, problem?: string): Promise<void>;
  /** Takes the name, or asks again. */
  take(id: string, archetype: string, name: string, call: Call): Promise<void>;
  takeAddress(id: string, words: readonly string[], call: Call): Promise<void>;
  close(id: string, call: Call, text: string): Promise<void>;
}

/** Fit to name the card of a request. */
export function wizardId({ requestId }: Pick<Call, 'requestId'>): string {
  return requestId.replaceAll(/[^\w]+/gu, '-').slice(-60);
}

export function createWizard(options: WizardOptions): Wizard {
  const { chat, store, workspace, now, begin } = options;
  const key = (id: string, { conversation }: Call) => `new:${conversation.id}:${id}`;
  const show = (id: string, call: Call, card: Card) =>
    chat.show(call.conversation, key(id, call), card);
  const expect = ({ conversation }: Call, words: readonly string[] | undefined) => {
    const untilMs = now() + EXPECTED_FOR_MS;
    const wanted = words && { command: 'new_step', words: [...words], untilMs };
    return store.settings.set(expectationKey(conversation.id), wanted ?? null);
  };

  const wizard: Wizard = {
    async home(id, call, wrong) {
      await expect(call, undefined);
      const { say, conversation } = call;
      const archetypes = await workspace.archetypes();
      await show(id, call, kindsCard(id, archetypes, wrong, say, conversation.language));
    },
    async name(id, archetype, call, tried) {
      await expect(call, [id, 'name', archetype]);
      const why = tried === undefined ? undefined : await problemWith(tried, options);
      const near = tried === undefined ? [] : await namesLike(tried, options);
      const stem = archetype.split('-').at(-1) ?? archetype;
      const free = near.length > 0 ? near : await namesLike(`my-${stem}`, options, SUGGESTIONS);
      const problem = tried !== undefined && why ? nameProblem(tried, why, call.say) : undefined;
      await show(id, call, nameCard(id, archetype, free, problem, call.say));
    },
    async address(id, call, problem) {
      await expect(call, [id, 'from']);
      await show(id, call, addressCard(id, problem, call.say));
    },
    async take(id, archetype, name, call) {
      if (!(await begin.started(call))) {
        if (await problemWith(name, options)) return wizard.name(id, archetype, call, name);
        // Refused for want of room, it can be written again: the question stays open.
        await expect(call, [id, 'name', archetype]);
        await begin.fromTemplate({ archetype, name }, call);
      }
      await expect(call, undefined);
      await wizard.close(id, call, call.say('new-chosen', { archetype, name }));
    },
    async takeAddress(id, words, call) {
      let name = await begin.started(call);
      if (name === undefined) {
        const wanted = await begin.readAddress(words, call);
        if (wanted.kind === 'bad') return wizard.address(id, call, wanted.problem);
        await expect(call, [id, 'from']);
        await begin.fromRepository({ ...wanted, isTemplate: false }, call);
        ({ name } = wanted);
      }
      await expect(call, undefined);
      await wizard.close(id, call, call.say('new-chosen-address', { name }));
    },
    close: (id, call, text) => chat.close(call.conversation, key(id, call), { text }),
  };
  return wizard;
}

/** The buttons of the wizard, and what is written in answer to it. */
export function newStepCommand(wizard: Wizard, { store, workspace }: WizardOptions): Command {
  return {
    name: 'new_step',
    role: 'developer',
    concerns: 'bot',
    listed: false,
    async run({ words: [id = '', view, archetype, name], text, isFreeText }, call) {
      const { say, conversation } = call;
      const archetypes = await workspace.archetypes();
      const isKind = archetypes.some((each) => each.name === archetype);
      if (!/^[\w-]{1,60}$/u.test(id)) return { toast: say('dispatch-stale') };
      switch (view ?? '') {
        case 'home':
          await wizard.home(id, call);
          return undefined;
        case 'from': {
          await (isFreeText
            ? wizard.takeAddress(id, text.trim().split(/\s+/u), call)
            : wizard.address(id, call));
          return undefined;
        }
        case 'cancel':
          await store.settings.set(expectationKey(conversation.id), null);
          await wizard.close(id, call, say('new-canceled'));
          return undefined;
        case 'kind':
        case 'name': {
          if (archetype === undefined || !isKind) return { toast: say('dispatch-stale') };
          const wanted = isFreeText ? text.trim() : name;
          await (wanted === undefined
            ? wizard.name(id, archetype, call)
            : wizard.take(id, archetype, wanted, call));
          return undefined;
        }
        default:
          return { toast: say('dispatch-stale') };
      }
    },
  };
}
