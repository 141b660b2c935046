import { z } from 'zod';
import { ROLES } from '#kernel/actor.ts';
import { isEnvironmentName } from '#kernel/environment.ts';
import { isProjectFolder } from '#kernel/project.ts';

/** What every file of the ops repository begins with. */
export const API_VERSION = 'openclaw.dev/v1';

const MOST_ARGUMENTS = 100;
const LONGEST_TEXT = 4_000;
const YEAR_HOURS = 366 * 24;

const word = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => !text.includes('\0'), 'zero-byte');

const environmentName = z.string().refine(isEnvironmentName, 'environment-name');

const projectName = z.string().refine(isProjectFolder, 'project-name');

const argv = z
  .array(
    z
      .string()
      .max(LONGEST_TEXT)
      .refine((text) => !text.includes('\0'), 'zero-byte'),
  )
  .min(1)
  .max(MOST_ARGUMENTS)
  .refine(([file]) => file !== undefined && file !== '', 'no-program');

const time = z.iso.datetime({ offset: true }).describe('Such as 2026-11-22T18:03:01Z.');

const person = z.strictObject({
  id: z.int().describe('Telegram user id.'),
  name: z.string().max(200),
});

const approval = z
  .strictObject({
    role: z.enum(ROLES).default('releaser').describe('The least that may decide.'),
    expiresHours: z.number().positive().max(YEAR_HOURS).default(24),
    remindBeforeMinutes: z
      .number()
      .min(0)
      .max(YEAR_HOURS * 60)
      .default(60)
      .describe('Before it expires; 0: never.'),
  })
  .describe('Somebody decides about each deploy.');

const variableName = z
  .string()
  .regex(/^(?!CODEFOUNDRY_|__proto__$)[A-Za-z_][A-Za-z0-9_]{0,99}$/u, 'variable-name');

/** How an environment is deployed, in people's units. */
const settingsSchema = z.strictObject({
  deployer: z.enum(['local', 'compose', 'command']).default('local'),
  approval: z
    .union([z.literal('none'), approval])
    .optional()
    .describe('Left out: none for staging, by a releaser for every other environment.'),
  promoteFrom: environmentName
    .optional()
    .describe('Only what was live in that environment of the project may go here.'),
  healthTimeoutSeconds: z
    .number()
    .positive()
    .max(3_600)
    .default(60)
    .describe('How long a release may take until it is well.'),
  readinessDelaySeconds: z
    .number()
    .min(0)
    .max(3_600)
    .default(5)
    .describe('How long it must stay well before people get it.'),
  drainTimeoutSeconds: z
    .number()
    .min(0)
    .max(3_600)
    .default(10)
    .describe('How long an ended release may finish what it was asked.'),
  keepReleases: z.int().min(1).max(100).default(5).describe('How many can be restored.'),
  cpus: z.number().positive().max(1_024).optional(),
  memoryMiB: z.int().min(16).max(16_777_216).optional(),
  variables: z
    .record(
      variableName,
      z
        .string()
        .max(32_768)
        .refine((text) => !text.includes('\0'), 'zero-byte'),
    )
    .default({})
    .describe('Environment variables of the release. No secrets: those have a place of their own.'),
  hooks: z
    .strictObject({
      deploy: argv.optional(),
      status: argv.optional(),
      logs: argv.optional(),
      rollback: argv.optional(),
    })
    .optional()
    .describe('Programs with their arguments, for the deployer `command`.'),
});

const desiredSchema = z
  .strictObject({
    revision: z.string().regex(/^[0-9a-f]{40}$/u, 'commit-id'),
    release: word(200),
    requestedBy: person,
    approvedBy: person.optional(),
    operation: z.string().max(200),
    at: time,
    pinned: z
      .string()
      .max(LONGEST_TEXT)
      .optional()
      .describe('Why it stays at this release, whatever is merged.'),
  })
  .describe('What should be live. Written by CodeFoundry.');

/** `environments/<project>/<environment>.yaml`. */
export const environmentSchema = z.strictObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal('Environment'),
  settings: settingsSchema.optional(),
  desired: desiredSchema.optional(),
});

/** `holds.yaml`. */
export const holdsSchema = z.strictObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal('Holds'),
  holds: z
    .array(
      z.strictObject({
        id: word(100),
        kind: z.enum(['lock', 'freeze']),
        project: projectName.optional().describe('Left out: every project.'),
        environment: environmentName.optional().describe('Left out: every environment.'),
        by: person,
        reason: z.string().max(LONGEST_TEXT),
        since: time,
        until: time.optional().describe('Left out: until somebody lifts it.'),
      }),
    )
    .max(1_000),
});

/** One file as `environmentSchema` reads it. */
export type EnvironmentFile = z.output<typeof environmentSchema>;
/** Its settings, each filled in. */
export type SettingsFile = z.output<typeof settingsSchema>;
/** Its desired state. */
export type DesiredFile = z.output<typeof desiredSchema>;
/** One hold as `holds.yaml` says it. */
export type HoldFile = z.output<typeof holdsSchema>['holds'][number];

/** The settings of a file that says nothing of them. */
export const NO_SETTINGS: SettingsFile = settingsSchema.parse({});
