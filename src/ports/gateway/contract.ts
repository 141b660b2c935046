import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ask, Gateway, GatewayEvent, GatewayState } from './port.ts';

/**
 * What the contract asks the agent for. Whoever plugs a gateway in sees to it that the agent does
 * exactly this: it is the model that is scripted, not the gateway.
 */
export const REQUESTS = {
  /** Answers `ANSWERS.say`, in more than one piece. */
  say: '/say hello',
  /** Counts `one two three …` to a hundred, for at least 5 s unless it is stopped. */
  count: 'count slowly',
  /** Writes `FILE` with the line `hello`, then answers `ANSWERS.write`. */
  write: 'write the file',
  /** Runs `COMMAND`, which is on no list, then answers `ANSWERS.ran` or `ANSWERS.denied`. */
  run: 'run the command',
  /** Asks `QUESTION`, then answers `You chose <option>.` */
  ask: 'ask me',
  /** Answers `ANSWERS.told` if `SYSTEM` was told beside the request, else `ANSWERS.notTold`. */
  told: 'what were you told',
} as const;

export const ANSWERS = {
  say: 'Hello there, this is the whole answer.',
  write: 'The file is written.',
  ran: 'It ran.',
  denied: 'I was not allowed to.',
  told: 'I was told so.',
  notTold: 'I was told nothing of the kind.',
} as const;

/** Told beside a request. */
export const SYSTEM = 'The password of the day is heliotrope. /status';

export const FILE = 'src/hello.txt';
export const COMMAND = 'touch ran.txt && date +%Y';
export const QUESTION = {
  id: 'store',
  text: 'Which store?',
  options: ['SQLite', 'Redis'],
} as const;

/** A gateway to try, and the one thing about it that only its maker can do. */
export interface GatewayOnTrial {
  readonly gateway: Gateway;
  /** A new, empty directory that a session may work in. */
  directory(): Promise<string>;
  /** Cuts the connection as a broken network does; it comes back by itself. */
  cutConnection(): Promise<void>;
  close(): Promise<void>;
}

/** Every gateway must pass this. `make` runs once; the tests use sessions of their own. */
export function gatewayContract(
  name: string,
  make: () => Promise<GatewayOnTrial>,
  patienceMs = 10_000,
): void {
  describe(`${name} keeps the gateway contract`, () => {
    let trial: GatewayOnTrial;
    let gateway: Gateway;
    let sessionKey: string;
    let runId: string;
    let directory: string;
    let stop: () => void;
    let events: GatewayEvent[];
    let asked: Ask[];
    let ended: { id: string; outcome: string }[];
    let states: GatewayState['kind'][];

    beforeAll(async () => {
      trial = await make();
      gateway = trial.gateway;
    });
    afterAll(async () => trial?.close());

    beforeEach(async () => {
      events = [];
      asked = [];
      ended = [];
      states = [];
      runId = randomUUID();
      sessionKey = `agent:main:tg:1:0:2:contract-${runId.slice(0, 8)}`;
      stop = gateway.listen({
        event: (event) => events.push(event),
        asked: (ask) => asked.push(ask),
        askEnded: (id, outcome) => ended.push({ id, outcome }),
        state: ({ kind }) => states.push(kind),
      });
      await poll(() => gateway.state().kind).toBe('up');
      directory = await trial.directory();
      await gateway.openSession({ key: sessionKey, directory, label: 'contract' });
    });
    afterEach(async () => {
      stop();
      if (gateway.state().kind === 'up') await gateway.abort(sessionKey);
    });

    const poll = <T>(value: () => T) =>
      expect.poll(() => value(), { timeout: patienceMs, interval: 20 });
    const of = (id: string) => events.filter((event) => event.runId === id);
    const kinds = (id = runId) => of(id).map(({ kind }) => kind);
    const last = (id = runId) => of(id).at(-1);
    const send = (text: string, id = runId) => gateway.send({ sessionKey, runId: id, text });
    const mine = () => asked.find((ask) => ask.sessionKey === sessionKey);
    const textSoFar = () => {
      const texts = of(runId).filter((event) => event.kind === 'text');
      return texts.at(-1)?.text ?? '';
    };

    it('starts a run, tells its text as it grows, and ends with the whole answer', async () => {
      await send(REQUESTS.say);

      await poll(last).toMatchObject({ kind: 'final', sessionKey, text: ANSWERS.say });
      expect(kinds()[0]).toBe('started');
      expect(kinds().filter((kind) => kind === 'started')).toHaveLength(1);
      expect(kinds().filter((kind) => kind === 'final')).toHaveLength(1);
      const texts = of(runId).filter((event) => event.kind === 'text');
      expect(texts.length).toBeGreaterThan(0);
      for (const { text } of texts) expect(ANSWERS.say.startsWith(text)).toBe(true);
    });

    it('tells which file a step is about, relative to the project, and what changed', async () => {
      await send(REQUESTS.write);

      await poll(last).toMatchObject({
        kind: 'final',
        text: expect.stringContaining(ANSWERS.write),
      });
      const steps = of(runId).filter((event) => event.kind === 'step');
      expect(steps.length).toBeGreaterThan(1);
      expect(new Set(steps.map(({ stepId }) => stepId)).size).toBe(1);
      expect(steps[0]).toMatchObject({ state: 'running', tool: 'write' });
      expect(steps.filter(({ state }) => state !== 'running')).toHaveLength(1);
      const done = steps.at(-1);
      expect(done).toMatchObject({ state: 'done', tool: 'write', file: FILE });
      expect(done?.patch).toContain('+hello');
      expect(JSON.stringify(steps)).not.toContain(directory);
    });

    it('runs a request once, however often it is sent', async () => {
      await send(REQUESTS.say);
      await send(REQUESTS.say);
      await poll(last).toMatchObject({ kind: 'final' });
      await send(REQUESTS.say);

      const second = randomUUID();
      await send(REQUESTS.say, second);
      await poll(() => last(second)).toMatchObject({ kind: 'final' });

      expect(kinds().filter((kind) => kind === 'started')).toHaveLength(1);
      expect(kinds().filter((kind) => kind === 'final')).toHaveLength(1);
      const { seenRunIds } = await gateway.inspect(sessionKey);
      expect(seenRunIds).toEqual([runId, second]);
    });

    it('stops a run when told to and keeps what was said', async () => {
      await send(REQUESTS.count);
      await poll(textSoFar).toContain('three');

      expect(await gateway.abort(sessionKey)).toBe(true);

      await poll(last).toMatchObject({ kind: 'aborted', text: expect.stringContaining('three') });
      expect(await gateway.abort(sessionKey)).toBe(false);
      expect(kinds().filter((kind) => kind === 'started')).toHaveLength(1);
    });

    it('keeps sessions apart', async () => {
      const other = {
        key: `${sessionKey}-other`,
        directory: await trial.directory(),
        label: 'other',
      };
      const otherRun = randomUUID();
      await gateway.openSession(other);

      await send(REQUESTS.count);
      await gateway.send({ sessionKey: other.key, runId: otherRun, text: REQUESTS.say });

      await poll(() => last(otherRun)).toMatchObject({ kind: 'final', sessionKey: other.key });
      expect((await gateway.inspect(other.key)).seenRunIds).toEqual([otherRun]);
      expect(await gateway.abort(other.key)).toBe(false);
      expect((await gateway.inspect(sessionKey)).active).toMatchObject({ runId });
    });

    it('shows a run while it runs and its answer afterwards', async () => {
      await send(REQUESTS.count);
      await poll(textSoFar).toContain('two');
      const during = await gateway.inspect(sessionKey);
      expect(during.active).toMatchObject({ runId, text: expect.stringContaining('two') });
      expect(during.seenRunIds).toContain(runId);
      expect(during.lastAnswer).toBeUndefined();
      await gateway.abort(sessionKey);
      await poll(last).toMatchObject({ kind: 'aborted' });

      const second = randomUUID();
      await send(REQUESTS.say, second);
      await poll(() => last(second)).toMatchObject({ kind: 'final' });

      const after = await gateway.inspect(sessionKey);
      expect(after.active).toBeUndefined();
      expect(after.lastAnswer).toBe(ANSWERS.say);
    });

    it('knows nothing of a session that was never used', async () => {
      expect(await gateway.inspect(`${sessionKey}-never`)).toEqual({ seenRunIds: [] });
    });

    it('tells the agent what goes beside a request, for that run alone', async () => {
      await gateway.send({ sessionKey, runId, text: REQUESTS.told, system: SYSTEM });
      await poll(last).toMatchObject({ kind: 'final', text: ANSWERS.told });
      const second = randomUUID();
      await send(REQUESTS.told, second);
      await poll(() => last(second)).toMatchObject({ kind: 'final' });
      expect(last(second)).toMatchObject({ text: ANSWERS.notTold });
    });

    it('knows what a session holds, and nothing of one that was never opened', async () => {
      expect(await gateway.facts(`${sessionKey}-never`)).toBeUndefined();
      await send(REQUESTS.say);
      await poll(last).toMatchObject({ kind: 'final' });

      const models = await gateway.models();
      await expect
        .poll(() => gateway.facts(sessionKey), { timeout: patienceMs })
        .toMatchObject({
          messages: 2,
          model: expect.toSatisfy((model) => models.some(({ id }) => id === model)),
          contextTokens: expect.toSatisfy((tokens: number) => tokens > 0),
        });
    });

    it('thinks with another model when told to, in that session alone', async () => {
      const before = (await gateway.facts(sessionKey))?.model;
      const other = (await gateway.models()).find(({ id }) => id !== before);
      expect(other).toMatchObject({ isAvailable: true });
      const beside = { key: `${sessionKey}-beside`, directory, label: 'beside' };
      await gateway.openSession(beside);

      expect(await gateway.chooseModel(sessionKey, other!.id)).toBe(true);

      expect((await gateway.facts(sessionKey))?.model).toBe(other!.id);
      expect((await gateway.facts(beside.key))?.model).toBe(before);
      await gateway.openSession({ key: sessionKey, directory, label: 'contract' });
      await send(REQUESTS.say);
      await poll(last).toMatchObject({ kind: 'final', text: ANSWERS.say });
      expect((await gateway.facts(sessionKey))?.model).toBe(other!.id);
    });

    it('refuses a model that there is not, and keeps the one it had', async () => {
      const before = (await gateway.facts(sessionKey))?.model;
      expect(await gateway.chooseModel(sessionKey, 'nobody/nothing')).toBe(false);
      expect((await gateway.facts(sessionKey))?.model).toBe(before);
    });

    it('opens a session again without changing it', async () => {
      await send(REQUESTS.say);
      await poll(last).toMatchObject({ kind: 'final' });

      await gateway.openSession({ key: sessionKey, directory, label: 'contract' });

      expect((await gateway.inspect(sessionKey)).seenRunIds).toEqual([runId]);
    });

    it('waits for a person before a command, and goes on when it is allowed', async () => {
      await send(REQUESTS.run);
      await poll(mine).toMatchObject({ kind: 'approval', command: COMMAND, runId });
      const { id, expiresAtMs } = mine()!;
      expect(expiresAtMs).toBeGreaterThan(Date.now());
      expect(await gateway.asks()).toContainEqual(mine());

      expect(await gateway.decide(id, 'allow-once')).toBe(true);

      await poll(last).toMatchObject({ kind: 'final', text: ANSWERS.ran });
      expect(of(runId)).toContainEqual(
        expect.objectContaining({ kind: 'step', tool: 'exec', command: COMMAND, state: 'done' }),
      );
      await poll(() => ended).toContainEqual({ id, outcome: 'allow-once' });
      expect(await gateway.decide(id, 'allow-once')).toBe(false);
      expect(await gateway.decide(id, 'deny')).toBe(false);
      expect((await gateway.asks()).filter((ask) => ask.id === id)).toEqual([]);
    });

    it('tells the agent no when a command is denied', async () => {
      await send(REQUESTS.run);
      await poll(mine).toMatchObject({ kind: 'approval' });

      expect(await gateway.decide(mine()!.id, 'deny')).toBe(true);

      await poll(last).toMatchObject({ kind: 'final', text: ANSWERS.denied });
      await poll(() => ended).toContainEqual({ id: mine()!.id, outcome: 'deny' });
    });

    it('takes an answer to a question to the agent', async () => {
      await send(REQUESTS.ask);
      await poll(mine).toMatchObject({ kind: 'question', questions: [QUESTION], runId });
      const { id } = mine()!;
      expect(await gateway.asks()).toContainEqual(mine());

      expect(await gateway.answer(id, { [QUESTION.id]: ['Redis'] })).toBe(true);

      await poll(last).toMatchObject({ kind: 'final', text: 'You chose Redis.' });
      await poll(() => ended).toContainEqual({ id, outcome: 'answered' });
      expect(await gateway.answer(id, { [QUESTION.id]: ['Redis'] })).toBe(false);
    });

    it('says no to a decision about an ask that never was', async () => {
      expect(await gateway.decide(randomUUID(), 'allow-once')).toBe(false);
      expect(await gateway.answer(randomUUID(), { [QUESTION.id]: ['Redis'] })).toBe(false);
    });

    it('drops the ask of a run that is stopped', async () => {
      await send(REQUESTS.run);
      await poll(mine).toMatchObject({ kind: 'approval' });

      expect(await gateway.abort(sessionKey)).toBe(true);

      await poll(last).toMatchObject({ kind: 'aborted' });
      await expect
        .poll(async () => (await gateway.asks()).filter((ask) => ask.sessionKey === sessionKey), {
          timeout: patienceMs,
        })
        .toEqual([]);
      await poll(() => ended.map(({ id }) => id)).toContain(mine()!.id);
    });

    it('fails requests at once while the connection is lost, and tells of runs after it is back', async () => {
      await send(REQUESTS.count);
      await poll(textSoFar).toContain('two');

      const cut = trial.cutConnection();
      await poll(() => states).toContain('down');
      await expect(send(REQUESTS.say, randomUUID())).rejects.toMatchObject({
        code: 'gateway-unreachable',
      });
      await cut;
      await poll(() => states.at(-1)).toBe('up');

      expect((await gateway.inspect(sessionKey)).active).toMatchObject({ runId });
      expect(await gateway.abort(sessionKey)).toBe(true);
      await poll(last).toMatchObject({ kind: 'aborted' });
      const second = randomUUID();
      await send(REQUESTS.say, second);
      await poll(() => last(second)).toMatchObject({ kind: 'final', text: ANSWERS.say });
    });
  });
}
