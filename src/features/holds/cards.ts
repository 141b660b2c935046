import { type Button, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import { holdReason } from '#ports/ops/holding.ts';
import type { Hold } from '#ports/ops/port.ts';

/** One line of Markdown: what is held, by whom, why, until when. */
export function holdLine(hold: Hold, say: Say): string {
  const { kind, project, environment, by, untilMs } = hold;
  const reason = holdReason(hold, say);
  const place = [
    project ?? say('hold-everything'),
    ...(environment === undefined ? [] : [environment]),
  ];
  const words = { place: place.join(' · '), actor: plain(by.name) };
  const why = reason === '' ? [] : [plain(shorten(visible(reason), 200))];
  const until =
    untilMs === undefined ? say('hold-open') : say('hold-until', { until: { atMs: untilMs } });
  return [say(`hold-${kind}`, words), ...why, until].join(' · ');
}

/** [Lift it] of one; anybody whose role allows it may tap. */
export function liftButton({ id, project }: Hold, say: Say): Button {
  return {
    label: say('hold-lift'),
    command: 'unlock_of',
    words: [project ?? 'all', id],
    who: 'role',
  };
}
