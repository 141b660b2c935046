import type { Card } from '#kernel/card.ts';
import type { Language, Say } from '#kernel/language.ts';
import type { Masker } from '#lib/mask/masker.ts';
import type { Operations } from '#operations/operations.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Downloads } from '#ports/downloads/port.ts';
import type { ProjectFiles } from '#ports/files/port.ts';
import type { Git } from '#ports/git/port.ts';
import type { Json, Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';

/** Commits as turns do: what was there before apart, a secret stops it, trailers lead back. */
export interface Committer {
  /** Keeps what lies in the tree already in a commit of its own. */
  keep(about: CommitAbout, attempt: number): Promise<void>;
  /** Resolves with what the step `commit` keeps. */
  commit(about: CommitAbout, message: string, attempt: number): Promise<Json>;
  card(result: Json, about: CommitAbout, say: Say): Card;
  isMade(result: Json): boolean;
}

/** Whose commit it is, of what. */
export interface CommitAbout {
  readonly project: string;
  readonly operationId: string;
  readonly actor: { readonly id: number; readonly name: string };
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
