import { Fault } from '#kernel/fault.ts';
import { shorten } from '#lib/text.ts';
import { withHolds } from './holds-file.ts';
import { edited, type Line } from './line.ts';
import { HOLDS_FILE } from './places.ts';
import type { Hold, Ops } from './port.ts';

/** Of the hold that stands for all that were lost with the repository. */
const LOST = 'ops-lost';

/** The part of `Ops` that keeps deploys away. */
export function changeHolds({
  line,
  now,
}: {
  readonly line: Line;
  readonly now: () => number;
}): Pick<Ops, 'holds' | 'hold' | 'lift'> {
  const holding = (nowMs: number) => (hold: Hold) =>
    hold.untilMs === undefined || hold.untilMs > nowMs;

  return {
    async holds(nowMs) {
      const { record } = await line.current();
      const found = (await line.state()).holds.filter(holding(nowMs));
      return record.lost === undefined ? found : [lostHold(nowMs), ...found];
    },
    hold: (change) =>
      line.inTurn(async (turn) => {
        const { hold } = change;
        const action = `hold ${oneLine(hold.id)}`;
        if (await turn.find(change.operationId, action)) return;
        if (withHolds(undefined, () => [hold]) === undefined) {
          throw new Fault('config-invalid', `no valid hold: ${shorten(JSON.stringify(hold), 300)}`);
        }
        await turn.advance({
          words: {
            ...change,
            subject: `${hold.kind === 'lock' ? 'Lock' : 'Freeze'} ${whereOf(hold)}`,
            action,
            ...(hold.project !== undefined && { project: hold.project }),
          },
          edit: (state) => {
            if (state.holds.some(({ id }) => id === hold.id)) return new Map();
            const text = state.texts.get(HOLDS_FILE);
            const current = holding(now());
            return edited(
              HOLDS_FILE,
              withHolds(text, (holds) => [...holds.filter(current), hold]),
            );
          },
        });
      }),
    lift: (change) =>
      line.inTurn(async (turn) => {
        const { holdId } = change;
        const action = `lift ${oneLine(holdId)}`;
        if (await turn.find(change.operationId, action)) return true;
        const found = (await turn.state()).holds.find(({ id }) => id === holdId);
        if (!found) return false;
        await turn.advance({
          words: {
            ...change,
            subject: `${found.kind === 'lock' ? 'Unlock' : 'Unfreeze'} ${whereOf(found)}`,
            action,
            ...(found.project !== undefined && { project: found.project }),
          },
          edit: (state) => {
            const text = state.texts.get(HOLDS_FILE);
            if (text === undefined) return new Map();
            const after = withHolds(text, (holds) => holds.filter(({ id }) => id !== holdId));
            return after === text ? new Map() : edited(HOLDS_FILE, after);
          },
        });
        return true;
      }),
  };
}

function whereOf({ project, environment }: Hold): string {
  return `${project ?? 'every project'}${environment === undefined ? '' : ` ${environment}`}`;
}

function oneLine(id: string): string {
  return id
    .slice(0, 100)
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim();
}

/** What kept deploys away is not known any more, so everything does. */
function lostHold(nowMs: number): Hold {
  return {
    id: LOST,
    kind: 'freeze',
    by: { id: 0, name: 'CodeFoundry' },
    reason: '',
    isLost: true,
    sinceMs: nowMs,
  };
}
