/** Which model the gateway talks to. `model` names another one than the default of its maker. */
export type ModelConfig =
  | { readonly kind: 'anthropic'; readonly apiKey: string; readonly model?: string }
  | { readonly kind: 'openai'; readonly apiKey: string; readonly model?: string }
  | { readonly kind: 'ollama'; readonly url: string; readonly model?: string }
  | {
      readonly kind: 'openai-compatible';
      /** Up to and without `/chat/completions`. */
      readonly url: string;
      readonly apiKey: string;
      readonly model: string;
    };

/** How a model is told to the gateway: settings without secrets, and secrets as variables. */
export interface ModelSettings {
  /** `<provider>/<model>` */
  readonly primary: string;
  /** The bundled plugins that know the provider. */
  readonly plugins: readonly string[];
  /** `models` of the gateway's settings, where the provider's plugin does not know enough. */
  readonly models?: object;
  readonly environment: Readonly<Record<string, string>>;
}

const FREE = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

/** The defaults are those that this version of OpenClaw sets up by itself. */
export function modelSettings(config: ModelConfig): ModelSettings {
  switch (config.kind) {
    case 'anthropic':
      return {
        primary: `anthropic/${config.model ?? 'claude-opus-5'}`,
        plugins: ['anthropic'],
        environment: { ANTHROPIC_API_KEY: config.apiKey },
      };
    case 'openai':
      return {
        primary: `openai/${config.model ?? 'gpt-6-astra'}`,
        plugins: ['openai'],
        environment: { OPENAI_API_KEY: config.apiKey },
      };
    case 'ollama':
      return ollama(config.url, config.model ?? 'gemma4');
    case 'openai-compatible':
      return compatible(config);
  }
}

function ollama(url: string, model: string): ModelSettings {
  // Not `/v1`: there tool calls come back as text.
  const baseUrl = url.replace(/\/+(?:v1\/*)?$/u, '');
  const models = [{ id: model, name: model }];
  return {
    primary: `ollama/${model}`,
    plugins: ['ollama'],
    models: { providers: { ollama: { baseUrl, apiKey: 'OLLAMA_API_KEY', api: 'ollama', models } } },
    environment: { OLLAMA_API_KEY: 'ollama-local' },
  };
}

function compatible(
  config: Extract<ModelConfig, { readonly kind: 'openai-compatible' }>,
): ModelSettings {
  const provider = {
    baseUrl: config.url,
    apiKey: { source: 'env', provider: 'default', id: 'CODEFOUNDRY_MODEL_KEY' },
    api: 'openai-completions',
    models: [
      {
        id: config.model,
        name: config.model,
        reasoning: false,
        input: ['text', 'image'],
        cost: FREE,
        contextWindow: 128_000,
        maxTokens: 8192,
      },
    ],
  };
  return {
    primary: `compatible/${config.model}`,
    plugins: [],
    models: { mode: 'replace', providers: { compatible: provider } },
    environment: { CODEFOUNDRY_MODEL_KEY: config.apiKey },
  };
}
