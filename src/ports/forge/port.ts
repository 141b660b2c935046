/** Somebody on a forge. The name is untrusted text. */
export interface Party {
  readonly name: string;
  /** Telegram user id; absent for whom only the forge knows. */
  readonly actorId?: number;
}

type Verdict = 'approve' | 'request-changes';

/** A verdict on what a change was at one commit. */
export interface Review {
  readonly by: Party;
  readonly verdict: Verdict;
  /** May be empty. */
  readonly comment: string;
  readonly atSha: string;
  readonly atMs: number;
}

/** A remark that decides nothing. */
export interface Comment {
  readonly by: Party;
  readonly text: string;
  readonly atMs: number;
  /** What the change was when it was said, where the forge tells. */
  readonly atSha?: string;
  readonly path?: string;
  /** Counts from 1, in the file as the change has it. */
  readonly line?: number;
}

/** What a machine found about the head of a change. */
interface Check {
  readonly name: string;
  readonly state: 'running' | 'passed' | 'failed';
  readonly url?: string;
}

/** One line of a list of changes. Titles and branches are untrusted text. */
export interface ChangeSummary {
  readonly project: string;
  /** As people say it: `#7` of a project. */
  readonly number: number;
  readonly source: string;
  readonly target: string;
  readonly title: string;
  readonly author: Party;
  readonly state: 'open' | 'merged' | 'closed';
  readonly updatedAtMs: number;
  /** Where the forge shows it, if it does. */
  readonly url?: string;
}

/** A proposed branch: a pull request, a merge request. */
export interface Change extends ChangeSummary {
  /** The last commit of the source; stays when the branch is deleted. */
  readonly head: string;
  readonly description: string;
  /** In the order they were made; also those about earlier heads. */
  readonly reviews: readonly Review[];
  readonly comments: readonly Comment[];
  /** Absent where nothing checks. */
  readonly checks?: readonly Check[];
  readonly createdAtMs: number;
  /** Who merged or closed it. */
  readonly endedBy?: Party;
  /** The commit that the merge made on the target. */
  readonly mergedAs?: string;
}

/** What became of a proposal. */
export type OpenOutcome =
  | { readonly kind: 'opened'; readonly change: Change }
  /** One of the same two branches is open. */
  | { readonly kind: 'exists'; readonly change: Change }
  | { readonly kind: 'no-branch'; readonly branch: string }
  /** The source has no commit that the target has not. */
  | { readonly kind: 'nothing' };

/** What became of a word about a change. Only `kept` has changed anything. */
export type RemarkOutcome =
  | { readonly kind: 'kept' }
  /** It is at another commit than the one that was looked at. */
  | { readonly kind: 'moved'; readonly head: string }
  | { readonly kind: 'ended'; readonly state: 'merged' | 'closed' }
  | { readonly kind: 'unknown' };

/** What became of a merge. Only `merged` has changed anything. */
export type MergeOutcome =
  | {
      readonly kind: 'merged';
      readonly sha: string;
      /** The target is checked out here, so the files of the project have changed too. */
      readonly isCheckedOut: boolean;
    }
  | { readonly kind: 'moved'; readonly head: string }
  | { readonly kind: 'ended'; readonly state: 'merged' | 'closed' }
  /** Both branches changed the same places of these files; none, where the forge does not tell. */
  | { readonly kind: 'conflict'; readonly paths: readonly string[] }
  /** The files of the target are checked out here, and these are not committed, or in the way. */
  | { readonly kind: 'dirty'; readonly paths: readonly string[] }
  /** Nobody of those who must has approved this head. */
  | { readonly kind: 'unapproved' }
  /** The last word about this head asks for changes. */
  | { readonly kind: 'changes-requested'; readonly by: Party }
  /** The target has all of it. */
  | { readonly kind: 'nothing' }
  /** A branch is gone, or the two have nothing in common. */
  | { readonly kind: 'impossible' }
  /** The forge has rules of its own; `detail` is its untrusted text. */
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'unknown' };

/** What became of closing a change, or of opening it again. */
export type SwitchOutcome =
  | { readonly kind: 'done' }
  /** It is in another state, or another one of its branches is open. */
  | { readonly kind: 'late'; readonly state: ChangeSummary['state'] }
  | { readonly kind: 'unknown' };

/**
 * Where changes of a project are proposed, reviewed and merged. What was done is seen by the one who
 * did it; a forge elsewhere may show it to `get` and `list` a little later.
 */
export interface Forge {
  open(
    project: string,
    proposal: {
      readonly source: string;
      readonly target: string;
      readonly title: string;
      readonly description: string;
      readonly by: Party;
    },
  ): Promise<OpenOutcome>;
  /** Those that are open first, then the newest. */
  list(project: string, limit: number): Promise<readonly ChangeSummary[]>;
  get(project: string, number: number): Promise<Change | undefined>;
  /** Of one key there is one remark in a change. Ended changes can be talked about too. */
  comment(
    project: string,
    number: number,
    comment: Omit<Comment, 'atMs' | 'atSha'> & { readonly key: string },
  ): Promise<RemarkOutcome>;
  /** A verdict about `atSha`, which must be the head. */
  review(
    project: string,
    number: number,
    review: Omit<Review, 'atMs'> & { readonly key: string },
  ): Promise<RemarkOutcome>;
  /**
   * Merges exactly `expectedHead`. The last verdict about it must not ask for changes, and where
   * `mustApprove` is given, one of these actors must have approved it. `isResumed`: an earlier
   * attempt of the same operation may have ended in the middle.
   */
  merge(
    project: string,
    number: number,
    merge: {
      readonly expectedHead: string;
      readonly method: 'merge' | 'squash';
      readonly by: Party;
      readonly operationId: string;
      readonly mustApprove?: readonly number[];
      readonly isResumed: boolean;
    },
  ): Promise<MergeOutcome>;
  close(project: string, number: number, by: Party): Promise<SwitchOutcome>;
  reopen(project: string, number: number, by: Party): Promise<SwitchOutcome>;
}
