import type { DownReason } from '#kernel/down-reason.ts';
import type { RefusedReason } from '#kernel/refused-reason.ts';

/** How the agent's gateway is doing, as seen from here. */
export type GatewayState =
  | { readonly kind: 'up'; readonly version: string }
  | { readonly kind: 'down'; readonly sinceMs: number; readonly reason: DownReason }
  /** It answers but will not serve us. */
  | { readonly kind: 'refused'; readonly sinceMs: number; readonly reason: RefusedReason };

/** One thing that happened in a run of the agent. */
export type GatewayEvent = { readonly sessionKey: string; readonly runId: string } & (
  | { readonly kind: 'started' }
  /** The answer so far, whole. */
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'step';
      readonly stepId: string;
      readonly state: 'running' | 'done' | 'failed';
      /** `write`, `edit`, `read`, `exec`, … as the gateway names the tool. */
      readonly tool: string;
      /** One line such as `Write to src/ping.ts`. External text. */
      readonly title: string;
      /** Relative to the project, when the step is about a file. */
      readonly file?: string;
      /** The shell command, when the step runs one. */
      readonly command?: string;
      /** Unified diff, when the step changed a file. */
      readonly patch?: string;
    }
  /** The agent's own list of what there is to do, whole; it may change at any time. */
  | { readonly kind: 'plan'; readonly items: readonly PlanItem[] }
  /** The model is being asked again. `attempt` counts from 1 to `limit`, where they are known. */
  | {
      readonly kind: 'retrying';
      readonly cause: FailureCause;
      /** The gateway's own word. */
      readonly reason: string;
      readonly attempt?: number;
      readonly limit?: number;
    }
  | { readonly kind: 'final'; readonly text: string; readonly usage?: Usage }
  | { readonly kind: 'aborted'; readonly text: string }
  /** `cause` is what a person can act on; `detail` is the gateway's own text, may be empty. */
  | { readonly kind: 'failed'; readonly cause: FailureCause; readonly detail: string }
);

/** One thing that the agent means to do. External text. */
export interface PlanItem {
  readonly title: string;
  readonly state: 'waiting' | 'running' | 'done';
}

/** Why a run failed, by what a person can do about it. */
export type FailureCause =
  /** A wrong or missing key. */
  | 'auth'
  /** No credit. */
  | 'billing'
  | 'rate-limit'
  | 'overloaded'
  /** The model's server fails, or does not answer in time. */
  | 'unavailable'
  /** More than the model can read at once. */
  | 'too-long'
  | 'no-such-model'
  /** The model will not do this. */
  | 'declined'
  | 'other';

/** What a run used, where the gateway knows it. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; absent when the model has no price. */
  readonly costUsd?: number;
}

/** The agent waits for a person: a shell command to allow, or a question to answer. */
export type Ask = {
  readonly id: string;
  readonly sessionKey: string;
  readonly runId?: string;
  /** Milliseconds since the epoch, UTC; after that the gateway takes it as a no. */
  readonly expiresAtMs: number;
} & (
  | {
      readonly kind: 'approval';
      /** The exact command line, as the shell would get it. */
      readonly command: string;
      readonly directory?: string;
    }
  | { readonly kind: 'question'; readonly questions: readonly Question[] }
);

export interface Question {
  readonly id: string;
  readonly text: string;
  readonly options: readonly string[];
}

/** What a session holds, for going on after a lost connection or a crash. */
export interface SessionView {
  /** The run in flight, with the answer so far. It need not be one that we started. */
  readonly active?: { readonly runId: string; readonly text: string };
  /** Run ids (our idempotency keys) whose request the history holds. */
  readonly seenRunIds: readonly string[];
  /** The last answer of the assistant, when it came after the last request. */
  readonly lastAnswer?: string;
}

export interface GatewayListener {
  /** Events of all sessions, in order per run. */
  event?(event: GatewayEvent): void;
  asked?(ask: Ask): void;
  /** Somebody or something ended the ask: a decision, or its time. */
  askEnded?(askId: string, outcome: string): void;
  /** Fires with each change; after `up` read sessions and asks again, events may have been lost. */
  state?(state: GatewayState): void;
}

/** One request to the agent. */
export interface GatewayRequest {
  readonly sessionKey: string;
  readonly runId: string;
  readonly text: string;
  readonly system?: string;
  /** What the model looks at beside the text: PNG, JPEG, WebP or GIF, up to 6 MB each. */
  readonly pictures?: readonly Picture[];
}

/** A picture that goes with a request. */
export interface Picture {
  readonly name: string;
  readonly mimeType: string;
  readonly content: Uint8Array;
}

/** A model that the gateway offers. */
export interface Model {
  /** `<provider>/<model>` */
  readonly id: string;
  /** As people know it. External text. */
  readonly name: string;
  /** `false`: it could not answer now, such as for want of a key. */
  readonly isAvailable: boolean;
  /** Tokens that it can read at once. */
  readonly contextTokens?: number;
}

/** What the gateway knows of a session. */
export interface SessionFacts {
  /** Its model, as `Model.id`. */
  readonly model?: string;
  /** In its transcript: requests, answers and what tools gave back. */
  readonly messages: number;
  /** Tokens of the conversation as the model was given it last; absent before the first answer. */
  readonly usedTokens?: number;
  /** What the model can read at once. */
  readonly contextTokens?: number;
  /** US dollars, over all runs. */
  readonly costUsd?: number;
}

/** The AI agent's gateway: one turn at a time per session, events pushed. */
export interface Gateway {
  state(): GatewayState;
  /** Returns how to stop listening. */
  listen(listener: GatewayListener): () => void;

  /**
   * Makes the session ready to work in `directory` (absolute, existing), in guarded mode. Calling
   * it again changes nothing.
   * @throws {Fault} `gateway-unreachable`, `gateway-refused`
   */
  openSession(session: { key: string; directory: string; label: string }): Promise<void>;

  /**
   * Hands `text` to the agent as it is: a leading slash is text. `system` is told beside it for this
   * one run, and is no part of what the session remembers. `runId` makes it idempotent while
   * the gateway lives; after its crash look into `inspect` first. Resolves when it is accepted.
   * @throws {Fault} `gateway-unreachable`, `gateway-refused`
   */
  send(request: GatewayRequest): Promise<void>;

  /** Ends what runs in the session; resolves with whether anything ran. The `aborted` event follows. */
  abort(sessionKey: string): Promise<boolean>;

  /**
   * What the session holds now. `seenRunIds` goes back some way; the request of `runId` is looked
   * for in the whole history. @throws {Fault} `gateway-unreachable`
   */
  inspect(sessionKey: string, runId?: string): Promise<SessionView>;

  /**
   * What a run has used so far, however it ended; `undefined` when the gateway does not know or
   * cannot be asked now. Never rejects.
   */
  usage(sessionKey: string, runId: string): Promise<Usage | undefined>;

  /** `undefined`: the gateway has no such session. @throws {Fault} `gateway-unreachable` */
  facts(sessionKey: string): Promise<SessionFacts | undefined>;

  /** What `chooseModel` takes. @throws {Fault} `gateway-unreachable` */
  models(): Promise<readonly Model[]>;

  /**
   * From its next run on the session, which is open, thinks with that model. `false`: there is no
   * such model, and nothing has changed. @throws {Fault} `gateway-unreachable`, `gateway-refused`
   */
  chooseModel(sessionKey: string, modelId: string): Promise<boolean>;

  /** Everything that waits for a person now, over all sessions. */
  asks(): Promise<readonly Ask[]>;

  /** Answers an approval. Resolves with `false` when it no longer waits. */
  decide(askId: string, decision: 'allow-once' | 'deny'): Promise<boolean>;

  /** Answers a question, chosen or typed options by question id. `false` when it no longer waits. */
  answer(askId: string, answers: Readonly<Record<string, readonly string[]>>): Promise<boolean>;

  close(): Promise<void>;
}
