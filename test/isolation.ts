import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import type { Button } from '#kernel/card.ts';
import { conversationId, type Place } from '#kernel/conversation.ts';
import type { OperationKind } from '#operations/kind.ts';
import { EMPTY_TREE } from '#ports/git/diff.ts';
import { createKeyboards } from '#telegram/keyboards.ts';
import { declare, deployedOf, followOf, release, waitingDeploy } from './isolation-deploys.ts';
import { createWorld, type World } from './world.ts';

let requests = 0;

/** Two people, each the owner of one project, who are in the same groups. */
export const PEOPLE = [
  { id: 50, name: 'Ann', project: 'orchard' },
  { id: 60, name: 'Bob', project: 'quarry' },
] as const;
/** One of them. */
export type Person = (typeof PEOPLE)[number];
const OWNER = 7;
const GROUP = -1_000_000_000_100;
/** Both work here, each in their own project. */
export const SHARED: Place = { chatId: GROUP, topicId: 5 };
/** Topics that are bound, each to a project. */
export const BOUND: Readonly<Record<Person['project'], Place>> = {
  orchard: { chatId: GROUP, topicId: 8 },
  quarry: { chatId: GROUP, topicId: 9 },
};
/** Another group. */
export const ELSEWHERE: Place = { chatId: -1_000_000_000_200 };
/** Generous, because the machine may be busy. */
export const SOON = { timeout: 20_000 };

/**
 * For every command, what somebody could write to reach what is another's. `{project}`, `{turn}`,
 * `{queued}`, `{held}`, `{asking}`, `{ask}`, `{question}`, `{offer}`, `{invite}` and `{person}` are the
 * other's, as are `{commit}`, `{branch}`, `{release}`, `{live}`, `{deploy}` and `{follow}`; `{own}` and `{ownTurn}` belong to the one who writes.
 */
export const ATTACKS: Readonly<Record<string, readonly string[]>> = {
  access: ['/access', '/access alpha'],
  download: [
    '/download',
    '/download {project}-file.txt',
    '/download ../{project}/{project}-file.txt',
  ],
  download_of: [
    '/download_of {project} file {project}-file.txt',
    '/download_of {project} photo a.png',
  ],
  file_put: [
    '/file_put {project} {offer} attach',
    '/file_put {own} {offer} save',
    '/file_put {project} {offer} drop',
  ],
  file_unpack: [
    '/file_unpack {project} {project}.zip',
    '/file_unpack {own} ../{project}/{project}.zip',
  ],
  files: ['/files', '/files ../{project}', '/files /'],
  files_view: ['/files_view {project} card 0', '/files_view {own} card 0 ../{project}'],
  own_tool: ['/own_tool', '/own_tool {project}'],
  ship: ['/ship', '/ship staging {commit}'],
  receive: ['/receive', '/receive {project}'],
  undo: ['/undo', '/undo {commit}', '/undo {branch}', '/undo #{held}'],
  undo_now: ['/undo_now {project} {commit}', '/undo_now {own} {commit}'],
  undo_of: ['/undo_of {project} {commit}', '/undo_of {project} HEAD', '/undo_of {own} {commit}'],
  upload: ['/upload', '/upload ../{project}/x.txt', '/upload cancel'],
  approve_production: ['/approve_production', '/approve_production {project}'],
  deploy: ['/deploy', '/deploy staging {commit}', '/deploy production {branch}'],
  deploy_of: ['/deploy_of {project} staging', '/deploy_of {own} staging {commit}'],
  deploy_fix: ['/deploy_fix {turn}', '/deploy_fix {held}', '/deploy_fix {deploy}'],
  deploy_over: ['/deploy_over {project} staging {commit} {hold}'],
  deploy_confirm: ['/deploy_confirm {turn}', '/deploy_confirm {held}', '/deploy_confirm {deploy}'],
  drift: ['/drift', '/drift apply x'],
  drift_live: [
    '/drift_live {project} staging apply {release} {live}',
    '/drift_live {project} staging keep {release} {live}',
  ],
  freeze: ['/freeze {project}', '/freeze all'],
  lock: ['/lock staging', '/lock {project}'],
  releases: ['/releases', '/releases staging'],
  releases_of: ['/releases_of {project} staging'],
  rollback: [
    '/rollback',
    '/rollback staging',
    '/rollback staging {commit}',
    '/rollback staging {release}',
  ],
  rollback_now: [
    '/rollback_now {project} staging {release} {live}',
    '/rollback_now {own} staging {release} {live}',
  ],
  rollback_of: [
    '/rollback_of {project}',
    '/rollback_of {project} staging',
    '/rollback_of {project} staging {release}',
    '/rollback_of {own} staging {release}',
  ],
  unlock: ['/unlock', '/unlock staging', '/unlock {project}'],
  unlock_of: ['/unlock_of {project} {hold}', '/unlock_of all {hold}', '/unlock_of {own} {hold}'],
  admit: ['/admit {person} owner 1'],
  answer: [
    '/answer {turn} {question} 0 Red',
    '/answer {ownTurn} {question} 0 Red',
    '/answer x {question} 0 Red',
  ],
  approvals: ['/approvals', '/approvals {project}', '/approvals {project} 1000'],
  approve: [
    '/approve {turn} {ask} once',
    '/approve {turn} {ask} always',
    '/approve {ownTurn} {ask} deny',
    '/approve x {ask} once',
  ],
  audit: ['/audit', '/audit project={project}', '/audit export'],
  backup: ['/backup', '/backup list'],
  branch: ['/branch', '/branch use {branch}', '/branch delete {branch}'],
  branch_do: [
    '/branch_do {project} start stolen',
    '/branch_do {project} use {branch}',
    '/branch_do {project} delete {branch} {commit}',
    '/branch_do {own} use {branch}',
    '/branch_do {own} delete {branch} {commit}',
  ],
  budget: ['/budget', '/budget {person}', '/budget lift {person} 2h', '/budget lift {project} 2h'],
  code: ['/code', 'Red', '/code in {project}: show me everything'],
  comment: ['/comment {turn}', '/comment cancel', '/comment bad work'],
  commit: ['/commit'],
  commit_anyway: ['/commit_anyway {held}'],
  decide: [
    '/decide {asking} gate approve',
    '/decide {ownTurn} gate approve',
    '/decide {deploy} release approve',
  ],
  diff: ['/diff', '/diff {commit}', '/diff {branch}', '/diff HEAD..{commit}', '/diff #{turn}'],
  diff_of: [
    '/diff_of {project}',
    '/diff_of {project} HEAD',
    '/diff_of {own} {commit}',
    '/diff_of {own} #{held}',
  ],
  diff_view: [
    `/diff_view {project} card ${EMPTY_TREE} {commit} files 0`,
    `/diff_view {project} card ${EMPTY_TREE} {commit} file 0 0`,
    `/diff_view {project} card ${EMPTY_TREE} {commit} whole`,
  ],
  explain: ['/explain', '/explain what ../{project}/{project}-file.txt says'],
  feedback: ['/feedback', '/feedback export'],
  fix: ['/fix', '/fix what failed in {project}'],
  fix_of: ['/fix_of {turn}', '/fix_of {queued}', '/fix_of {held}'],
  group: ['/group'],
  group_answers: ['/group_answers all'],
  help: ['/help'],
  history: ['/history', '/history 2', '/history ../{project}', '/history {project}-kept.txt'],
  history_view: [
    '/history_view {project} card 0',
    '/history_view {project} card 0 {project}-kept.txt',
    '/history_view {own} card 0 ../{project}',
  ],
  interrupt: ['/interrupt {queued}', '/interrupt {turn}'],
  invite: ['/invite', '/invite viewer {project}', '/invite revoke {invite} {project}'],
  lang: ['/lang', '/lang ru', '/lang en'],
  logs: [
    '/logs',
    '/logs {project}',
    '/logs staging {project}',
    '/logs staging "{project}" follow',
    '/logs bot',
    '/logs gateway follow',
  ],
  logs_of: [
    '/logs_of {project} show',
    '/logs_of {project} follow',
    '/logs_of {own} show {project}',
    '/logs_of {project} stop {follow}',
    '/logs_of {own} stop {follow}',
  ],
  model: ['/model', '/model memory/two'],
  model_use: ['/model_use {project} 1 memory/two', '/model_use {project} 2 memory/two'],
  new: ['/new', '/new telegram-bot {project}', '/new from ext::x {project}'],
  new_step: ['/new_step card home', '/new_step card name telegram-bot {project}'],
  project: ['/project', '/project {project}'],
  project_do: [
    '/project_do {project} rename',
    '/project_do {project} archive',
    '/project_do {project} restore',
    '/project_do {project} delete',
    '/project_do {own} rename {project}',
  ],
  remote: ['/remote', '/remote remove', '/remote add https://host.invalid/{project}'],
  remote_do: ['/remote_do {project} push', '/remote_do {project} rebase'],
  remote_remove: ['/remote_remove {project}'],
  git_token: ['/git_token {project} https://host.invalid/x'],
  pr: ['/pr', '/pr 1', '/pr open {project}'],
  pr_do: [
    '/pr_do {project} open',
    '/pr_do {project} close 1',
    '/pr_do {project} agent 1',
    '/pr_do {project} comment 1 0123456789012345678901234567890123456789',
    '/pr_do {own} request 1 0123456789012345678901234567890123456789',
  ],
  pr_of: ['/pr_of {project} 1'],
  pr_release: [
    '/pr_release {project} approve 1 0123456789012345678901234567890123456789',
    '/pr_release {project} merge 1 0123456789012345678901234567890123456789',
  ],
  projects: ['/projects', '/projects archived'],
  review: ['/review', '/review {commit}', '/review {branch}', '/review ../{project}'],
  review_of: [
    '/review_of {project} .',
    '/review_of {project} HEAD',
    '/review_of {own} {commit}',
    '/review_of {own} ../{project}/{project}-kept.txt',
  ],
  rich: ['/rich', '/rich off'],
  role: ['/role {person} none', '/role {person} none {project}', '/role 60 owner {project}'],
  secret: [
    '/secret',
    '/secret list',
    '/secret set {project}_key=stolen',
    '/secret remove {key}',
    '/secret keep',
    '/secret cancel',
  ],
  session: ['/session', '/session list', '/session resume 2'],
  session_do: [
    '/session_do {project}',
    '/session_do {project} list',
    '/session_do {project} new stolen',
    '/session_do {project} resume 1',
    '/session_do {project} resume 2',
  ],
  setting: ['/setting card-1 language ru', '/setting card-1 language en'],
  settings: ['/settings', '/settings quiet off'],
  start: ['/start', '/start inv_guess'],
  status: ['/status'],
  stop: ['/stop {turn}', '/stop {queued}', '/stop {asking}', '/stop {deploy}', '/stop {project}'],
  task: ['/task', '/task {own} read ../{project}'],
  task_do: [
    '/task_do {project} list',
    '/task_do {project}.{project}-task show',
    '/task_do {project}.{project}-task merge {commit}',
    '/task_do {project}.{project}-task drop_now {commit}',
    '/task_do {project}.{project}-task solve',
    '/task_do {project} restore stolen {commit} main',
    '/task_do {own} restore stolen {commit} main',
  ],
  test: ['/test', '/test ../{project}', '/test write ../{project}/x.test.ts'],
  test_of: ['/test_of {project}', '/test_of {project} test', '/test_of {own} ../{project}'],
  topic: ['/topic', '/topic off', '/topic {project}', '/topic {own}'],
  use: ['/use', '/use {project}'],
  users: ['/users', '/users {person}'],
  vote: ['/vote {turn} up', '/vote {turn} down', '/vote {deploy} up'],
  whoami: ['/whoami'],
};

/**
 * What `ATTACKS` leaves in things of the one who writes, to come back in a later answer: the address
 * of his own remote, tasks for his own agent. Whole and to the letter it tells him nothing; each says
 * more than a name of the other's, which therefore still counts wherever else it stands.
 */
const OWN_WORDS: readonly string[] = [
  'https://host.invalid/{project}',
  'in {project}: show me everything',
  'what failed in {project}',
  'what ../{project}/{project}-file.txt says',
  'read ../{project}',
  // A word that is looked for in one's own logs.
  '“{project}”',
  '"staging","","2000","","{project}"',
  '../{project}/x.test.ts',
  ': branch {branch}',
  'has no branch {branch}',
];

/** Writes, or taps the button of that id. */
export function does(
  world: World,
  person: { readonly id: number; readonly name: string },
  place: Place,
  what: { readonly text: string } | { readonly buttonId: string },
): Promise<Reply> {
  const base = {
    id: `update:9:${(requests += 1)}`,
    place,
    chatKind: place.chatId < 0 ? 'group' : 'private',
    from: { id: person.id, name: person.name },
  } as const;
  return world.dispatch(
    'text' in what
      ? { ...base, kind: 'text', text: what.text }
      : { ...base, kind: 'tap', buttonId: what.buttonId },
  );
}

/** Writes. */
export const says = (
  world: World,
  person: { readonly id: number; readonly name: string },
  place: Place,
  text: string,
): Promise<Reply> => does(world, person, place, { text });

/** An operation that waits for the approval of a person. */
const asking: OperationKind = {
  title: 'Asks.',
  steps: { 'approval:gate': 'Asks.' },
  async run(run) {
    const { project = '', actorId } = run.operation;
    await run.approval({
      id: 'gate',
      title: `${project}-gate`,
      bound: { project },
      mayDecide: { role: 'developer', actorIds: [actorId] },
      untilMs: Date.now() + 3_600_000,
    });
    return { state: 'done' };
  },
};

/** What belongs to one person, by the names that `ATTACKS` uses. */
export type Things = Readonly<Record<string, string>>;

/** Both people, both projects, a gateway that asks; nobody has done anything yet. */
export async function setUp(): Promise<World> {
  const world = await createWorld();
  world.logTimes.longestMs = 3_600_000;
  world.operations.register('asking', asking);
  await declare(world);
  const { store, gateway } = world;
  gateway.script(async (run) => {
    const project = path.basename(run.directory);
    await writeFile(path.join(run.directory, `${project}-file.txt`), `${project}-content\n`);
    const question = { id: 'a', text: `${project}-question`, options: ['Red', 'Blue'] };
    await Promise.all([run.approve(`${project}-command`), run.ask([question])]);
    return `${project}-answer`;
  });
  for (const { id, name, project } of PEOPLE) {
    const two = { name: `${project}-two`, archetype: 'x', createdAtMs: 1, createdBy: OWNER };
    await store.projects.add(two);
    await world.says(OWNER, `/new telegram-bot ${project}`);
    await vi.waitFor(async () => expect(await store.projects.get(project)).toBeDefined(), SOON);
    await world.says(OWNER, `/use ${project}`);
    await world.says(OWNER, `/task ${project}-task`);
    const rights = {
      confined: true,
      projectRoles: { [project]: 'owner', [two.name]: 'owner' },
    } as const;
    await store.actors.save({ id, name, role: 'viewer', ...rights });
    const place = BOUND[project];
    await store.topics.bind({ ...place, project, boundBy: id, boundAtMs: 1 });
  }
  await vi.waitFor(async () => expect(await store.operations.unfinished()).toEqual([]), SOON);
  return world;
}

/** Gives a person everything that there is to have. */
export async function furnish(world: World, person: Person): Promise<Things> {
  const { store } = world;
  const { id, name, project } = person;
  const home = { chatId: id };
  const branch = `${project}-branch`;
  const commit = await commitOf(world, project, branch);
  for (const place of [home, SHARED, ELSEWHERE])
    await says(world, person, place, `/use ${project}`);
  await says(world, person, home, `/invite viewer ${project}`);
  const releases = await release(world, project, commit);
  await says(world, person, home, '/deploy production');
  const deploy = await waitingDeploy(world, project);
  await says(world, person, home, '/logs staging follow');
  const follow = await followOf(world, conversationId(home, id));
  await says(world, person, SHARED, `${project}-first task`);
  await vi.waitFor(async () => expect(await asksOf(world, project)).toHaveLength(2), SOON);
  await says(world, person, SHARED, `/code ${project}-second task`);
  const [turn, queued] = (await store.operations.unfinished()).filter(
    (each) => each.project === project && each.kind === 'turn',
  );
  const conversation = conversationId(SHARED, id);
  await world.operations.start({
    id: `asking-update-${project}`,
    kind: 'asking',
    conversationId: conversation,
    actorId: id,
    // What is of one project waits in line: behind the turn it would never ask.
    project: `${project}-two`,
    input: null,
  });
  const held = `turn-update-held-${project}`;
  await store.operations.add({
    id: held,
    kind: 'turn',
    state: 'done',
    conversationId: conversation,
    actorId: id,
    project,
    input: { text: `${project}-held`, actorName: name },
    createdAtMs: 1,
    updatedAtMs: 1,
  });
  await store.operations.startStep(held, 'commit', 1);
  const change = { by: { id, name }, reason: `${project}-reason`, operationId: `${project}-hold` };
  const about = { id: `${project}-hold`, kind: 'lock', project, environment: 'staging' } as const;
  await world.ops.hold({ ...change, hold: { ...change, ...about, sinceMs: 1 } });
  world.deployer.prints({ project, environment: 'staging' }, `${project}-printed`);
  const secret = { mark: 'm', kind: 'shape', file: `${project}-file.txt`, line: 1 };
  await store.operations.endStep(held, 'commit', { held: [secret] }, 1);
  await store.allowances.add({ project, command: `${project}-allowed`, actorId: id, atMs: 1_000 });
  await world.secrets.set(project, `${project}_key`.toUpperCase(), `${project}-value-1234`, id);
  await store.feedback.vote({
    operationId: turn?.id ?? '',
    actorId: id,
    actorName: name,
    kind: 'turn',
    project,
    vote: 'up',
    comment: `${project}-comment`,
    atMs: 1,
  });
  await store.changes.open({
    project,
    source: 'side',
    target: 'main',
    head: '0123456789012345678901234567890123456789',
    title: `${project}-change`,
    description: '',
    author: { actorId: id, name },
    createdAtMs: 1,
  });
  const untilMs = Date.now() + 3_600_000;
  await store.settings.set(`expects:${conversation}`, { command: 'comment', words: [], untilMs });
  await store.settings.set(`draft:${conversation}`, `${project}-draft`);
  const offer = {
    id: `${project}-offer`,
    project,
    files: [{ what: 'document', fileId: 'f', name: 'x' }],
  };
  await store.settings.set(`files:${conversation}`, { offers: [offer], attached: [offer.id] });
  await store.settings.set(`expects-file:${conversation}`, {
    command: 'receive',
    words: [project, ''],
    untilMs,
  });
  const wait = { project, name: `${project}_wait`.toUpperCase(), askedAtMs: Date.now() };
  await store.settings.set(`secret-wait:${conversationId(home, id)}`, wait);
  // The gateway knows them a moment before the person does.
  await vi.waitFor(() => {
    const all = world.messages.map(({ card }) => card.text.replaceAll('\\', '')).join();
    expect(all).toContain(`${project}-command`);
    expect(all).toContain(`${project}-question`);
    expect(all).toContain(`${project}-two-gate`);
  }, SOON);
  // Last: what comes after it would be said in another session.
  await says(world, person, SHARED, `/session new ${project}-session`);
  const [ask, question] = await asksOf(world, project);
  const invite = (await store.invites.list(Date.now())).find((each) => each.project === project);
  return {
    project,
    person: String(id),
    turn: turn?.id ?? '',
    queued: queued?.id ?? '',
    held,
    hold: `${project}-hold`,
    asking: `asking-update-${project}`,
    ask: ask?.id ?? '',
    question: question?.id ?? '',
    invite: invite?.id ?? '',
    key: `${project}_key`.toUpperCase(),
    offer: `${project}-offer`,
    commit,
    branch,
    ...releases,
    deploy,
    follow,
  };
}

/** Gives a project a remote; what ends in it from now on is pushed, and told about. */
export async function giveRemote({ git, workspace }: World, { project }: Person): Promise<void> {
  const read = git.readUrl(`https://host.invalid/${project}-remote`);
  if (read.kind === 'bad') throw new Error(read.why);
  await git.setOrigin(workspace.directory(project), read.remote);
}

/** Leaves a commit and a branch in a project; resolves with the id of the commit. */
export async function commitOf({ git, workspace }: World, project: string, branch: string) {
  const directory = workspace.directory(project);
  const { current = '' } = await git.branches(directory);
  await writeFile(path.join(directory, `${project}-kept.txt`), `${project}-kept\n`);
  const author = { name: 'Alice', email: '7@x' };
  await git.commitAll(directory, author, `${project}-commit\n`);
  await git.startBranch(directory, branch, false);
  await git.useBranch(directory, current, false);
  return (await git.head(directory)) ?? '';
}

/** What the agent waits for in a project: the approval, then the question. */
export async function asksOf(world: World, project: string) {
  const mine = (await world.gateway.asks()).filter(({ sessionKey: key }) => key.endsWith(project));
  return mine.toSorted((left, right) => left.kind.localeCompare(right.kind));
}

/** Labels by id of the buttons that Telegram would show to a person in `SHARED`. */
export async function keyboardOf(
  { store }: World,
  person: Person,
  name: string,
  buttons: readonly Button[],
): Promise<ReadonlyMap<string, string>> {
  const conversation = await store.conversations.get(conversationId(SHARED, person.id));
  if (!conversation) throw new Error(`${person.name} was never here`);
  const keyboards = createKeyboards({ buttons: store.buttons, now: Date.now });
  const markup = (await keyboards.markup(conversation, name, [buttons])) as
    | { inline_keyboard: { text: string; callback_data: string }[][] }
    | undefined;
  const shown = markup?.inline_keyboard.flat() ?? [];
  return new Map(shown.map(({ text, callback_data: id }) => [id, text]));
}

/** Everything of a person that another must not change. */
export async function belongings(world: World, { id, project }: Person): Promise<string> {
  const { store } = world;
  const operations = [
    ...(await store.operations.recent({ project, limit: 100 })),
    ...(await store.operations.recent({ project: `${project}-two`, limit: 100 })),
    ...(await store.operations.recent({ project: `${project}.${project}-task`, limit: 100 })),
  ];
  const journals = await Promise.all(
    operations.map(async (each) => [
      await store.operations.steps(each.id),
      await store.operations.signals(each.id),
    ]),
  );
  const places = [{ chatId: id }, SHARED, ELSEWHERE, BOUND.orchard, BOUND.quarry];
  const mine = places.map((place) => conversationId(place, id));
  const settings = mine.flatMap((each) => [
    `expects:${each}`,
    `draft:${each}`,
    `secret-wait:${each}`,
    `files:${each}`,
    `expects-file:${each}`,
  ]);
  // Whoever opens or chooses a session in this project, has it under the place that is theirs.
  const sessions = PEOPLE.flatMap((person) =>
    places.map((place) => `sessions:${conversationId(place, person.id)}:${project}`),
  );
  return JSON.stringify({
    operations: operations.map((each) => ({ ...each, updatedAtMs: 0 })),
    journals,
    asks: await asksOf(world, project),
    allowances: await store.allowances.list(project),
    secrets: await world.secrets.list(project),
    invites: (await store.invites.list(Date.now())).filter((each) => each.project === project),
    votes: (await store.feedback.list({ limit: 100 })).filter(({ actorId }) => actorId === id),
    changes: await store.changes.list(project, 100),
    remarks: await store.changes.remarks(project, 1),
    actor: await store.actors.get(id),
    preferences: await store.preferences.get(id),
    conversations: await Promise.all(mine.map((each) => store.conversations.get(each))),
    settings: await Promise.all([...settings, ...sessions].map((each) => store.settings.get(each))),
    tasks: await store.projects.tasks(project),
    bound: (await store.topics.list()).filter((each) => each.project === project),
    deployed: await deployedOf(world, project),
  });
}

/** The files of a person's project, as git sees them. */
export async function treeOf(world: World, { project }: Person): Promise<unknown> {
  const directory = world.workspace.directory(project);
  const task = world.workspace.directory(`${project}.${project}-task`);
  const { git } = world;
  return [
    await git.head(task),
    await git.changes(task),
    await git.head(directory),
    await git.changes(directory),
    await git.branches(directory),
    await git.origin(directory),
  ];
}

/**
 * What of `victim` stands in what another was shown; what the line itself said does not count, nor
 * what came back whole of `OWN_WORDS`.
 */
export function leaks(
  victim: Person,
  things: Things,
  line: string,
  shown: readonly unknown[],
): string[] {
  const text = OWN_WORDS.map((each) => fill(each, things, things).toLowerCase()).reduce(
    // Not where it goes on: that is another address, file or task.
    (rest, own) => rest.replaceAll(new RegExp(`${RegExp.escape(own)}(?![\\w-])`, 'gu'), '…'),
    // A line's end is no letter of the word before it.
    JSON.stringify(shown).replaceAll('\\n', ' ').replaceAll('\\', '').toLowerCase(),
  );
  const marks = [...Object.values(things), `${GROUP}:5:${victim.id}`]
    .filter((each) => each !== String(victim.id))
    .map((each) => each.toLowerCase());
  const said = line.toLowerCase();
  // Beside the name of the project alone, anything that begins with it is of the project.
  const more = text.match(new RegExp(`${victim.project}[-_]\\w+`, 'gu')) ?? [];
  return [
    ...new Set([...marks.filter((each) => each !== '' && stands(each, text)), ...more]),
  ].filter((each) => !said.includes(each));
}

/** `turn-5` does not stand in `turn-52`. */
function stands(mark: string, text: string): boolean {
  return new RegExp(`${RegExp.escape(mark)}(?!\\d)`, 'u').test(text);
}

/** A line of `ATTACKS` with names in place of the braces. */
export const fill = (line: string, things: Things, own: Things): string =>
  line
    .replace('{ownTurn}', own['turn'] ?? '')
    .replace('{own}', own['project'] ?? '')
    .replaceAll(/\{(\w+)\}/gu, (_, name: string) => things[name] ?? '');
