import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeFeature, loadFeature } from '@amiceli/vitest-cucumber';
import { expect, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import { createWorld, type World } from '#test/world.ts';

const feature = await loadFeature('./src/features/git/git.feature');
const ALICE = 7;
const WAIT = { timeout: 10_000 };

describeFeature(feature, ({ BeforeEachScenario, AfterEachScenario, defineSteps, Scenario }) => {
  let world: World;
  let reply: Reply;
  let tree: string;
  let commits = 0;

  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: tree,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        HOME: '/nonexistent',
        GIT_AUTHOR_NAME: 'Person',
        GIT_AUTHOR_EMAIL: 'person@example.org',
        GIT_COMMITTER_NAME: 'Person',
        GIT_COMMITTER_EMAIL: 'person@example.org',
      },
    });
  const write = async (name: string, text: string) => {
    await mkdir(path.dirname(path.join(tree, name)), { recursive: true });
    await writeFile(path.join(tree, name), `${text}\n`);
  };
  const commit = async (name: string, text: string) => {
    await write(name, text);
    commits += 1;
    const author = { name: 'Alice', email: '7@telegram.invalid' };
    const message = `Change ${name} to ${text}\n\nOperation: turn-${commits}\n`;
    await world.git.commitAll(tree, author, message);
  };
  const settled = () =>
    vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]), WAIT);
  /** An answer is a message too, and the newest one. */
  const tap = async (label: string) => {
    const isOnReply = reply.card?.buttons?.flat().some((each) => each.label === label);
    return world.taps(ALICE, label, isOnReply ? reply : undefined);
  };
  const cards = () => world.messages.filter(({ key }) => /^(?:diff|history):/u.test(key));

  BeforeEachScenario(async () => {
    world = await createWorld();
    commits = 0;
    await world.store.projects.add({
      name: 'shop',
      archetype: 'web-service',
      createdAtMs: 1,
      createdBy: ALICE,
    });
    tree = world.workspace.directory('shop');
    await mkdir(tree, { recursive: true });
    await world.git.init(tree);
    await world.says(ALICE, '/use shop');
  });
  AfterEachScenario(() => world.close());

  defineSteps(({ Given, When, Then, And }) => {
    /** A step under whichever word: it reads better, and means the same. */
    const step: typeof Given = (...words) => {
      for (const define of [Given, When, Then, And]) define(...words);
    };
    step('the file {string} with {string} is committed', (_: unknown, name: string, text: string) =>
      commit(name, text),
    );
    step('the file {string} has {string}', (_: unknown, name: string, text: string) =>
      write(name, text),
    );
    step('{number} commits', async (_: unknown, count: number) => {
      for (let at = 0; at < count; at += 1) {
        await write('n.txt', String(at));
        git('add', 'n.txt');
        const message = `Change n.txt to ${at}\n\nOperation: turn-many-${at}\n`;
        git('commit', '--quiet', '--author=Alice <7@telegram.invalid>', `--message=${message}`);
      }
    });
    step('a person commits and merges a branch', async () => {
      git('checkout', '--quiet', '-b', 'side');
      await write('side.txt', 'x');
      git('add', '.');
      git('commit', '--quiet', '--message=By hand');
      git('checkout', '--quiet', 'main');
      git('merge', '--quiet', '--no-ff', '--message=Merge', 'side');
    });
    step('a person checks out a commit without a branch', () => {
      git('checkout', '--quiet', '--detach');
    });
    step('Alice sends {string}', async (_: unknown, line: string) => {
      reply = await world.says(ALICE, line);
      await settled();
    });
    step('Alice taps {string}', async (_: unknown, label: string) => {
      reply = await tap(label);
      await settled();
    });
    step('Alice taps the newest {string}', async (_: unknown, label: string) => {
      reply = await world.taps(ALICE, label);
      await settled();
    });
    step(
      'a person moves the branch {string} to {string}',
      (_: unknown, name: string, to: string) => {
        git('update-ref', `refs/heads/${name}`, to);
      },
    );
    step('there are {number} branches', (_: unknown, count: number) => {
      expect(git('branch', '--format=%(refname)').trim().split('\n')).toHaveLength(count);
    });
    step('there is 1 branch', () => {
      expect(git('branch', '--format=%(refname)').trim().split('\n')).toHaveLength(1);
    });
    step('the card shows {string}', (_: unknown, text: string) => {
      expect(cards().at(-1)?.card.text.replaceAll('\\', '')).toContain(text);
    });
    step('there is one diff card', () => {
      expect(cards()).toHaveLength(1);
    });
    step('the answer contains {string}', (_: unknown, text: string) => {
      expect(reply.card?.text.replaceAll('\\', '')).toContain(text);
    });
    step('the file {string} holds {string}', (_: unknown, name: string, text: string) => {
      expect(reply.card?.file?.name).toMatch(new RegExp(`^${name}.*\\.html$`, 'u'));
      expect(String(reply.card?.file?.content).replaceAll(/<[^>]*>/gu, '')).toContain(text);
      expect(String(reply.card?.file?.content)).not.toContain('ghp_0123456789');
    });
    step('the bot says {string}', (_: unknown, text: string) => {
      expect(world.messages.at(-1)?.card.text.replaceAll('\\', '')).toContain(text);
    });
    step('the bot offers {string}', (_: unknown, label: string) => {
      const buttons = world.messages.at(-1)?.card.buttons?.flat() ?? [];
      expect(buttons.map((button) => button.label)).toContain(label);
    });
    step('{string} holds {string}', async (_: unknown, name: string, text: string) => {
      expect(await readFile(path.join(tree, name), 'utf8')).toBe(`${text}\n`);
    });
    step('the history has {number} commits, the last one by Alice', (_: unknown, count: number) => {
      const log = git('log', '--format=%an').trim().split('\n');
      expect(log).toHaveLength(count);
      expect(log[0]).toBe('Alice');
      expect(git('status', '--porcelain')).toBe('');
    });
    step('the last commit is {string} by Alice', (_: unknown, subject: string) => {
      expect(git('log', '-1', '--format=%an: %s').trim()).toBe(`Alice: ${subject}`);
    });
  });

  const steps = () => undefined;
  for (const scenario of feature.scenarii) Scenario(scenario.description, steps);
});
