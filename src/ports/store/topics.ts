import type { Place } from '#kernel/conversation.ts';

/** A place whose free text and commands concern one project, whoever writes there. */
export interface BoundTopic extends Place {
  readonly project: string;
  /** Telegram user id of the one who bound it. */
  readonly boundBy: number;
  /** Milliseconds since the epoch, UTC. */
  readonly boundAtMs: number;
  /** Since when nobody can write there; a topic that is opened again is as it was. */
  readonly closedAtMs?: number;
}

/** Topics, and groups without topics, that are bound to projects. */
export interface Topics {
  get(place: Place): Promise<BoundTopic | undefined>;
  /** In the order of binding. */
  list(): Promise<readonly BoundTopic[]>;
  /** `false` when the place is bound already, or there is no such project; then nothing changes. */
  bind(topic: BoundTopic): Promise<boolean>;
  /** `false`: it was not bound. */
  unbind(place: Place): Promise<boolean>;
  /** `undefined`: opened again. A place that is not bound stays so. */
  close(place: Place, closedAtMs: number | undefined): Promise<void>;
  /** Unbinds what was closed before `beforeMs`. */
  prune(beforeMs: number): Promise<void>;
}
