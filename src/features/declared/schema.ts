import { z } from 'zod';

const PROMPT_FILE = /^[a-z0-9][a-z0-9._-]{0,60}\.md$/u;
const COMMAND_NAME = /^[a-z][a-z0-9-]{0,31}$/u;
const ARGUMENT_NAME = /^[a-z][a-zA-Z0-9]{0,30}$/u;
const BUILT_IN = /^\/[a-z0-9_-]{1,32}$/u;
const MOST_ARGUMENTS = 8;
const MOST_CHOICES = 12;
const MOST_SECONDS = 3_600;

const head = {
  apiVersion: z.literal('openclaw.dev/v1'),
  kind: z.literal('TelegramCommand'),
  metadata: z
    .strictObject({ name: z.string().regex(COMMAND_NAME) })
    .describe('What is typed: `deploy-production` is /deploy_production, and /deploy-production.'),
};

const summary = z
  .strictObject({
    en: z.string().trim().min(1).max(120),
    ru: z.string().trim().min(1).max(120).optional(),
  })
  .describe('For /help; without `ru` Russian shows `en`.');

const confirm = z.boolean().describe('Asks the person once more before it is done.');

const role = z.enum(['developer', 'releaser', 'owner']);

const argument = z.strictObject({
  name: z.string().regex(ARGUMENT_NAME).describe('`{{name}}` in `run` and in the prompt.'),
  pattern: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('A regular expression that the whole value has to match.'),
  choices: z
    .array(z.string().min(1).max(60))
    .min(1)
    .max(MOST_CHOICES)
    .optional()
    .describe('The only values; shown as buttons where none is given.'),
  default: z.string().min(1).max(200).optional().describe('Taken where none is given.'),
  rest: z.boolean().optional().describe('The last one alone: takes everything that is left.'),
});

const approval = z
  .strictObject({
    role: role.default('releaser'),
    expiresMinutes: z.int().min(1).max(10_080).default(60),
  })
  .describe('Somebody else decides first; while nobody else has the role, the person does.');

const own = {
  summary,
  role: role.default('developer').describe('The least role that may; in the current project.'),
  args: z.array(argument).max(MOST_ARGUMENTS).default([]),
  confirm: confirm.default(false),
};

/** Runs a program in the project. */
const runSpec = z.strictObject({
  run: z
    .array(z.string().min(1).max(1_000))
    .min(1)
    .max(64)
    .describe('A program and its arguments, never a shell line. `{{name}}` stands for a value.'),
  where: z
    .enum(['checkout', 'tree'])
    .default('checkout')
    .describe('In the files of the last commit, or in the working tree.'),
  timeoutSeconds: z.int().min(1).max(MOST_SECONDS).default(300),
  approval: approval.optional(),
  ...own,
});

/** Asks the agent. */
const promptSpec = z.strictObject({
  prompt: z.string().regex(PROMPT_FILE).describe('A Markdown file in `commands/`.'),
  readOnly: z.boolean().default(false).describe('What the agent changes is put back.'),
  approval: approval.optional(),
  ...own,
});

/** Starts a pipeline. */
const pipelineSpec = z.strictObject({
  pipeline: z.string().min(1).max(100),
  approval: approval.optional(),
  timeoutSeconds: z.int().min(1).max(MOST_SECONDS).optional(),
  ...own,
});

/** A built-in command with fixed first words, under another name. */
const boundSpec = z.strictObject({
  command: z.string().regex(BUILT_IN).describe('A built-in command, such as /deploy.'),
  args: z
    .array(z.string().regex(/^\S{1,100}$/u))
    .max(MOST_ARGUMENTS)
    .default([]),
  gitOps: z
    .strictObject({
      createBranch: z.literal(true).optional(),
      autoMerge: z.literal(false).optional(),
      requireApproval: z.literal(true).optional(),
    })
    .optional()
    .describe('Only what tightens; for commands that go through the ops repository.'),
  summary: summary.optional(),
  role: role.optional().describe('At least that of the built-in command.'),
  confirm: confirm.default(false),
});

/** By the one key of `spec` that says what the command does. */
export const SPECS = {
  run: z.strictObject({ ...head, spec: runSpec }),
  prompt: z.strictObject({ ...head, spec: promptSpec }),
  pipeline: z.strictObject({ ...head, spec: pipelineSpec }),
  command: z.strictObject({ ...head, spec: boundSpec }),
} as const;

/** One value that a command takes. */
export type Argument = z.infer<typeof argument>;
/** What a command of the kind `run` says. */
export type RunSpec = z.infer<typeof runSpec>;
/** What a command of the kind `prompt` says. */
export type PromptSpec = z.infer<typeof promptSpec>;
/** What a command of the kind `pipeline` says. */
export type PipelineSpec = z.infer<typeof pipelineSpec>;
/** What a command that binds a built-in one says. */
export type BoundSpec = z.infer<typeof boundSpec>;

/** `docs/reference/telegram-command.schema.json`, for editors. */
export function commandSchema(): object {
  const any = z.union([SPECS.command, SPECS.run, SPECS.prompt, SPECS.pipeline]);
  return {
    title: 'TelegramCommand',
    description: 'A declarative command of CodeFoundry: `commands/*.yaml` in the ops repository.',
    ...z.toJSONSchema(any, { io: 'input', target: 'draft-2020-12' }),
  };
}
