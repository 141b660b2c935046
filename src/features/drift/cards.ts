import { type Button, type Card, fenced } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { visible } from '#lib/visible.ts';
import type { OpsDrift } from '#ports/ops/port.ts';
import type { LiveDrift } from './ports.ts';

const DIFF_CHARS = 2_000;
const NAMED = 8;

/** The ops repository was edited by hand: what it is about, [Apply] [Restore]. */
export function handEditCard(edit: OpsDrift, say: Say): Card {
  const { head, accepted, diff, changed } = edit;
  const rows = changed.slice(0, NAMED).map(({ project, environment, from, to }) =>
    say('drift-changed', {
      project,
      environment,
      from: from?.revision.slice(0, 7) ?? '—',
      to: to?.revision.slice(0, 7) ?? '—',
    }),
  );
  const settings = edit.settings.map(({ project, environment, names }) =>
    say('drift-settings', { project, environment, names: names.join(', ') }),
  );
  const isCut = diff.length > DIFF_CHARS || Math.max(changed.length, settings.length) > NAMED;
  const shown = diff.slice(0, DIFF_CHARS).replaceAll(/[^\n\t]+/gu, visible);
  const text = [
    say('drift-edited', { from: accepted.slice(0, 7), to: head.slice(0, 7) }),
    ...(rows.length > 0 ? [rows.join('\n')] : []),
    ...(settings.length > 0 ? [settings.slice(0, NAMED).join('\n')] : []),
    fenced(shown, 'diff'),
    ...(isCut ? [say('drift-more')] : []),
  ];
  const button = (action: 'apply' | 'restore', style: Button['style']): Button => ({
    label: say(`drift-${action}`),
    command: 'drift',
    words: [action, head],
    who: 'role',
    ...(style && { style }),
  });
  return {
    text: text.join('\n\n'),
    buttons: [[button('apply', 'primary'), button('restore', 'danger')]],
    // Nobody brings into force what they could not read.
    ...(isCut && { file: { name: `${head.slice(0, 7)}.diff`, content: diff } }),
  };
}

/** Something else is live than agreed on: [Apply] makes it so, [Restore] agrees to what is. */
export function liveDriftCard({ target, wanted, live, isDown }: LiveDrift, say: Say): Card {
  const { project, environment } = target;
  const words = {
    project,
    environment,
    wanted: wanted?.sha.slice(0, 7) ?? '—',
    live: live?.sha.slice(0, 7) ?? '—',
  };
  const button = (action: 'apply' | 'keep'): Button => ({
    label: say(`drift-live-${action}`),
    command: 'drift_live',
    words: [project, environment, action, wanted?.id ?? '-', live?.id ?? '-'],
    who: 'role',
  });
  const buttons = [
    ...(wanted ? [button('apply')] : []),
    ...(live && !isDown ? [button('keep')] : []),
  ];
  return { text: say(isDown ? 'drift-down' : 'drift-live', words), buttons: [buttons] };
}
