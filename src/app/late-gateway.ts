import type { DownReason } from '#kernel/down-reason.ts';
import { Fault } from '#kernel/fault.ts';
import type { Gateway, GatewayListener, GatewayState } from '#ports/gateway/port.ts';

/** A gateway that is still being installed or started. */
export interface LateGateway extends Gateway {
  /** Says what it waits for. */
  waitingFor(reason: DownReason): void;
  /** From now on everything goes to `gateway`. */
  becomes(gateway: Gateway): void;
}

/** Takes listeners at once and calls once the real gateway is there; until then it is `down`. */
export function lateGateway(now: () => number): LateGateway {
  const listeners = new Map<GatewayListener, () => void>();
  let real: Gateway | undefined;
  let waiting: GatewayState = { kind: 'down', sinceMs: now(), reason: { code: 'starting' } };

  const ready = async (): Promise<Gateway> => {
    if (!real) throw new Fault('gateway-unreachable', 'the gateway is not started yet');
    return real;
  };

  return {
    state: () => real?.state() ?? waiting,
    listen(listener) {
      listeners.set(listener, real?.listen(listener) ?? (() => undefined));
      return () => {
        listeners.get(listener)?.();
        listeners.delete(listener);
      };
    },
    waitingFor(reason) {
      waiting = {
        kind: 'down',
        sinceMs: waiting.kind === 'down' ? waiting.sinceMs : now(),
        reason,
      };
      if (!real) for (const listener of listeners.keys()) listener.state?.(waiting);
    },
    becomes(gateway) {
      real = gateway;
      for (const listener of listeners.keys()) {
        listeners.set(listener, gateway.listen(listener));
        listener.state?.(gateway.state());
      }
    },
    openSession: async (session) => (await ready()).openSession(session),
    send: async (request) => (await ready()).send(request),
    abort: async (sessionKey) => (await ready()).abort(sessionKey),
    inspect: async (sessionKey, runId) => (await ready()).inspect(sessionKey, runId),
    usage: async (sessionKey, runId) => real?.usage(sessionKey, runId),
    facts: async (sessionKey) => (await ready()).facts(sessionKey),
    models: async () => (await ready()).models(),
    chooseModel: async (sessionKey, modelId) => (await ready()).chooseModel(sessionKey, modelId),
    asks: async () => (await ready()).asks(),
    decide: async (askId, decision) => (await ready()).decide(askId, decision),
    answer: async (askId, answers) => (await ready()).answer(askId, answers),
    close: async () => real?.close(),
  };
}
