import { ACCESS, type Stage, toAccess } from '#kernel/access.ts';
import { type Actor, hasRole, isRole, type Role, ROLES } from '#kernel/actor.ts';
import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call, Command, Words } from '#kernel/command.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Say } from '#kernel/language.ts';
import { isTask, rootOf } from '#kernel/project.ts';
import { shorten } from '#lib/text.ts';
import type { Invite } from '#ports/store/invites.ts';
import type { Store } from '#ports/store/port.ts';
import { isBacked } from '#ports/store/standing.ts';
import { invitePicture } from './invite-picture.ts';
import { INVITE_TTL_MS, inviteLink, makeInvite, scopeOf, toTtlMs } from './invite.ts';

interface Options {
  readonly store: Pick<Store, 'actors' | 'invites' | 'projects' | 'settings'>;
  /** Telegram user ids of `OWNER_IDS`. */
  readonly ownerIds: readonly number[];
  /** The bot's name in Telegram, once it is known. */
  readonly botName: () => string | undefined;
  readonly now: () => number;
}

/** Invitations with a button to take them back. */
const SHOWN = 10;
const PROJECTS_SHOWN = 12;
const REVOKE = 'revoke';

/**
 * `/invite developer my-bot 24h`: a link that lets one person in, once, and the picture of it. The
 * owner of a project invites into it: into the current one, where they name none.
 */
export function inviteCommand({ store, ownerIds, botName, now }: Options): Command {
  /** Those that let somebody in: not those of who may not invite any more. */
  const open = async (actor: Actor): Promise<readonly Invite[]> => {
    const stored = await store.invites.list(now());
    const all = stored.filter(({ project }) => hasRole(actor, 'owner', project));
    const areBacked = await Promise.all(all.map((each) => isBacked(each, store, ownerIds)));
    return all.filter((_, at) => areBacked[at]);
  };

  return {
    name: 'invite',
    role: 'owner',
    concerns: (input, conversation) => {
      if (input.words[0] === REVOKE) return revokedOf(input).project;
      const { project, isAll } = scopeOf(input);
      return project ?? (isAll ? undefined : currentOf(conversation));
    },
    // Whoever reads the link is let in.
    privateOnly: true,
    listed: true,
    async run(input, call) {
      const { say, actor } = call;
      const [first] = input.words;
      if (first === REVOKE) {
        const { id, project: named } = revokedOf(input);
        // Who may name no project may take back any: then it is where it is.
        const found = (await store.invites.list(now())).find((each) => each.id === id);
        const wasThere = await store.invites.revoke(id, named ?? found?.project);
        if (wasThere && found) call.changed?.(kept(found), undefined);
        return { toast: say(wasThere ? 'invite-revoked' : 'invite-not-there') };
      }
      const { stage } = toAccess(await store.settings.get(ACCESS));
      const { project: named, ttlWord, isAsked } = scopeOf(input);
      const isOwner = hasRole(actor, 'owner');
      const project = named ?? (isOwner ? undefined : currentOf(call.conversation));
      if (first === undefined) return listCard(await open(actor), stage, project, call);
      const role = first.toLowerCase();
      if (!isRole(role)) {
        const before = say('invite-no-role', { role: plain(shorten(first, 40)) });
        return askRole(before, project, call);
      }
      if (!isAsked && isOwner) return askScope(role, await projectNames(store), call);
      if (project !== undefined && (isTask(project) || !(await store.projects.get(project)))) {
        return { text: say('use-unknown', { name: plain(shorten(project, 80)) }) };
      }
      const ttlMs = ttlWord === undefined ? INVITE_TTL_MS : toTtlMs(ttlWord);
      if (ttlMs === undefined) return { text: say('invite-bad-time') };
      const wish = { role, createdBy: actor.id, ttlMs, ...(project !== undefined && { project }) };
      const { invite, code } = await makeInvite(store, wish, now);
      call.changed?.(undefined, kept(invite));
      const name = botName();
      const link = inviteLink(code, name);
      const card = madeCard(invite, link, stage, call);
      // Without the bot's name it is no link that a camera could open.
      return name === undefined ? card : withPicture(card, await invitePicture(link), call);
    },
  };
}

/** The current project, which a task is part of. */
function currentOf({ project }: Pick<Conversation, 'project'>): string | undefined {
  return project === undefined ? undefined : rootOf(project);
}

/** What the record has of an invitation. */
function kept({ id, role, project, createdBy, expiresAtMs }: Invite): object {
  return { id, role, project, createdBy, expiresAtMs };
}

/** What stands behind `revoke`: the invitation, and the project that it is for. */
function revokedOf({ words: [, id = '', project] }: Words): {
  readonly id: string;
  readonly project: string | undefined;
} {
  return { id, project: project === 'all' ? undefined : project };
}

async function projectNames(store: Pick<Store, 'projects'>): Promise<readonly string[]> {
  return (await store.projects.list()).map(({ name }) => name).slice(0, PROJECTS_SHOWN);
}

function withPicture(card: Card, content: Uint8Array, { say }: Call): Card {
  const text = `${card.text}\n\n${say('invite-scan')}`;
  return { ...card, text, file: { name: 'invitation.png', kind: 'photo', content } };
}

function madeCard(invite: Invite, link: string, stage: Stage, { say }: Call): Card {
  const { role, project, expiresAtMs } = invite;
  const words = { role, link, until: { atMs: expiresAtMs } };
  const made =
    project === undefined
      ? say('invite-made', words)
      : say('invite-made-project', { ...words, project });
  return {
    text: [made, ...closedNote(stage, say)].join('\n\n'),
    buttons: [[revokeButton(say('invite-revoke'), invite)]],
  };
}

/** Says where an invitation lets nobody in, not even as an owner. */
function closedNote(stage: Stage, say: Say): readonly string[] {
  return stage === 'alpha' ? [say('invite-alpha')] : [];
}

/** With the project: its owner may take back what they have given out. */
function revokeButton(label: string, { id, project = 'all' }: Invite): Button {
  return { label, command: 'invite', words: [REVOKE, id, project] };
}

function listCard(
  open: readonly Invite[],
  stage: Stage,
  project: string | undefined,
  call: Call,
): Card {
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
    .map((each): readonly Button[] => [
      revokeButton(say('invite-revoke-one', { id: each.id, role: each.role }), each),
    ]);
  const title = open.length === 0 ? say('invite-none') : say('invite-open', { count: open.length });
  const parts = [title, rows.join('\n'), ...closedNote(stage, say)];
  const asked = askRole(parts.filter((part) => part !== '').join('\n\n'), project, call);
  return { ...asked, buttons: [...buttons, ...(asked.buttons ?? [])] };
}

/** The buttons name the project: another one may be the current one when they are tapped. */
function askRole(before: string, project: string | undefined, { say }: Call): Card {
  const scope = project === undefined ? [] : [project];
  const row = ROLES.map((role): Button => ({
    label: role,
    command: 'invite',
    words: [role, ...scope],
  }));
  return { text: `${before}\n\n${say('invite-ask-role')}`, buttons: [row] };
}

function askScope(role: Role, projects: readonly string[], { say }: Call): Card {
  const rows = projects.map((name): readonly Button[] => [
    { label: name, command: 'invite', words: [role, name] },
  ]);
  const all: Button = { label: say('invite-everywhere'), command: 'invite', words: [role, 'all'] };
  return { text: say('invite-ask-scope', { role }), buttons: [...rows, [all]] };
}
