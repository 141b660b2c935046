import type { GatewayState } from '../port.ts';
import { connection, type Connection } from './connection.ts';
import type { Link } from './hello.ts';
import type { Identity } from './identity.ts';

export interface LinksOptions {
  readonly url: string;
  readonly token: string;
  readonly now: () => number;
  readonly log: (message: string, details?: object) => void;
  readonly identity?: Identity;
  readonly mayConnect?: () => Promise<boolean>;
  readonly onState: (state: GatewayState) => void;
  readonly onEvent: (event: string, payload: unknown) => void;
  /** The gateway was started anew; told before the first event of the new one. */
  readonly onRestart: () => void;
}

/** Our two connections as one thing that is up when both are. */
export interface Links {
  /** May read and write, no more: what it starts has no owner's tools. It hears the runs. */
  readonly worker: Connection;
  /** Administrator: opens sessions, sees and answers asks, aborts. It starts no run. */
  readonly admin: Connection;
  readonly state: () => GatewayState;
  /** Changes when the gateway was restarted; empty before the first connection. */
  readonly bootId: () => string;
  readonly close: () => Promise<void>;
}

const CONNECTING = { kind: 'down', reason: { code: 'connecting' } } as const;

/**
 * Starts both connections, the administrator first: the one pairing that it may need then covers
 * the lesser one too.
 */
export function openLinks(options: LinksOptions): Links {
  const { url, token, now, log, identity, mayConnect, onEvent } = options;
  const links: Record<'admin' | 'worker', Link> = { admin: CONNECTING, worker: CONNECTING };
  let state: GatewayState = { kind: 'down', sinceMs: now(), reason: CONNECTING.reason };
  let workerStarted = false;
  let workerBootId: string | undefined;

  const shared = {
    url,
    token,
    log,
    onGap,
    ...(identity && { identity }),
    ...(mayConnect && { mayConnect }),
  };
  const worker = connection({
    ...shared,
    // The last two are for the tools of a run: an approval is requested with its starter's scopes.
    scopes: ['operator.read', 'operator.write', 'operator.approvals', 'operator.questions'],
    caps: ['tool-events'],
    onEvent: (event, payload) => {
      if (!isAsk(event)) onEvent(event, payload);
    },
    onLink: (link) => changed('worker', link),
  });
  const admin = connection({
    ...shared,
    // All of the other's as well, so that one pairing approves both.
    scopes: [
      'operator.read',
      'operator.write',
      'operator.admin',
      'operator.approvals',
      'operator.questions',
    ],
    // `session-scoped-events` would spare it the runs, but hides the approvals too.
    caps: ['approvals', 'exec-approvals'],
    onEvent: (event, payload) => {
      if (isAsk(event)) onEvent(event, payload);
    },
    onLink: (link) => changed('admin', link),
  });

  function changed(which: 'admin' | 'worker', link: Link): void {
    links[which] = link;
    // The runs come over this one, so nothing of the new gateway is lost.
    if (which === 'worker' && link.kind === 'up') {
      if (workerBootId !== undefined && workerBootId !== link.bootId) options.onRestart();
      workerBootId = link.bootId;
    }
    if (which === 'admin' && link.kind === 'up' && !workerStarted) {
      workerStarted = true;
      worker.start();
    }
    const next = toState(links.admin, links.worker, state, now());
    if (JSON.stringify(next) === JSON.stringify(state) && next.kind !== 'up') return;
    state = next;
    log(`gateway: ${state.kind}`, state);
    options.onState(state);
  }

  function onGap(): void {
    log('gateway: frames were lost');
    options.onState(state);
  }

  admin.start();
  return {
    worker,
    admin,
    state: () => state,
    bootId: () => (links.admin.kind === 'up' ? links.admin.bootId : ''),
    async close() {
      await Promise.all([admin.stop(), worker.stop()]);
    },
  };
}

/** The runs are heard on the one connection and the asks on the other, so that nothing comes twice. */
function isAsk(event: string): boolean {
  return event.startsWith('exec.approval.') || event.startsWith('question.');
}

/** Refused before down before up; `sinceMs` stays that of the first moment. */
function toState(admin: Link, worker: Link, before: GatewayState, nowMs: number): GatewayState {
  const sinceMs = before.kind === 'up' ? nowMs : before.sinceMs;
  for (const link of [admin, worker])
    if (link.kind === 'refused') return { kind: 'refused', sinceMs, reason: link.reason };
  for (const link of [admin, worker])
    if (link.kind === 'down') return { kind: 'down', sinceMs, reason: link.reason };
  return { kind: 'up', version: admin.kind === 'up' ? admin.version : '' };
}
