import { hasRole } from '#kernel/actor.ts';
import type { Card } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import { rootOf } from '#kernel/project.ts';
import { everybody } from './everybody.ts';
import { dayOf } from './limits.ts';
import { resetFor } from './reset.ts';
import { type Moment, type OverviewOptions, section } from './section.ts';

/** The own use and that of the current project; an owner in private sees everybody's. */
export async function overview(options: OverviewOptions, call: Call): Promise<Card> {
  const { store, limits, now } = options;
  const { say, actor, conversation } = call;
  const project = conversation.project && rootOf(conversation.project);
  const nowMs = now();
  const day = dayOf(nowMs, limits);
  const moment: Moment = { nowMs, day, lifts: await options.lifts.list() };
  const about = { ...moment, limits, say };
  const reset = await resetFor(store, actor.id, { toMs: day.toMs, nowMs });
  const offset = limits.utcOffsetMinutes;
  const head = [
    say('budget-title'),
    say('budget-reset', { ...reset }),
    ...(offset === 0 ? [] : [say('budget-clock', { offset: toOffset(offset) })]),
  ];
  const own = { scope: { kind: 'user', actorId: actor.id } } as const;
  const parts = [
    head.join('\n\n'),
    section(own, await store.usage.sum(day, { actorId: actor.id }), about),
  ];
  if (project !== undefined) {
    const named = { scope: { kind: 'project', project }, name: project } as const;
    parts.push(section(named, await store.usage.sum(day, { project }), about));
  }
  // In a group, what others use is nobody's business.
  if (!hasRole(actor, 'owner') || conversation.chatId !== actor.id) {
    return { text: parts.join('\n\n') };
  }
  const all = await everybody(options, moment, say);
  return {
    text: [...parts, ...all.parts, say('budget-hint')].join('\n\n'),
    ...(all.buttons.length > 0 && { buttons: all.buttons }),
  };
}

/** `+3:00`, `−3:30`. */
function toOffset(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '−' : '+'}${hours}:${String(rest).padStart(2, '0')}`;
}
