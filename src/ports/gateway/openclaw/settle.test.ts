import { expect, it } from 'vitest';
import { Fault } from '#kernel/fault.ts';
import { askDesk } from './settle.ts';

const sessionKey = 'agent:main:tg:1:0:2:shop';
const approvals = [{ id: 'a1', expiresAtMs: 1, request: { command: 'ls', sessionKey } }];
const questions = { questions: [{ id: 'q1', expiresAtMs: 1, sessionKey, questions: [] }] };

function desk(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const admin = {
    async request(method: string) {
      asked.push(method);
      if (!(method in answers)) throw new Fault('gateway-unreachable', method);
      return answers[method];
    },
  };
  return { asked, ...askDesk(admin, () => undefined) };
}

it('decides though the questions cannot be listed', async () => {
  const { decide, asked } = desk({
    'exec.approval.list': approvals,
    'exec.approval.resolve': {},
  });
  expect(await decide('a1', 'deny')).toBe(true);
  expect(await decide('gone', 'deny')).toBe(false);
  expect(asked).toEqual(['exec.approval.list', 'exec.approval.resolve', 'exec.approval.list']);
});

it('answers though the approvals cannot be listed', async () => {
  const { answer } = desk({ 'question.list': questions, 'question.resolve': {} });
  expect(await answer('q1', {})).toBe(true);
  expect(await answer('gone', {})).toBe(false);
});

it('lists both, or fails when one is not known', async () => {
  const all = desk({ 'exec.approval.list': approvals, 'question.list': questions });
  expect((await all.asks()).map(({ id, kind }) => [id, kind])).toEqual([
    ['a1', 'approval'],
    ['q1', 'question'],
  ]);
  await expect(desk({ 'question.list': questions }).asks()).rejects.toMatchObject({
    code: 'gateway-unreachable',
  });
});
