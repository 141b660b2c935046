import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Say } from '#kernel/language.ts';
import { createEmulator } from '#playground/bot-api/emulator.ts';
import { finishText, MAX_TEXT, parseText } from '#playground/bot-api/text/text.ts';
import { createEntries } from '../entries.ts';
import { toMessages, type Messages } from '../messages.ts';
import { envelopeOf } from '../outbox/envelope.ts';
import { bare, document, firstMissing, readable, seed } from './random-documents.ts';
import { render } from './render.ts';
import type { Rich } from './rich.ts';
import { safeText } from './safe-text.ts';

/** Stands where the text says that a code block went as a file. */
const NOTE = 'N0TE';
const say: Say = (key) => (key === 'telegram-code-in-file' ? NOTE : key);

type Show = (part: Rich) => string;
const asText: Show = ({ text }) => text;
/** With the address of each link behind it: where two parsers disagree it may be text. */
const withAddresses: Show = ({ text, entities }) =>
  entities
    .filter(({ url }) => url !== undefined)
    // One that goes on in the next part is not over.
    .filter(({ offset, length }) => text.length < 2_000 || offset + length < text.length)
    .toSorted((a, b) => b.offset + b.length - (a.offset + a.length))
    .reduce((shown, { offset, length, url }) => {
      const end = offset + length;
      return `${shown.slice(0, end)} ${url} ${shown.slice(end)}`;
    }, text);

function shownBy({ texts, files }: Messages, show: Show): string {
  const label = /^\(\d+\/\d+\)\n/u;
  const text = texts.map((part) => show(part).replace(label, '')).join('');
  const [file] = files;
  const content = file === undefined ? '' : safeText(String(file.content));
  return bare(text.includes(NOTE) ? text.replace(NOTE, () => content) : text + content);
}

/** What `source` says and `messages` do not; at most one word. */
function lost(source: string, messages: Messages): string | undefined {
  const needles = readable(source);
  const missing = firstMissing(shownBy(messages, asText), needles);
  return missing && firstMissing(shownBy(messages, withAddresses), needles)?.slice(0, 50);
}

function isArmed(entities: readonly { readonly type: string }[]): boolean {
  return entities.some(({ type }) => type === 'mention' || type === 'bot_command');
}

function chatting() {
  const emulator = createEmulator();
  const bot = emulator.bot({ username: 'forge_bot' });
  emulator.person({ id: 11, name: 'Vera' }).chat(bot).says('hi');
  return { emulator, bot };
}

it('sends 10,000 random documents: none refused, no word or line of code lost, nobody rung', async () => {
  let { emulator, bot } = chatting();
  let count = 0;
  const entries = createEntries({ id: '11:0:11', chatId: 11, actorId: 11, language: 'en' }, say);
  const seen = { parts: 0, files: 0 };

  await fc.assert(
    fc.asyncProperty(document, async (source) => {
      // A chat that holds all of them would be slow to look at.
      if ((count += 1) % 250 === 0) ({ emulator, bot } = chatting());
      const messages = toMessages({ text: source }, say);
      for (const text of messages.texts) {
        expect(text.entities.length).toBeLessThanOrEqual(100);
        const options = { priority: 0, markup: undefined, isSilent: false };
        const { body } = envelopeOf(entries.text('k', text, options));
        const answer = await emulator.call(bot.token, 'sendMessage', { chat_id: 11, ...body });
        if (!answer.ok) throw new Error(`${answer.description}: ${JSON.stringify(body)}`);
        const { entities = [] } = answer.result as { entities?: { type: string }[] };
        expect(isArmed(entities)).toBe(false);
      }
      for (const { content } of messages.files) expect(content.length).toBeGreaterThan(0);
      expect(lost(source, messages)).toBeUndefined();
      expect(emulator.warnings).toEqual([]);
      seen.parts += messages.texts.length > 1 ? 1 : 0;
      seen.files += messages.files.length;
    }),
    { numRuns: 10_000, seed },
  );

  // The documents are not all easy ones.
  expect(seen.parts).toBeGreaterThan(100);
  expect(seen.files).toBeGreaterThan(100);
}, 300_000);

it('shows every prefix of 200 documents without losing a word', () => {
  const short = document.filter((source) => source.length < 600);
  const finish = ({ text, entities }: Rich) =>
    finishText(parseText({ text, parseMode: undefined, entities }), {
      max: MAX_TEXT,
      tooLong: 'too long',
      isOptional: true,
    });
  fc.assert(
    fc.property(short, (source) => {
      for (let end = 1; end <= source.length; end += 1) {
        const prefix = source.slice(0, end);
        const rich = render(prefix);
        expect(isArmed(finish(rich).entities)).toBe(false);
        expect(lost(prefix, { texts: [rich], files: [] })).toBeUndefined();
      }
    }),
    { numRuns: 200, seed },
  );
}, 300_000);
