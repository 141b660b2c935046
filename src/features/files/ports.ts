import type { Card } from '#kernel/card.ts';
import type { Language, Say } from '#kernel/language.ts';
import type { Masker } from '#lib/mask/masker.ts';
import type { Errand } from '#operations/errand.ts';
import type { Operations } from '#operations/operations.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Downloads } from '#ports/downloads/port.ts';
import type { ProjectFiles } from '#ports/files/port.ts';
import type { Git } from '#ports/git/port.ts';
import type { Json, Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';

/** Commits as turns do: what was there before apart, a secret stops it, trailers lead back. */
export interface Committer {
  /**
   * Keeps what lies in the tree already in a commit of its own, and tells whose it was. Resolves
   * with the secrets that kept it from that, in words.
   */
  keep(about: CommitAbout, attempt: number): Promise<string | null>;
  /** Resolves with what the step `commit` keeps. */
  commit(about: CommitAbout, message: string, attempt: number): Promise<Json>;
  card(result: Json, about: CommitAbout): Card;
  isMade(result: Json): boolean;
}

/** Whose commit it is, of what. */
interface CommitAbout extends Errand {
  readonly project: string;
  readonly operationId: string;
}

/** What everything about files works with. */
export interface FilePorts {
  readonly files: ProjectFiles;
  readonly downloads: Downloads;
  readonly operations: Operations;
  readonly store: Pick<Store, 'projects' | 'conversations' | 'operations' | 'settings'>;
  readonly chat: Chat;
  readonly git: Git;
  readonly workspace: Pick<Workspace, 'directory'>;
  readonly masker: Masker;
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
}
