import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeDocument, FakeElement } from '../../test/fake-document.ts';
import { startApp } from '../../test/start-app.ts';
import { type Api, connect } from './api.ts';
import { type Elements, show } from './view.ts';

/** The page in front of a server, and what a person does and sees there. */
async function open(api: Api) {
  const [form, input, list, problem] = Array.from({ length: 4 }, () => new FakeElement()) as [
    FakeElement,
    FakeElement,
    FakeElement,
    FakeElement,
  ];
  await show({ form, input, list, problem } as object as Elements, api, fakeDocument as object as Document);
  return {
    input,
    problem,
    write: (text: string) => {
      input.value = text;
      return form.fire('submit');
    },
    tapDone: (index: number) => list.children[index]?.children[1]?.fire('click'),
    shown: () => list.children.map(({ children }) => children[0]?.textContent),
    labels: () => list.children.map(({ children }) => children[1]?.attributes.get('aria-label')),
  };
}

test('shows what is there, what is added, and not what is done', async () => {
  await using app = await startApp();
  app.store.add('buy milk');
  const page = await open(connect(app.url));
  assert.deepEqual(page.shown(), ['buy milk']);

  assert.equal(await page.write(' <b>bread</b> '), true);
  assert.deepEqual(page.shown(), ['buy milk', '<b>bread</b>']);
  assert.deepEqual(page.labels(), ['Done: buy milk', 'Done: <b>bread</b>']);
  assert.equal(page.input.value, '');

  await page.tapDone(0);
  assert.deepEqual(page.shown(), ['<b>bread</b>']);
  assert.deepEqual(app.store.list().map(({ text }) => text), ['<b>bread</b>']);
});

test('does not send an empty note', async () => {
  await using app = await startApp();
  const page = await open(connect(app.url));

  assert.equal(await page.write('  '), true);

  assert.deepEqual([app.store.list(), page.problem.textContent], [[], '']);
});

test('says what went wrong, keeps the text, and forgets it after a success', async () => {
  await using app = await startApp();
  const api = connect(app.url);
  let isBroken = true;
  const add: Api['add'] = async (text) => {
    if (isBroken) throw new Error('No luck.');
    return api.add(text);
  };
  const page = await open({ ...api, add });

  await page.write('buy milk');
  assert.deepEqual([page.problem.textContent, page.input.value], ['No luck.', 'buy milk']);

  isBroken = false;
  await page.write('buy milk');
  assert.deepEqual([page.problem.textContent, page.shown()], ['', ['buy milk']]);
});
