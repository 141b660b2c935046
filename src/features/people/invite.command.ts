import { isRole, type Role, ROLES } from '#kernel/actor.ts';
import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call, Command, Words } from '#kernel/command.ts';
import { shorten } from '#lib/text.ts';
import type { Invite } from '#ports/store/invites.ts';
import type { Store } from '#ports/store/port.ts';
import { INVITE_TTL_MS, inviteLink, makeInvite, toTtlMs } from './invite.ts';

interface Options {
  readonly store: Pick<Store, 'invites' | 'projects'>;
  /** The bot's name in Telegram, once it is known. */
  readonly botName: () => string | undefined;
  readonly now: () => number;
}

/** Invitations with a button to take them back. */
const SHOWN = 10;
const PROJECTS_SHOWN = 12;

/**
 * `/invite developer my-bot 24h`: a link that lets one person in, once. The owner of a project
 * invites into it.
 */
export function inviteCommand({ store, botName, now }: Options): Command {
  return {
    name: 'invite',
    role: 'owner',
    concerns: (input) => scopeOf(input).project,
    // Whoever reads the link is let in.
    privateOnly: true,
    listed: true,
    async run(input, call) {
      const { say, actor } = call;
      const [first, second] = input.words;
      if (first === 'revoke') {
        const wasThere = second !== undefined && (await store.invites.revoke(second));
        return { toast: say(wasThere ? 'invite-revoked' : 'invite-not-there') };
      }
      if (first === undefined) return listCard(await store.invites.list(now()), call);
      const role = first.toLowerCase();
      if (!isRole(role))
        return askRole(say('invite-no-role', { role: plain(shorten(first, 40)) }), call);
      const { project, ttlWord, isAsked } = scopeOf(input);
      if (!isAsked) return askScope(role, await projectNames(store), call);
      if (project !== undefined && !(await store.projects.get(project))) {
        return { text: say('use-unknown', { name: plain(shorten(project, 80)) }) };
      }
      const ttlMs = ttlWord === undefined ? INVITE_TTL_MS : toTtlMs(ttlWord);
      if (ttlMs === undefined) return { text: say('invite-bad-time') };
      const wish = { role, createdBy: actor.id, ttlMs, ...(project !== undefined && { project }) };
      const { invite, code } = await makeInvite(store, wish, now);
      return madeCard(invite, inviteLink(code, botName()), call);
    },
  };
}

/** What stands behind the role: `my-bot 24h`, `all`, `24h`. A time alone means every project. */
function scopeOf({ words: [, second, third] }: Words): {
  readonly project: string | undefined;
  readonly ttlWord: string | undefined;
  readonly isAsked: boolean;
} {
  if (second === undefined) return { project: undefined, ttlWord: undefined, isAsked: false };
  if (toTtlMs(second) !== undefined && third === undefined) {
    return { project: undefined, ttlWord: second, isAsked: true };
  }
  return { project: second === 'all' ? undefined : second, ttlWord: third, isAsked: true };
}

async function projectNames(store: Pick<Store, 'projects'>): Promise<readonly string[]> {
  return (await store.projects.list()).map(({ name }) => name).slice(0, PROJECTS_SHOWN);
}

function madeCard({ id, role, project, expiresAtMs }: Invite, link: string, { say }: Call): Card {
  const words = { role, link, until: { atMs: expiresAtMs } };
  return {
    text:
      project === undefined
        ? say('invite-made', words)
        : say('invite-made-project', { ...words, project }),
    buttons: [[{ label: say('invite-revoke'), command: 'invite', words: ['revoke', id] }]],
  };
}

function listCard(open: readonly Invite[], call: Call): Card {
  const { say } = call;
  const rows = open.map(({ id, role, project, expiresAtMs }) =>
    say('invite-line', {
      id,
      role,
      project: project ?? say('invite-everywhere'),
      until: { atMs: expiresAtMs },
    }),
  );
  const buttons = open
    .slice(0, SHOWN)
    .map(({ id, role }): readonly Button[] => [
      { label: say('invite-revoke-one', { id, role }), command: 'invite', words: ['revoke', id] },
    ]);
  const title = open.length === 0 ? say('invite-none') : say('invite-open', { count: open.length });
  const asked = askRole([title, rows.join('\n')].filter((part) => part !== '').join('\n\n'), call);
  return { ...asked, buttons: [...buttons, ...(asked.buttons ?? [])] };
}

function askRole(before: string, { say }: Call): Card {
  const row = ROLES.map((role): Button => ({ label: role, command: 'invite', words: [role] }));
  return { text: `${before}\n\n${say('invite-ask-role')}`, buttons: [row] };
}

function askScope(role: Role, projects: readonly string[], { say }: Call): Card {
  const rows = projects.map((name): readonly Button[] => [
    { label: name, command: 'invite', words: [role, name] },
  ]);
  const all: Button = { label: say('invite-everywhere'), command: 'invite', words: [role, 'all'] };
  return { text: say('invite-ask-scope', { role }), buttons: [...rows, [all]] };
}
