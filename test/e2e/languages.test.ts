import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killBots, until } from './bot.ts';
import { createWorld, type GatewayWorld } from './world.ts';

/** Letters that have no place in the bot's words of that language. */
const FOREIGN = { ru: /[a-z]{4}/iu, en: /[а-яё]{3}/iu } as const;
const demo = (...steps: readonly object[]) => `#demo ${JSON.stringify({ steps })}`;
const exec = (command: string) => ({ tool: 'exec', arguments: { command } });

/** Words of the bot without what is a name in every language, code and examples. */
const spoken = (text: string) =>
  text.replaceAll(
    /#demo [^\n]*|https?:\S+|\/\w+(?: [\w. -]+)?|[\w.*-]+\.(?:ts|js|json|md|txt|yaml|env|key)\b|\b(?:web-service|web|demo|telegram-bot|cli-tool|fullstack|ai-agent|Alice|OpenClaw|CodeFoundry|Telegram|bubblewrap|OpenAI|Zod|tests|compatible|grammY|Hono|long polling|help|from|touch|exec|openai-compatible|npm run [\w -]+|codefoundry|English|viewer|developer|releaser|owner|Alpha|Beta|Public|Create|steps|tool|arguments|command|text|Docker\w*|GitHub|GitLab|main|staging|production|UTC|NAME|TOKEN|[A-Z_]{4,}|[0-9a-f]{7,})\b/gu,
    '',
  );

afterAll(killBots);

describe.each(['en', 'ru'] as const)('the whole bot in %s', (language) => {
  let world: GatewayWorld;
  const say: GatewayWorld['say'] = (...words) => world.say(...words);
  const mark = () => world.alice.lastMessage()?.message_id ?? 0;
  const answersAfter = (after: number) =>
    world.alice.messages().filter((each) => each.message_id > after && each.from?.is_bot === true);

  beforeAll(async () => {
    world = await createWorld({ language });
  });
  afterAll(() => world?.close());

  it('makes a project, lets the agent change it, and asks before a command', async () => {
    world.alice.says('/new telegram-bot demo');
    const ready = say('new-ended', { name: 'demo' });
    await world.see(ready, { timeoutMs: 120_000 });

    const after = mark();
    world.alice.says(demo(exec('touch ok.txt'), { text: 'OK 1.' }));
    // The first turn starts the agent, which takes long on a busy machine.
    const waiting = say('ask-approval', { project: 'demo' });
    const ask = await world.see(waiting, { after, timeoutMs: 150_000 });
    expect(ask.buttons.flat()).toContain(say('ask-button-deny'));
    await world.alice.taps(say('ask-button-once'));
    await world.see(say('ask-decided-once', { actor: 'Alice' }), { after });
    const final = await world.see('OK 1.', { after });
    expect(final.text).toMatch(/📦 demo [0-9a-f]{7}/u);
    await world.see(/1 \S+ · \+0 −0/u, { after });
    expect(existsSync(path.join(world.projectsDir, 'demo', 'ok.txt'))).toBe(true);
    for (const { text } of answersAfter(after)) expect(spoken(text)).not.toMatch(FOREIGN[language]);
  }, 400_000);

  it('stops', async () => {
    const after = mark();
    world.alice.says(demo(exec('touch never.txt'), { text: 'OK 2.' }));
    await world.see(say('ask-approval', { project: 'demo' }), { after });
    world.alice.says('/stop');
    await world.see(say('turn-stopped'), { after });
    expect(existsSync(path.join(world.projectsDir, 'demo', 'never.txt'))).toBe(false);
    for (const { text } of answersAfter(after)) expect(spoken(text)).not.toMatch(FOREIGN[language]);
  });

  it('answers every command of its menu and of /help without a foreign word', async () => {
    const asked = mark();
    world.alice.says('/help');
    const help = await world.see(say('command-audit'), { after: asked });
    const commands = [...new Set(help.text.match(/^\/[a-z_]+/gmu))].filter(
      (each) => each !== '/lang',
    );
    expect(commands.length).toBeGreaterThan(20);
    const foreign: string[] = [];
    for (const command of commands) {
      const after = mark();
      world.alice.says(command);
      const answers = await until(() => {
        const found = answersAfter(after);
        return found.length > 0 ? found : undefined;
      }, 20_000);
      for (const { text, buttons } of answers) {
        const shown = [text, ...buttons.flat()].map(spoken).join('\n');
        if (FOREIGN[language].test(shown)) foreign.push(`${command}: ${shown}`);
      }
    }
    expect(foreign).toEqual([]);
  });

  it('changes its language when it is told to', async () => {
    const other = language === 'en' ? 'ru' : 'en';
    let after = mark();
    world.alice.says(`/lang ${other}`);
    await world.see(other === 'en' ? 'I speak English from now on' : 'по-русски', { after });
    after = mark();
    world.alice.says('/projects');
    const [answer] = await until(() => {
      const found = answersAfter(after);
      return found.length > 0 ? found : undefined;
    }, 20_000);
    expect(spoken(answer?.text ?? '')).toMatch(FOREIGN[language]);
  });
});
