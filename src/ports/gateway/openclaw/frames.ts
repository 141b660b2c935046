import { z } from 'zod';

/**
 * What we read of the gateway's frames, checked at the edge. Unknown fields pass: the protocol adds
 * fields within a version.
 */

const run = { runId: z.string(), sessionKey: z.string() };

/** Text of a chat message: an array of blocks, or plain. Anything else reads as no text. */
const message = z
  .object({
    content: z.union([
      z.string(),
      z.array(z.object({ type: z.string(), text: z.string().optional() })),
    ]),
  })
  .transform(({ content }) =>
    typeof content === 'string' ? content : content.map((block) => block.text ?? '').join(''),
  );

/** Unreadable text is no text: an end of a run must not be lost for it. */
const said = message.optional().catch(undefined);

export const chatFrame = z.discriminatedUnion('state', [
  z.object({ ...run, state: z.literal('status') }),
  z.object({ ...run, state: z.literal('delta'), message: said }),
  z.object({ ...run, state: z.literal('final'), message: said }),
  z.object({ ...run, state: z.literal('aborted'), message: said }),
  z.object({
    ...run,
    state: z.literal('error'),
    errorMessage: z.string().optional(),
    errorKind: z.string().optional(),
    errorDetail: z.object({ failoverReason: z.string().optional() }).optional(),
  }),
]);
export type ChatFrame = z.infer<typeof chatFrame>;

/** `sessionKey` is absent on runs of no session (utility calls of the gateway): those are dropped. */
export const agentFrame = z.object({
  runId: z.string(),
  sessionKey: z.string().optional(),
  stream: z.string(),
  data: z.record(z.string(), z.unknown()),
  session: z.object({ sessionRoot: z.string().nullish() }).optional(),
});
export type AgentFrame = z.infer<typeof agentFrame>;

export const lifecycleData = z.object({ phase: z.string() });

export const statusData = z.object({
  phase: z.string(),
  message: z.string().optional(),
  reason: z.string().optional(),
  retryAttempt: z.number().optional(),
  maxRetries: z.number().optional(),
});

/** The agent's list of what there is to do. Entries that cannot be read are left out. */
export const planData = z.object({
  phase: z.string(),
  steps: z
    .array(
      z
        .object({ step: z.string(), status: z.enum(['pending', 'in_progress', 'completed']) })
        .optional()
        .catch(undefined),
    )
    .default([]),
});

export const itemData = z.object({
  kind: z.string(),
  phase: z.string(),
  toolCallId: z.string().optional(),
  name: z.string().optional(),
  title: z.string().optional(),
  status: z.string().optional(),
  progressText: z.string().optional(),
});

const files = z.array(z.string()).default([]);

export const toolData = z.object({
  phase: z.string(),
  name: z.string(),
  toolCallId: z.string(),
  isError: z.boolean().optional(),
  args: z
    .object({ path: z.string().optional(), command: z.string().optional() })
    .optional()
    .catch(undefined),
  result: z
    .object({
      details: z.object({
        patch: z.string().optional(),
        summary: z.object({ added: files, modified: files, deleted: files }).optional(),
      }),
    })
    .optional()
    .catch(undefined),
});

/** One pending shell command. */
export const approval = z.object({
  id: z.string(),
  expiresAtMs: z.number(),
  request: z.object({
    command: z.string(),
    cwd: z.string().nullish(),
    sessionKey: z.string().nullish(),
    runId: z.string().nullish(),
  }),
});

export const approvalResolved = z.object({ id: z.string(), decision: z.string().nullish() });

/** One pending set of questions. */
export const question = z.object({
  id: z.string(),
  expiresAtMs: z.number(),
  sessionKey: z.string().optional(),
  runId: z.string().optional(),
  questions: z.array(
    z.object({
      questionId: z.string(),
      question: z.string(),
      options: z.array(z.object({ label: z.string() })),
    }),
  ),
});

export const questionResolved = z.object({ id: z.string(), status: z.string() });

/** `runIds` names what was stopped. */
export const aborted = z.object({ aborted: z.boolean(), runIds: z.array(z.string()) });

export const sessionCreated = z.object({
  entry: z.object({ permissionMode: z.string().nullish(), sessionRoot: z.string().nullish() }),
});

/** One row of the transcript. Rows of kinds we do not know read as empty. */
export const row = z
  .object({
    role: z.string(),
    content: z.unknown(),
    idempotencyKey: z.string().nullish(),
    stopReason: z.string().nullish(),
    openclawAbort: z.object({ aborted: z.boolean() }).nullish(),
    usage: z
      .object({
        input: z.number().default(0),
        output: z.number().default(0),
        cacheRead: z.number().default(0),
        cacheWrite: z.number().default(0),
        cost: z.object({ total: z.number() }).optional(),
      })
      .optional(),
    __openclaw: z.object({ runId: z.string().optional() }).optional(),
  })
  .transform(({ content, ...rest }) => ({
    ...rest,
    text: message.safeParse({ content }).data ?? '',
  }));
export type Row = z.infer<typeof row>;

export const history = z.object({
  messages: z.array(z.unknown()),
  /** Where the rows before these begin; absent when there are none. */
  nextOffset: z.number().optional(),
  inFlightRun: z.object({ runId: z.string(), text: z.string().default('') }).nullish(),
  sessionInfo: z
    .object({ hasActiveRun: z.boolean().optional(), activeRunIds: z.array(z.string()).nullish() })
    .optional(),
});
export type History = z.infer<typeof history>;
