import type { PersonInChat } from '#playground/bot-api/people/person.ts';
import { MAY_BE_DOUBLE } from './answers.ts';

/** Turns that go on beside the load, one after the other. */
export interface Turns {
  /** Given every text of the bot. */
  saw(text: string): void;
  /** Turns that were asked for and have no final yet. */
  waiting(): number;
  stop(): void;
  report(): Readonly<Record<string, number>>;
  /**
   * There were turns, every one has its final, none twice without a mark, and no approval is left
   * that somebody could still tap.
   */
  isWhole(): boolean;
}

const EVERY_MS = 12_000;
const ALLOW = '✅ Allow once';

/** Makes a project in that chat, then asks for a turn with an approval every few seconds. */
export async function turnsOf(
  chat: PersonInChat | undefined,
  { minutes }: { readonly minutes: number },
): Promise<Turns> {
  if (!chat) throw new Error('nobody is there to ask');
  chat.says('/new telegram-bot demo');
  const deadline = performance.now() + 120_000;
  while (!chat.messages().some(({ text }) => text.includes('demo is ready'))) {
    if (performance.now() > deadline) throw new Error('no project within two minutes');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const finals = new Map<string, number>();
  let asked = 0;
  let approvals = 0;
  const most = Math.floor((minutes * 60_000) / EVERY_MS);
  const waiting = () => [...finals.values()].filter((count) => count === 0).length;
  const ask = setInterval(() => {
    if (waiting() > 1 || asked >= most) return;
    asked += 1;
    const name = `turn-${asked}`;
    finals.set(name, 0);
    const steps = [
      { tool: 'write', arguments: { path: `${name}.txt`, content: name } },
      { tool: 'exec', arguments: { command: `touch ${name}.log` } },
      { text: `final-${name}.` },
    ];
    chat.says(`#demo ${JSON.stringify({ steps })}`);
  }, EVERY_MS);
  const open = () => chat.messages().find(({ buttons }) => buttons.flat().includes(ALLOW));
  let tapping = false;
  const tap = setInterval(() => {
    const card = open();
    if (!card || tapping) return;
    tapping = true;
    chat
      .taps(ALLOW, card)
      .then(() => (approvals += 1))
      .catch(() => undefined)
      .finally(() => (tapping = false));
  }, 500);

  return {
    saw(text) {
      const name = /final-(turn-\d+)\./u.exec(text)?.[1];
      const count = name === undefined ? undefined : finals.get(name);
      if (name === undefined || count === undefined) return;
      if (count === 0 || !text.includes(MAY_BE_DOUBLE)) finals.set(name, count + 1);
    },
    waiting,
    stop() {
      clearInterval(ask);
      clearInterval(tap);
    },
    report: () => ({
      turns: asked,
      turnsWithoutFinal: waiting(),
      approvalsLeftOpen: open() === undefined ? 0 : 1,
      turnsDoubledUnmarked: [...finals.values()].filter((count) => count > 1).length,
      approvalsTapped: approvals,
    }),
    isWhole: () =>
      asked > 0 && open() === undefined && [...finals.values()].every((count) => count === 1),
  };
}
