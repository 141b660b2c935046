import { randomBytes } from 'node:crypto';
import type { Button } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Buttons, Json, StoredButton } from '#ports/store/port.ts';
import type { Outbox } from './outbox/outbox.ts';
import { safeText } from './render/safe-text.ts';

/** Telegram's `reply_markup` for a card's buttons, with what each does kept in the store. */
export interface Keyboards {
  /**
   * `undefined` for no buttons. The same button of the same `key` keeps its id, so that a card
   * drawn again adds nothing to the store.
   */
  markup(
    conversation: Conversation,
    key: string,
    rows: readonly (readonly Button[])[] | undefined,
  ): Promise<Json | undefined>;
  /** The message of `key` gets no further keyboard. */
  forget(key: string): void;
}

interface KeyboardOptions {
  readonly buttons: Buttons;
  readonly now: () => number;
  /** Knows which chat a group has become meanwhile: there its buttons are tapped. */
  readonly outbox?: Pick<Outbox, 'whereIs'>;
  /** At most 64 bytes, not guessable. */
  readonly randomId?: () => string;
}

const MAX_LABEL_CODE_POINTS = 64;
const MAX_ROW = 8;
/** Cards whose ids are remembered; a forgotten one costs new rows in the store, nothing else. */
const MAX_REMEMBERED = 1_000;

/** Keyboards whose ids are random: nobody can guess what another's button would do. */
export function createKeyboards({
  buttons,
  now,
  outbox,
  randomId = () => randomBytes(18).toString('base64url'),
}: KeyboardOptions): Keyboards {
  const idsOf = new Map<string, Map<string, string>>();

  const remembered = (key: string): Map<string, string> => {
    const ids = idsOf.get(key) ?? new Map<string, string>();
    idsOf.delete(key);
    idsOf.set(key, ids);
    const [oldest] = idsOf.keys();
    if (idsOf.size > MAX_REMEMBERED && oldest !== undefined) idsOf.delete(oldest);
    return ids;
  };

  return {
    async markup(conversation, key, rows) {
      if (!rows || rows.flat().length === 0) return undefined;
      const ids = remembered(key);
      const fresh = new Map<string, StoredButton>();
      const chatId = outbox?.whereIs(conversation.chatId) ?? conversation.chatId;
      const idOf = (button: Button): string => {
        const meaning = JSON.stringify([button.command, button.words, button.who ?? 'asker']);
        const known = ids.get(meaning) ?? fresh.get(meaning)?.id;
        if (known !== undefined) return known;
        const id = randomId();
        fresh.set(meaning, stored(id, button, { ...conversation, chatId }, now()));
        return id;
      };
      const keys = rows.flatMap(inRows).map((row) =>
        row.map((button) => ({
          text: label(button),
          callback_data: idOf(button),
          ...(button.style && { style: button.style }),
        })),
      );
      if (fresh.size > 0) await buttons.add([...fresh.values()]);
      // Only now: a button that the store does not know must not be shown the next time either.
      for (const [meaning, { id }] of fresh) ids.set(meaning, id);
      return { inline_keyboard: keys };
    },

    forget(key) {
      idsOf.delete(key);
    },
  };
}

function stored(
  id: string,
  { command, words, who }: Button,
  { chatId, actorId }: Conversation,
  createdAtMs: number,
): StoredButton {
  return { id, command, words, chatId, createdAtMs, ...(who !== 'role' && { actorId }) };
}

/** Telegram breaks longer rows in its own way; an empty one it refuses. */
function inRows(row: readonly Button[]): (readonly Button[])[] {
  const rows: Button[][] = [];
  for (let at = 0; at < row.length; at += MAX_ROW) rows.push(row.slice(at, at + MAX_ROW));
  return rows;
}

function label(button: Button): string {
  const characters = Array.from(safeText(button.label).replaceAll(/\s+/gu, ' ').trim());
  if (characters.length === 0) return '…';
  if (characters.length <= MAX_LABEL_CODE_POINTS) return characters.join('');
  return `${characters.slice(0, MAX_LABEL_CODE_POINTS - 1).join('')}…`;
}
