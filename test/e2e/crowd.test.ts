import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MessageView } from '#playground/bot-api/chats/chat-view.ts';
import type { PersonInChat } from '#playground/bot-api/people/person.ts';
import { killBots, until } from './bot.ts';
import { type HttpsRepository, httpsRepository } from './https-repository.ts';
import { startRealGateway } from './real-gateway.ts';
import { type Words, wordsIn } from './words.ts';
import { createWorldOn, type World } from './world.ts';

/**
 * Fifty people in ten groups at once, each group with a project and a language of its own, under
 * Telegram's limits. How fast they are answered is measured by `npm run bench:crowd`.
 */
const GROUPS = 10;
const ROLES = ['developer', 'developer', 'viewer', 'viewer'] as const;
/** Everybody asks at once, and Telegram takes 20 messages a minute in a group. */
const PATIENCE_MS = 150_000;

interface Member {
  readonly id: number;
  readonly inGroup: PersonInChat;
  readonly inPrivate: PersonInChat;
}

interface Team {
  readonly project: string;
  /** In no other project, and with this word in its files. */
  readonly word: string;
  /** The first one is an owner of the bot. */
  readonly members: readonly Member[];
  /** As the bot speaks to them. */
  readonly speech: Words;
}

let root: string;
let theirs: HttpsRepository;
let world: World;
let teams: readonly Team[];
/** What Telegram was asked to show, and whether it did. */
const sent: { readonly chatId: number; readonly text: string; readonly ok: boolean }[] = [];

const idOf = (group: number, each: number) => 10_000 + group * 10 + each;
const leads = Array.from({ length: GROUPS }, (_, group) => idOf(group, 0));
const others = (team: Team) => teams.filter((each) => each !== team);

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'crowd-'));
  theirs = await httpsRepository(root, HISTORY);
  world = await createWorldOn(
    async (place) => {
      const gateway = await startRealGateway(place);
      return {
        environment: {
          GATEWAY_URL: gateway.url,
          GATEWAY_TOKEN: gateway.token,
          GIT_SSL_CAINFO: theirs.certificate,
          OWNER_IDS: leads.join(','),
        },
        close: () => gateway.close(),
      };
    },
    { limits: {} },
  );
  teams = Array.from({ length: GROUPS }, (_, each) => teamOf(each));
  world.emulator.events.subscribe((event) => {
    if (event.kind !== 'call') return;
    const { ok, payload } = event.call;
    if (payload['chat_id'] === undefined) return;
    sent.push({ chatId: Number(payload['chat_id']), text: JSON.stringify(payload), ok });
  });
});

afterAll(async () => {
  await world?.close();
  await killBots();
  await theirs?.close();
  if (root) await rm(root, { recursive: true, force: true });
});

const HISTORY = [
  'commit refs/heads/main',
  'committer Theirs <theirs@example.org> 1700000000 +0000',
  'data 5',
  'Begin',
  'M 100644 inline readme.md',
  'data 6',
  'Hello',
  '',
].join('\n');

function teamOf(each: number): Team {
  const letter = 'abcdefghij'[each] ?? '';
  const group = world.emulator.group({ id: -1_001_000_000_100 - each, title: `Group ${letter}` });
  group.add(world.account);
  const speech = wordsIn(each % 2 === 0 ? 'en' : 'ru');
  const members = Array.from({ length: 1 + ROLES.length }, (_, at) => {
    const id = idOf(each, at);
    const person = world.emulator.person({
      id,
      name: `Person ${id}`,
      languageCode: speech.language,
    });
    return { id, inGroup: person.in(group), inPrivate: person.chat(world.account) };
  });
  return { project: `team-${letter}`, word: `word-of-${letter}`, members, speech };
}

/** Says it there, and resolves with the first newer message of the bot that matches. */
async function says(
  who: PersonInChat,
  text: string,
  answer: RegExp | string,
): Promise<MessageView> {
  const after = who.says(text).message_id;
  const matches = (each: MessageView) =>
    each.message_id > after &&
    each.from?.is_bot === true &&
    (typeof answer === 'string' ? each.text.includes(answer) : answer.test(each.text));
  return until(() => who.messages().find(matches), PATIENCE_MS).catch((cause: unknown) => {
    const seen = who.messages().map((each) => each.text);
    throw new Error(`${text} was not answered by ${answer} in\n${seen.join('\n')}`, { cause });
  });
}

/** For everybody at once. */
const all = <Item>(items: readonly Item[], act: (item: Item) => Promise<unknown>) =>
  Promise.all(items.map(act));

it('lets fifty people in, each into the project of their group alone', async () => {
  const [first] = teams[0]?.members ?? [];
  await says(first!.inPrivate, '/access beta 100', '100');
  await all(teams, async ({ project, members: [lead, ...rest], speech }) => {
    const here = speech.words('clone-done', { name: project });
    await says(lead!.inPrivate, `/new from ${theirs.url} ${project}`, here);
    for (const [at, member] of rest.entries()) {
      const invitation = await says(lead!.inPrivate, `/invite ${ROLES[at]} ${project}`, 'start=');
      const code = /start=([\w-]+)/u.exec(invitation.text)?.[1] ?? '';
      const isIn = speech.words('dispatch-joined-project', { role: ROLES[at]!, project });
      await says(member.inPrivate, `/start ${code}`, isIn);
    }
  });
  await all(teams, async ({ project, members }) => {
    for (const { inGroup } of members) await says(inGroup, `/use ${project}`, project);
  });
  const made = (await readdir(world.projectsDir)).toSorted();
  expect(made).toEqual(teams.map(({ project }) => project));
});

it('does the work of ten groups at once, and tells nobody of another', async () => {
  const steps = (word: string) =>
    JSON.stringify({
      steps: [
        { tool: 'write', arguments: { path: 'word.txt', content: `${word}\n` } },
        { text: `Wrote ${word}.` },
      ],
    });
  await all(teams, async ({ project, word, members: [, developer] }) => {
    await says(developer!.inGroup, `/code #demo ${steps(word)}`, `Wrote ${word}.`);
    await until(() => existsSync(path.join(world.projectsDir, project, 'word.txt')), 10_000);
    const file = path.join(world.projectsDir, project, 'word.txt');
    expect(readFileSync(file, 'utf8')).toBe(`${word}\n`);
  });
  await all(teams, (team) =>
    all(team.members, async ({ id, inGroup, inPrivate }) => {
      await says(inPrivate, '/whoami', String(id));
      await says(inGroup, '/history', team.project);
    }),
  );
  for (const team of teams) {
    // But for the owners, who see everything.
    const [lead, ...rest] = team.members;
    const own = new Set(rest.map(({ inPrivate }) => inPrivate.chatId)).add(lead!.inGroup.chatId);
    const said = sent.filter(({ chatId }) => own.has(chatId)).map(({ text }) => text);
    expect(said.length).toBeGreaterThan(10);
    for (const { project, word, members } of others(team)) {
      const names = [project, word, ...members.map(({ id }) => `Person ${id}`)];
      expect(said.filter((text) => names.some((name) => text.includes(name)))).toEqual([]);
    }
  }
});

it('shows nobody what is of another group', async () => {
  await all(teams, async (team) => {
    const next = others(team)[0]!;
    const viewer = team.members[4]!;
    const unknown = team.speech.words('dispatch-no-project', { project: next.project });
    await says(viewer.inPrivate, `/use ${next.project}`, unknown);
    const known = await says(viewer.inPrivate, '/projects', team.project);
    for (const { project } of others(team)) expect(known.text).not.toContain(project);
  });
});

it('tells one who floods once when to come back, and answers everybody else', async () => {
  const { members, speech } = teams[0]!;
  const flooder = members[1]!;
  const limited = speech.words('dispatch-too-much');
  const toldIn = (who: PersonInChat, after: number) =>
    who.messages().filter((each) => each.message_id > after && limited.test(each.text));
  const marks = [flooder.inGroup, flooder.inPrivate].map((who) => ({
    who,
    after: who.lastMessage()?.message_id ?? 0,
  }));
  for (let each = 0; each < 60; each += 1) for (const { who } of marks) who.says('/whoami');
  await all(teams, (team) =>
    all(
      team.members.filter((each) => each !== flooder),
      ({ id, inPrivate }) => says(inPrivate, '/whoami', String(id)),
    ),
  );
  const told = () => marks.flatMap(({ who, after }) => toldIn(who, after));
  await until(() => told().length === marks.length, PATIENCE_MS);
  // Whoever asks after the flood is answered after it: nothing more of it is to come.
  await says(members[2]!.inGroup, '/whoami', String(members[2]!.id));
  expect(told()).toHaveLength(marks.length);
});

it('never asked Telegram for more than it takes', () => {
  expect(sent.length).toBeGreaterThan(300);
  expect(sent.filter(({ ok }) => !ok)).toEqual([]);
});
