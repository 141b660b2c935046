import { expect, test } from 'vitest';
import { gatewayConfig } from './config.ts';
import { type ModelConfig, modelSettings } from './model.ts';

const KEY = 'sk-very-secret';
const models: readonly ModelConfig[] = [
  { kind: 'anthropic', apiKey: KEY },
  { kind: 'openai', apiKey: KEY },
  { kind: 'ollama', url: 'http://127.0.0.1:11434' },
  { kind: 'openai-compatible', url: 'http://127.0.0.1:1/v1', apiKey: KEY, model: 'm' },
];

const config = (model: ModelConfig) =>
  gatewayConfig({
    port: 1234,
    stateDir: '/data/state',
    projectsDir: '/projects',
    node: '/opt/node/bin/node',
    model: modelSettings(model),
  });

test.each(models)('settings for $kind hold no key and no token', (model) => {
  const text = JSON.stringify(config(model));
  expect(text).not.toContain(KEY);
  expect(text).toContain('${OPENCLAW_GATEWAY_TOKEN}');
  expect(text).toContain(modelSettings(model).primary);
});

test('a model of its own replaces the default of its maker', () => {
  expect(modelSettings({ kind: 'anthropic', apiKey: KEY, model: 'x' }).primary).toBe('anthropic/x');
  expect(modelSettings({ kind: 'openai', apiKey: KEY, model: 'x' }).primary).toBe('openai/x');
  expect(modelSettings({ kind: 'ollama', url: 'http://a', model: 'x' }).primary).toBe('ollama/x');
});

test.each(['http://host:1', 'http://host:1/', 'http://host:1/v1', 'http://host:1/v1/'])(
  'Ollama at %s is spoken to natively',
  (url) => {
    expect(modelSettings({ kind: 'ollama', url }).models).toMatchObject({
      providers: { ollama: { baseUrl: 'http://host:1', api: 'ollama' } },
    });
  },
);

test('only the plugin that knows the model is loaded', () => {
  expect(models.map((model) => modelSettings(model).plugins)).toEqual([
    ['anthropic'],
    ['openai'],
    ['ollama'],
    [],
  ]);
  expect(config(models[3]!)).toMatchObject({ plugins: { enabled: false } });
});

test('the agent gets no tool that reaches another session, a person or the gateway', () => {
  expect(config(models[0]!)).toMatchObject({
    gateway: { bind: 'loopback', controlUi: { enabled: false } },
    tools: {
      allow: [
        'read',
        'write',
        'edit',
        'apply_patch',
        'exec',
        'process',
        'ask_user',
        'web_fetch',
        'progress_card',
      ],
      fs: { workspaceOnly: true },
      exec: { host: 'gateway', mode: 'ask', safeBins: [], pathPrepend: ['/opt/node/bin'] },
      elevated: { enabled: false },
    },
  });
});
