import type { Call, Command } from '#kernel/command.ts';
import type { Language, Say } from '#kernel/language.ts';
import type { Preferences, Verbosity } from '#kernel/preferences.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Store } from '#ports/store/port.ts';
import {
  changePreferences,
  isChoice,
  type PreferenceChange,
  preferencesOf,
} from './preferences.ts';
import { settingsCard, type SettingsView } from './settings-card.ts';

interface Options {
  readonly store: Pick<Store, 'preferences' | 'conversations' | 'settings'>;
  readonly chat: Chat;
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
  /** Says whether the bot has that command: rich messages are switched by another one. */
  readonly hasCommand: (name: string) => boolean;
}

/**
 * `/settings`: everything one can choose, on one message; `/settings quiet 22:30-7:15` and
 * `/settings clock +5:30` choose at once.
 */
export function settingsCommand(options: Options): Command {
  return {
    name: 'settings',
    role: 'viewer',
    concerns: 'bot',
    listed: true,
    async run({ words: [field, value] }, call) {
      const change = toChange(field, value);
      if (change) await changePreferences(options.store, call, change);
      await show(options, call, 'home', call.requestId.replaceAll(/[^\w]+/gu, '-'));
      return undefined;
    },
  };
}

/** The buttons of `/settings`. */
export function settingCommand(options: Options): Command {
  const { store } = options;
  return {
    name: 'setting',
    role: 'viewer',
    concerns: 'bot',
    listed: false,
    async run({ words: [id = '', field, value] }, call) {
      if (!/^[\w-]{1,60}$/u.test(id)) return { toast: call.say('dispatch-stale') };
      if (value === undefined) {
        await show(options, call, toView(field), id);
        return undefined;
      }
      const change = toChange(field, value);
      if (!change) return { toast: call.say('dispatch-stale') };
      const { preferences, language } = await changePreferences(store, call, change);
      // Quiet hours begin to count only with the person's clock: it is asked for next.
      const isClockMissing =
        preferences.quietHours !== undefined && preferences.utcOffsetMinutes === undefined;
      const say = options.sayIn(language);
      await show(options, { ...call, say }, isClockMissing ? 'clock' : 'home', id);
      return isClockMissing ? undefined : { toast: say('settings-saved') };
    },
  };
}

async function show(options: Options, call: Call, view: SettingsView, id: string): Promise<void> {
  const { store, chat, now } = options;
  const { actor, conversation, say } = call;
  const state = {
    preferences: await preferencesOf(store, actor.id),
    isRich: options.hasCommand('rich')
      ? (await store.settings.get(`telegram-rich:${conversation.chatId}`)) === true
      : undefined,
    isGroup: conversation.chatId < 0,
    nowMs: now(),
  };
  const card = settingsCard(view, id, state, say);
  await chat.show(conversation, `settings:${conversation.id}:${id}`, card);
}

const VERBOSITIES: readonly Verbosity[] = ['quiet', 'normal', 'detailed'];

/** `undefined`: the words say nothing that can be chosen. */
function toChange(
  field: string | undefined,
  value: string | undefined,
): PreferenceChange | undefined {
  switch (field ?? '') {
    case 'language':
      return isChoice(value) ? (before) => ({ ...before, language: value }) : undefined;
    case 'verbosity': {
      const verbosity = VERBOSITIES.find((each) => each === value);
      return verbosity && ((before) => ({ ...before, verbosity }));
    }
    case 'clock': {
      const utcOffsetMinutes = toOffset(value);
      if (utcOffsetMinutes === undefined) return undefined;
      return (before) => ({ ...before, utcOffsetMinutes });
    }
    case 'commits':
      if (value !== 'on' && value !== 'off') return undefined;
      return (before) => ({ ...before, commitsTurns: value === 'on' });
    case 'quiet': {
      if (value === 'off') return ({ quietHours: _quietHours, ...rest }) => rest;
      const quietHours = toQuietHours(value);
      return quietHours && ((before) => ({ ...before, quietHours }));
    }
    default:
      return undefined;
  }
}

/** `22:30-7:15` or `22-7`. */
function toQuietHours(value: string | undefined): Preferences['quietHours'] {
  const [from, to] = (value ?? '').split(/[-–]/u).map(toMinute);
  if (from === undefined || to === undefined || from === to) return undefined;
  return { fromMinute: from, toMinute: to };
}

function toMinute(time: string): number | undefined {
  const [, hour, minute = '0'] = /^(\d{1,2})(?::(\d{2}))?$/u.exec(time.trim()) ?? [];
  const isTime = hour !== undefined && Number(hour) < 24 && Number(minute) < 60;
  return isTime ? Number(hour) * 60 + Number(minute) : undefined;
}

/** `+3`, `-3:30`: hours and minutes before UTC. */
function toOffset(value: string | undefined): number | undefined {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{1,2})(?::(\d{2}))?$/u.exec(value ?? '') ?? [];
  if (hours === undefined || Number(minutes) > 59) return undefined;
  const offset = Number(hours) * 60 + Number(minutes);
  return offset > 14 * 60 ? undefined : offset * (sign === '-' ? -1 : 1);
}

function toView(word: string | undefined): SettingsView {
  const views: readonly SettingsView[] = ['language', 'verbosity', 'quiet', 'clock'];
  return views.find((each) => each === word) ?? 'home';
}
