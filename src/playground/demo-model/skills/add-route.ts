import { addToProject } from './add-to-project.ts';
import { literal, quotedAnswer, type Skill } from './skill.ts';

const REQUEST =
  /(?:\b(GET|POST|PUT|PATCH|DELETE)\s+)?["'`«]?(\/[a-z0-9](?:[a-z0-9_-]*[a-z0-9_])?(?:\/[a-z0-9_-]+)*)/iu;

/** "add a GET /status endpoint with a test (that answers "fine")" in a `web-service` project. */
export const addRoute: Skill = (text, hands, words) => {
  const isAsked = /(?:add|create|make|implement|добав|созда|сдела)/iu.test(text);
  const [, verb, rawPath] = REQUEST.exec(text) ?? [];
  if (!isAsked || !rawPath) return undefined;
  if (!verb && !/endpoint|route|эндпо[ий]нт|маршрут|руч[ке]/iu.test(text)) return undefined;
  const method = verb?.toUpperCase() ?? 'GET';
  const path = rawPath.toLowerCase();
  const name = path.slice(1).replaceAll('/', '-');
  const answer = quotedAnswer(text) ?? words.defaultText;
  return addToProject(
    {
      archetype: 'web-service',
      title: `${method} ${path}`,
      path: `src/routes/${name}`,
      code: routeCode(method, path, answer),
      test: routeTest(method, path, answer),
    },
    hands,
    words,
  );
};

function routeCode(method: string, path: string, answer: string): string {
  return `import type { Route } from '../app.ts';

export const route: Route = {
  method: '${method}',
  path: '${path}',
  handle: (context) => context.json({ message: ${literal(answer)} }),
};
`;
}

function routeTest(method: string, path: string, answer: string): string {
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApp } from '../app.ts';

test('${method} ${path} gives its answer', async () => {
  const response = await (await createApp()).request('${path}', { method: '${method}' });

  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { message: ${literal(answer)} });
});
`;
}
