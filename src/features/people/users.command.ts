import { type Actor, isRole, type Role, ROLES } from '#kernel/actor.ts';
import {
  ACCESS,
  ACCESS_REQUESTS,
  accessButtons,
  type AccessRequest,
  placesTaken,
  toAccess,
  toAccessRequests,
} from '#kernel/access.ts';
import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import type { Store } from '#ports/store/port.ts';
import type { People } from './people.ts';
import { describeActor } from './words.ts';

interface Options {
  readonly people: People;
  readonly store: Pick<Store, 'settings'>;
}

/** People listed, and people with a button, at once; `/users <name or id>` reaches everybody. */
const LISTED = 60;
const WITH_BUTTON = 20;
/** Of those who ask to be let in. */
const ASKING = 5;

/** `/users`: who is let in and may do what, and who asks to be, with a tap to change it. `/users vera`: one of them. */
export function usersCommand({ people, store }: Options): Command {
  return {
    name: 'users',
    role: 'owner',
    concerns: 'bot',
    privateOnly: true,
    listed: true,
    async run({ words }, { say }) {
      // A button names a person by id and what is to be confirmed behind it.
      const last = words.at(-1);
      const isWish = words.length > 1 && (last === 'none' || isRole(last));
      const who = words.slice(0, isWish ? -1 : undefined).join(' ');
      if (who === '') {
        const access = toAccess(await store.settings.get(ACCESS));
        const requests = toAccessRequests(await store.settings.get(ACCESS_REQUESTS));
        const asking = requests.filter(({ isRefused }) => !isRefused);
        return withAsking(listCard(await people.list(), access, say), asking, say);
      }
      const person = await people.find(who);
      if (!person) return { text: say('users-unknown', { name: plain(shorten(who, 80)) }) };
      return isWish && last !== undefined
        ? confirmCard(person, last, say)
        : personCard(person, say);
    },
  };
}

/** Who asks stands on cards of their own too; those may be far up, or came before an owner did. */
function withAsking(card: Card, asking: readonly AccessRequest[], say: Say): Card {
  if (asking.length === 0) return card;
  const shown = asking.slice(0, ASKING);
  const rows = shown.map(({ id, name }, at) => {
    const wish = say('access-request', { name: plain(shorten(name, 60)), id: String(id) });
    return `${at + 1}\\. ${wish}`;
  });
  const buttons = shown.map((each, at) =>
    accessButtons(each, say)
      .flat()
      .map((button): Button => ({ ...button, label: `${at + 1} ${button.label}` })),
  );
  return {
    text: [say('users-asking', { count: asking.length }), rows.join('\n'), card.text].join('\n\n'),
    buttons: [...buttons, ...(card.buttons ?? [])],
  };
}

function listCard(
  all: Awaited<ReturnType<People['list']>>,
  { stage, cap }: ReturnType<typeof toAccess>,
  say: Say,
): Card {
  const others = placesTaken(all);
  const rows = all.slice(0, LISTED).map((each) => `- ${describeActor(each, say)}`);
  const hidden = all.length - rows.length;
  const more = hidden > 0 ? [say('users-more', { count: hidden })] : [];
  const buttons = all
    .filter((each) => !each.isConfigured)
    .slice(0, WITH_BUTTON)
    .map((each): readonly Button[] => [
      { label: shorten(each.name, 40), command: 'users', words: [String(each.id)] },
    ]);
  const invite: Button = { label: say('users-invite'), command: 'invite', words: [] };
  const access: Button = { label: say('users-access'), command: 'access', words: [] };
  return {
    text: [
      say('users-title', { count: all.length }),
      rows.join('\n'),
      ...more,
      say(`users-stage-${stage}`, { others, cap }),
    ].join('\n\n'),
    buttons: [...buttons, [invite, access]],
  };
}

function personCard(actor: Actor & { readonly isConfigured?: true }, say: Say): Card {
  const text = describeActor(actor, say);
  if (actor.isConfigured) return { text: `${text}\n\n${say('role-configured')}` };
  const id = String(actor.id);
  const to = (role: Role): Button => {
    const isOwner = role === 'owner';
    // What is hard to take back is asked once more.
    return {
      label: say(`users-make-${role}`),
      command: isOwner ? 'users' : 'role',
      words: [id, role],
    };
  };
  const isNow = (role: Role) => role === actor.role && !actor.confined;
  const roles = ROLES.filter((role) => !isNow(role)).map(to);
  const projects = Object.entries(actor.projectRoles ?? {}).map(
    ([project, role]): readonly Button[] => [
      {
        label: say('users-drop-project', { project, role }),
        command: 'role',
        words: [id, 'none', project],
      },
    ],
  );
  const remove: Button = {
    label: say('users-remove'),
    command: 'users',
    words: [id, 'none'],
    style: 'danger',
  };
  return {
    text: `${text}\n\n${say('users-project-hint', { id })}`,
    buttons: [roles, ...projects, [remove]],
  };
}

function confirmCard(actor: Actor, role: string, say: Say): Card {
  const words = [String(actor.id), role];
  return {
    text: say(role === 'none' ? 'users-confirm-none' : 'users-confirm', {
      name: plain(actor.name),
      role,
    }),
    buttons: [
      [
        { label: say('users-yes'), command: 'role', words, style: 'danger' },
        { label: say('users-no'), command: 'users', words: [String(actor.id)] },
      ],
    ],
  };
}
