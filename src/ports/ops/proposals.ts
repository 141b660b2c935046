import { Fault } from '#kernel/fault.ts';
import { shorten } from '#lib/text.ts';
import {
  cutReason,
  named,
  newEnvironmentText,
  readEnvironment,
  withDesired,
} from './environment-file.ts';
import { writeDefaults } from './environments.ts';
import { edited, type Line, type Turn } from './line.ts';
import { authorOf, branchOf, messageOf } from './message.ts';
import { environmentFile } from './places.ts';
import type { Ops, OpsMergeOutcome, Person } from './port.ts';
import type { OpsRecord, Proposal } from './record.ts';
import type { OpsRepository } from './repository.ts';

type Change = Parameters<Ops['propose']>[0];
type Wanted = Pick<Change, 'project' | 'environment' | 'desired'>;
type Proposed = Awaited<ReturnType<Ops['propose']>>;

/** What a commit did that changed what an environment should be. */
export const DEPLOY_ACTION = 'deploy';

/** The part of `Ops` that changes what should be live. */
export function changeProposals(parts: {
  readonly line: Line;
  readonly repository: OpsRepository;
  readonly now: () => number;
}): Pick<Ops, 'propose' | 'merge' | 'drop'> {
  const { line, repository, now } = parts;

  const proposalOf = (record: OpsRecord, operationId: string): Proposal | undefined =>
    record.proposals.find((each) => each.operationId === operationId);
  const without = (operationId: string) => (record: OpsRecord) => ({
    ...record,
    proposals: record.proposals.filter((each) => each.operationId !== operationId),
  });

  const propose = async (turn: Turn, change: Change): Promise<Proposed> => {
    const { project, environment, desired, operationId } = change;
    const file = environmentFile(project, environment);
    const branch = branchOf(operationId);
    const known = proposalOf((await turn.current()).record, operationId);
    if (known && (await repository.has(known.sha))) {
      await repository.setBranch(branch, known.sha);
      return { branch, sha: known.sha };
    }
    const merged = await turn.find(operationId, DEPLOY_ACTION);
    if (merged) return { branch, sha: merged.parents.at(-1) ?? merged.sha };

    const base = await writeDefaults(turn, change, project);
    const before = (await turn.state()).texts.get(file);
    if (before === undefined) {
      throw new Fault('config-invalid', `${project} has no environment ${environment}`);
    }
    const text = withDesired(before, environment, desired);
    if (text === undefined) {
      throw new Fault('config-invalid', `${file}: no valid desired state: ${describe(desired)}`);
    }
    const sha = await repository.commit({
      base,
      changes: edited(file, text),
      parents: [base],
      author: authorOf(change.by),
      message: messageOf({ ...change, subject: subjectOf(change), action: 'propose' }),
      atMs: now(),
    });
    const proposal: Proposal = {
      operationId,
      project,
      environment,
      sha,
      base,
      by: named(change.by),
      reason: cutReason(change.reason),
    };
    await turn.remember((record) => ({
      ...record,
      proposals: [...without(operationId)(record).proposals, proposal],
    }));
    await repository.setBranch(branch, sha);
    return { branch, sha };
  };

  const forget = async (turn: Turn, operationId: string) => {
    await turn.remember(without(operationId));
    await repository.setBranch(branchOf(operationId), undefined);
  };

  const merge = async (
    turn: Turn,
    operationId: string,
    approvedBy?: Person,
  ): Promise<OpsMergeOutcome> => {
    const { record, accepted } = await turn.current();
    const merged = await turn.find(operationId, DEPLOY_ACTION);
    if (merged) {
      await forget(turn, operationId);
      return { kind: 'merged', sha: merged.sha };
    }
    const proposal = proposalOf(record, operationId);
    if (!proposal || accepted === undefined || !(await repository.has(proposal.sha))) {
      return { kind: 'unknown' };
    }
    const { project, environment, sha, base, by, reason } = proposal;
    const file = environmentFile(project, environment);
    const idAt = async (commit: string) => (await repository.tree(commit)).get(file)?.id;
    if ((await idAt(base)) !== (await idAt(accepted))) return { kind: 'moved' };
    const proposed = await proposedAt(sha, file, proposal);
    if (!proposed) return { kind: 'unknown' };
    const { desired } = proposed;
    const approved = desired && approvedBy && { ...desired, approvedBy: named(approvedBy) };
    const made = await turn.advance({
      words: {
        by,
        reason,
        operationId,
        subject: subjectOf(proposed),
        action: DEPLOY_ACTION,
        project,
        ...(approvedBy && { approvedBy }),
      },
      mergeOf: sha,
      edit: (state) => {
        const text = state.texts.get(file) ?? newEnvironmentText(environment);
        return edited(file, withDesired(text, environment, approved ?? desired));
      },
      remember: without(operationId),
    });
    await repository.setBranch(branchOf(operationId), undefined);
    return { kind: 'merged', sha: made };
  };

  /** From the commit itself: its branch may have been pushed to. */
  const proposedAt = async (sha: string, file: string, { project, environment }: Proposal) => {
    const entry = (await repository.tree(sha)).get(file);
    if (entry?.kind !== 'text') return undefined;
    const read = readEnvironment(entry.text, project, environment);
    if (read.kind === 'bad') return undefined;
    const { desired } = read.environment;
    return { project, environment, ...(desired && { desired }) };
  };

  return {
    propose: (change) => line.inTurn((turn) => propose(turn, change)),
    merge: (operationId, approvedBy) => line.inTurn((turn) => merge(turn, operationId, approvedBy)),
    drop: (operationId) => line.inTurn((turn) => forget(turn, operationId)),
  };
}

function subjectOf({ project, environment, desired }: Wanted): string {
  return desired
    ? `Deploy ${desired.revision.slice(0, 7)} to ${project} ${environment}`
    : `Take ${project} ${environment} down`;
}

function describe(desired: Change['desired']): string {
  return shorten(JSON.stringify(desired), 300);
}
