import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import type { SessionFacts } from '#ports/gateway/port.ts';
import type { SessionNote } from './sessions.ts';

interface About {
  readonly project: string;
  readonly session: SessionNote;
}

/** The facts of a session, with what can be done about it. */
export function sessionCard(
  { project, session, facts }: About & { readonly facts: SessionFacts | undefined | 'away' },
  say: Say,
): Card {
  const about = { project, number: session.number, title: titleOf(session, say) };
  const head = say('session-title', about);
  const rows = facts === 'away' ? [say('session-away')] : rowsOf(facts, say);
  return {
    text: [head, ...rows].join('\n'),
    ring: false,
    buttons: [
      [
        button(say('session-new'), [project, 'new']),
        button(say('session-list'), [project, 'list']),
        { label: say('session-model'), command: 'model', words: [] },
      ],
    ],
  };
}

/** All of them; a tap goes on with one. */
export function sessionListCard(
  project: string,
  { current, list }: { readonly current: number; readonly list: readonly SessionNote[] },
  say: Say,
): Card {
  const rows = list.map((session) => {
    const { number, createdAtMs } = session;
    const mark = number === current ? '▶' : '▫️';
    const since =
      createdAtMs === undefined ? '' : ` · ${say('session-since', { at: { atMs: createdAtMs } })}`;
    return `${mark} ${number} · ${titleOf(session, say)}${since}`;
  });
  const others = list.filter(({ number }) => number !== current);
  const taps = others.map(({ number }) =>
    button(say('session-resume', { number }), [project, 'resume', String(number)]),
  );
  return {
    text: `${say('session-list-title', { project })}\n${rows.join('\n')}`,
    ring: false,
    buttons: [...chunk(taps, 4), [button(say('session-new'), [project, 'new'])]],
  };
}

/** What a session is called. */
export function titleOf({ title, number }: SessionNote, say: Say): string {
  return title === '' ? say('session-untitled', { number }) : plain(title);
}

function rowsOf(facts: SessionFacts | undefined, say: Say): readonly string[] {
  if (!facts) return [say('session-unused')];
  const { messages, usedTokens, contextTokens = 0, model, costUsd } = facts;
  const used = usedTokens ?? 0;
  const percent = contextTokens === 0 ? 0 : Math.min(100, Math.round((used / contextTokens) * 100));
  return [
    say('session-messages', { count: messages }),
    ...(usedTokens === undefined
      ? []
      : [say('session-context', { used, total: contextTokens, percent })]),
    ...(model === undefined ? [] : [say('session-thinks', { model: plain(model) })]),
    ...(costUsd === undefined ? [] : [say('session-cost', { cost: { usd: costUsd } })]),
  ];
}

function button(label: string, words: readonly string[]): Button {
  return { label, command: 'session_do', words };
}

function chunk<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return items.flatMap((_, at) => (at % size === 0 ? [items.slice(at, at + size)] : []));
}
