import { type Button, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import type { UsageSum } from '#ports/store/usage.ts';
import { liftButtons, liftedLine, type Named, usedLine, whatWords } from './cards.ts';
import { liftOf } from './lifts.ts';
import { isSpent, type Scope, toGauges } from './limits.ts';
import { nameOf } from './owners.ts';
import { scopeOf } from './scope-of.ts';
import { type Moment, type OverviewOptions, section } from './section.ts';

interface Used {
  readonly scope: Scope;
  /** Untrusted. */
  readonly name?: string;
  readonly sum: UsageSum;
}

/** People, and projects, that are listed; more are counted. */
const LISTED = 10;
/** People, and projects, that are looked at: any of them may have used up theirs. */
const LOOKED_AT = 200;
/** Budgets with buttons: a card takes no more than that well. */
const WITH_BUTTONS = 8;

/** What an owner sees: everybody together, each person, each project, and what is lifted. */
export async function everybody(
  options: OverviewOptions,
  moment: Moment,
  say: Say,
): Promise<{
  readonly parts: readonly string[];
  readonly buttons: readonly (readonly Button[])[];
}> {
  const { store, limits, ownerIds } = options;
  const { day, lifts, nowMs } = moment;
  const total: Used = { scope: { kind: 'total' }, sum: await store.usage.sum(day) };
  const people = await Promise.all(
    (await store.usage.byActor(day, LOOKED_AT)).map(async ({ actorId, ...sum }): Promise<Used> => {
      return { scope: { kind: 'user', actorId }, name: await nameOf(store, actorId), sum };
    }),
  );
  const projects = (await store.usage.byProject(day, LOOKED_AT)).map(
    ({ project, ...sum }): Used => ({ scope: { kind: 'project', project }, name: project, sum }),
  );
  const percentOf = ({ scope, sum }: Used) => toGauges(scope, sum, limits);
  const row = (used: Used): string => {
    const percents = percentOf(used).map(({ percent }) => percent);
    const part =
      percents.length === 0 ? [] : [say('budget-part', { percent: Math.max(...percents) })];
    const name = plain(shorten(used.name ?? '', 40));
    return `- ${[name, usedLine(used.sum, say), ...part].join(' · ')}`;
  };
  const listed = (title: string, all: readonly Used[]): readonly string[] => {
    if (all.length === 0) return [];
    const hidden = all.length - LISTED;
    const more = hidden > 0 ? [say('budget-more', { count: hidden })] : [];
    return [[title, ...all.slice(0, LISTED).map(row), ...more].join('\n')];
  };

  const open: readonly (Named & { readonly lift: (typeof lifts)[number] })[] = await Promise.all(
    lifts
      .filter(({ untilMs }) => untilMs > nowMs)
      .map(async (lift) => {
        const named = await scopeOf(store, lift.scope, ownerIds);
        return { ...(named ?? { scope: { kind: 'all' } as const, name: lift.scope }), lift };
      }),
  );
  const lifted = open.map((each) => `- ${whatWords(each, say)} · ${liftedLine(each.lift, say)}`);
  const spent = [total, ...people, ...projects].filter(
    (each) => percentOf(each).some(isSpent) && !liftOf(lifts, each.scope, nowMs),
  );
  const ends = open.map(({ scope, name, lift }): readonly Button[] => {
    const what = shorten(name ?? say(`budget-${scope.kind}`), 24);
    const label = say('budget-lift-end', { what });
    return [{ label, command: 'budget', words: ['lift', lift.scope, 'off'] }];
  });
  return {
    parts: [
      section(total, total.sum, { ...moment, limits, say }),
      ...listed(say('budget-people'), people),
      ...listed(say('budget-projects'), projects),
      ...(lifted.length === 0 ? [] : [[say('budget-lifts'), ...lifted].join('\n')]),
    ],
    buttons: [...liftButtons(spent.slice(0, WITH_BUTTONS), say), ...ends.slice(0, WITH_BUTTONS)],
  };
}
