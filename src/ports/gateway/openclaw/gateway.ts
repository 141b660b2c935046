import { Fault } from '#kernel/fault.ts';
import { refusalNote } from '#kernel/refused-reason.ts';
import type { Gateway, GatewayEvent, GatewayListener } from '../port.ts';
import type { Connection } from './connection.ts';
import { readFrame } from './events.ts';
import { aborted, history, sessionCreated, type History } from './frames.ts';
import { loadIdentity } from './identity.ts';
import { openLinks } from './links.ts';
import { readBack } from './read-back.ts';
import { runReader } from './runs.ts';
import { sessionDesk } from './sessions.ts';
import { askDesk } from './settle.ts';
import { holdsRequest, toSessionView, toUsage } from './transcript.ts';

export interface OpenClawOptions {
  /** `ws://` or `wss://`. */
  readonly url: string;
  readonly token: string;
  /** Milliseconds since the epoch, UTC. */
  readonly now: () => number;
  readonly log: (message: string, details?: object) => void;
  /** Where our device key is kept; a gateway that is not on this machine grants nothing without. */
  readonly identityFile?: string;
  /** Asked before each connection; `false`: somebody else may listen there. */
  readonly mayConnect?: () => Promise<boolean>;
}

/** Enough of a transcript for most turns: each tool call is two rows. */
const HISTORY = { limit: 200, maxChars: 200_000 };
/** How long a final waits for its token count. */
const USAGE_TIMEOUT_MS = 1_000;

/**
 * The agent's gateway, for real: OpenClaw over its WebSocket.
 *
 * Requests are handed over with `agent`, on a connection that may read and write and no more.
 * `chat.send` is not used: it obeys slash commands anywhere in the text unless an administrator
 * tells it not to, and a run that an administrator starts has the owner's tools (`gateway`,
 * `terminal`, `automations`), which no approval guards. What needs an administrator (to see and
 * answer asks, to open a session in any directory, to abort any run) goes through a second
 * connection, through which no text of a person ever goes.
 */
export function openClawGateway(options: OpenClawOptions): Gateway {
  const { identityFile, log } = options;
  const listeners = new Set<GatewayListener>();
  const opened = new Map<string, { directory: string; bootId: string }>();
  const runs = runReader((sessionKey) => opened.get(sessionKey)?.directory);

  const links = openLinks({
    ...options,
    ...(identityFile === undefined ? {} : { identity: loadIdentity(identityFile) }),
    onState: (state) => tell((listener) => listener.state?.(state)),
    onEvent,
    onRestart: () => runs.forget(),
  });
  const { admin, worker } = links;

  function tell(about: (listener: GatewayListener) => void): void {
    for (const listener of listeners) {
      try {
        about(listener);
      } catch (error) {
        log('gateway: a listener failed', { error });
      }
    }
  }

  function onEvent(event: string, payload: unknown): void {
    try {
      const news = readFrame(runs, event, payload);
      if (news?.kind === 'asked') tell((listener) => listener.asked?.(news.ask));
      if (news?.kind === 'ask-ended')
        tell((listener) => listener.askEnded?.(news.askId, news.outcome));
      if (news?.kind === 'run') for (const one of news.events) void emit(one);
    } catch (error) {
      log('gateway: a frame was not understood', { event, error });
    }
  }

  /** A final is completed with its usage; it is the last event of its run, so it may come late. */
  async function emit(event: GatewayEvent): Promise<void> {
    const usage = event.kind === 'final' ? await usageOf(event.sessionKey, event.runId) : undefined;
    const completed = { ...event, usage } as GatewayEvent;
    tell((listener) => listener.event?.(usage ? completed : event));
  }

  /** Of all calls of the run, however many: a part of it would be a wrong number. */
  async function usageOf(sessionKey: string, runId: string) {
    try {
      const timeoutMs = USAGE_TIMEOUT_MS;
      const params = { sessionKey, limit: HISTORY.limit, maxChars: 1 };
      const newest = history.parse(await admin.request('chat.history', params, timeoutMs));
      const found = (pages: readonly History[]) => holdsRequest(pages, runId);
      return toUsage(await readBack(admin, newest, { sessionKey, timeoutMs, found }), runId);
    } catch (error) {
      log('gateway: usage of a run is unknown', { runId, error });
      return undefined;
    }
  }

  return {
    state: links.state,
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },

    async openSession({ key, directory, label }) {
      refuseUnlessUp();
      const bootId = links.bootId();
      const known = opened.get(key);
      if (known?.directory === directory && known.bootId === bootId) return;
      await openGuarded(admin, { key, cwd: directory, displayName: label });
      opened.set(key, { directory, bootId });
    },

    async send({ sessionKey, runId, text, system, pictures = [] }) {
      refuseUnlessUp();
      const request = { sessionKey, message: text, idempotencyKey: runId };
      const beside = system === undefined ? {} : { extraSystemPrompt: system };
      const attachments = pictures.map(({ name, mimeType, content }) => ({
        type: 'image',
        mimeType,
        fileName: name,
        content: Buffer.from(content).toString('base64'),
      }));
      const seen = attachments.length === 0 ? {} : { attachments };
      await worker.request('agent', { ...request, ...beside, ...seen });
    },

    async abort(sessionKey) {
      const ended = runs.ended();
      const result = aborted.parse(await admin.request('chat.abort', { sessionKey }));
      // A run that still unwinds after its end was told is aborted once more, to nobody's use.
      return result.aborted && !result.runIds.every((runId) => ended.has(runId));
    },

    async inspect(sessionKey, runId) {
      const newest = history.parse(await admin.request('chat.history', { sessionKey, ...HISTORY }));
      const view = toSessionView(newest);
      if (runId === undefined || view.active || view.seenRunIds.includes(runId)) return view;
      const found = (pages: readonly History[]) => holdsRequest(pages, runId);
      const isSeen = found(await readBack(admin, newest, { sessionKey, found }));
      return isSeen ? { ...view, seenRunIds: [runId, ...view.seenRunIds] } : view;
    },

    usage: usageOf,
    ...sessionDesk({ admin, worker }),
    ...askDesk(admin, log),
    close: links.close,
  };

  function refuseUnlessUp(): void {
    const state = links.state();
    if (state.kind === 'refused') throw new Fault('gateway-refused', refusalNote(state.reason));
    if (state.kind === 'down') throw new Fault('gateway-unreachable', state.reason.code);
  }
}

/** Guarded: a person allows each command that no list allows, and files outside are out of reach. */
async function openGuarded(
  admin: Connection,
  session: { key: string; cwd: string; displayName: string },
): Promise<void> {
  const guarded = { permissionMode: 'guarded' };
  const create = async () =>
    sessionCreated.parse(await admin.request('sessions.create', { ...session, ...guarded })).entry;

  const entry = await create();
  if (entry.permissionMode === guarded.permissionMode) return;
  // A session made by somebody else keeps its mode until it is changed.
  await admin.request('sessions.patch', { key: session.key, ...guarded });
  if ((await create()).permissionMode === guarded.permissionMode) return;
  throw new Fault('gateway-refused', `session ${session.key} cannot be put into guarded mode`);
}
