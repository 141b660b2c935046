import type { Toast } from '#kernel/card.ts';
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
import { switchRich, toSwitch } from './rich.ts';
import { isClockMissing, settingsCard, type SettingsView } from './settings-card.ts';

interface Options {
  readonly store: Pick<Store, 'preferences' | 'conversations'>;
  readonly chat: Chat;
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
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
    async run({ words: [field = 'home', ...rest] }, call) {
      const id = call.requestId.replaceAll(/[^\w]+/gu, '-');
      const value = rest.length === 0 ? undefined : rest.join('').toLowerCase();
      const served = await serve(options, call, id, field.toLowerCase(), value);
      if (served.kind === 'nonsense') return { text: call.say('settings-usage') };
      return served.kind === 'refused' ? served.toast : undefined;
    },
  };
}

/** The buttons of `/settings`. */
export function settingCommand(options: Options): Command {
  return {
    name: 'setting',
    role: 'viewer',
    concerns: 'bot',
    listed: false,
    async run({ words: [id = '', field = 'home', value] }, call) {
      if (!/^[\w-]{1,60}$/u.test(id)) return { toast: call.say('dispatch-stale') };
      const served = await serve(options, call, id, field, value);
      switch (served.kind) {
        case 'shown':
          return undefined;
        case 'saved':
          return { toast: served.say('settings-saved') };
        case 'refused':
          return served.toast;
        case 'nonsense':
          return { toast: call.say('dispatch-stale') };
      }
    },
  };
}

/** What became of words about settings. */
type Served =
  | { readonly kind: 'nonsense' }
  | { readonly kind: 'refused'; readonly toast: Toast }
  | { readonly kind: 'shown' }
  /** In the language that is spoken from now on. */
  | { readonly kind: 'saved'; readonly say: Say };

/** Shows the part of the card that `field` names, or chooses `value` for it and shows the card. */
async function serve(
  options: Options,
  call: Call,
  id: string,
  field: string,
  value: string | undefined,
): Promise<Served> {
  const view = VIEWS.find((each) => each === field);
  const change = toChange(field, value);
  const isRich = field === 'rich' ? toSwitch(value) : undefined;
  if (isRich !== undefined) {
    const toast = await switchRich(options.chat, call, isRich);
    if (toast) return { kind: 'refused', toast };
    await show(options, call, 'home', id);
    return { kind: 'saved', say: call.say };
  }
  if (change) {
    const { preferences, language } = await changePreferences(options.store, call, change);
    const say = options.sayIn(language);
    const isAsking = isClockMissing(preferences);
    await show(options, { ...call, say }, isAsking ? 'clock' : 'home', id);
    return isAsking ? { kind: 'shown' } : { kind: 'saved', say };
  }
  if (!view || value !== undefined) return { kind: 'nonsense' };
  await show(options, call, view, id);
  return { kind: 'shown' };
}

async function show(options: Options, call: Call, view: SettingsView, id: string): Promise<void> {
  const { store, chat, now } = options;
  const { actor, conversation, say } = call;
  const state = {
    preferences: await preferencesOf(store, actor.id),
    isRich: await chat.isRich(conversation.chatId),
    isGroup: conversation.chatId < 0,
    nowMs: now(),
  };
  const card = settingsCard(view, id, state, say);
  await chat.show(conversation, `settings:${conversation.id}:${id}`, card);
}

const VIEWS: readonly SettingsView[] = ['home', 'language', 'verbosity', 'quiet', 'clock'];
const VERBOSITIES: readonly Verbosity[] = ['quiet', 'normal', 'detailed'];

/** `undefined`: the words say nothing that can be chosen. */
function toChange(field: string, value: string | undefined): PreferenceChange | undefined {
  switch (field) {
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
    case 'commits': {
      const commitsTurns = toSwitch(value);
      return commitsTurns === undefined ? undefined : (before) => ({ ...before, commitsTurns });
    }
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
