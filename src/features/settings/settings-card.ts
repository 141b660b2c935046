import type { Button, Card } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { minuteOfDay, type Preferences } from '#kernel/preferences.ts';

/** Which part of the card is shown. */
export type SettingsView = 'home' | 'language' | 'verbosity' | 'quiet' | 'clock';

/** What the card shows. */
export interface SettingsState {
  readonly preferences: Preferences;
  /** Whether this chat gets rich messages. */
  readonly isRich: boolean;
  /** `true`: shown in a group, which has a card of its own. */
  readonly isGroup: boolean;
  readonly nowMs: number;
}

/** Whole hours that clocks on Earth are before UTC; half and quarter hours are typed. */
const OFFSETS = Array.from({ length: 27 }, (_, index) => index - 12);
const NIGHTS = ['22:00-08:00', '23:00-07:00', '00:00-09:00'] as const;
const IN_ROW = 4;

/** Quiet hours begin to count only with the person's clock. */
export function isClockMissing({ quietHours, utcOffsetMinutes }: Preferences): boolean {
  return quietHours !== undefined && utcOffsetMinutes === undefined;
}

/** The card of `/settings`; `id` names the message that is edited. */
export function settingsCard(view: SettingsView, id: string, state: SettingsState, say: Say): Card {
  const { preferences } = state;
  const to = (label: string, ...words: readonly string[]): Button => ({
    label,
    command: 'setting',
    words: [id, ...words],
  });
  const choice = (label: string, isNow: boolean, ...words: readonly string[]): Button =>
    to(isNow ? `• ${label}` : label, ...words);
  const back = to(say('settings-back'), 'home');
  const commits = preferences.commitsTurns !== false;

  switch (view) {
    case 'home':
      return {
        text: homeText(state, say),
        ring: false,
        buttons: [
          [to(say('settings-language'), 'language'), to(say('settings-verbosity'), 'verbosity')],
          [
            to(say('settings-quiet'), 'quiet'),
            commits
              ? to(say('settings-commits-off'), 'commits', 'off')
              : to(say('settings-commits-on'), 'commits', 'on'),
          ],
          [
            state.isRich
              ? to(say('settings-rich-off'), 'rich', 'off')
              : to(say('settings-rich-on'), 'rich', 'on'),
          ],
          ...(state.isGroup
            ? [[{ label: say('settings-group'), command: 'group', words: [] }]]
            : []),
        ],
      };
    case 'language':
      return {
        text: say('lang-ask'),
        ring: false,
        buttons: [
          (['ru', 'en', 'auto'] as const).map((each) =>
            choice(say(`lang-${each}`), each === preferences.language, 'language', each),
          ),
          [back],
        ],
      };
    case 'verbosity':
      return {
        text: say('settings-verbosity-ask'),
        ring: false,
        buttons: [
          (['quiet', 'normal', 'detailed'] as const).map((each) =>
            choice(say(`verbosity-${each}`), each === preferences.verbosity, 'verbosity', each),
          ),
          [back],
        ],
      };
    case 'quiet':
      return {
        text: say('settings-quiet-ask'),
        ring: false,
        buttons: [
          NIGHTS.map((each) => choice(each, each === quietText(preferences), 'quiet', each)),
          [
            choice(say('settings-off'), preferences.quietHours === undefined, 'quiet', 'off'),
            to(say('settings-clock'), 'clock'),
          ],
          [back],
        ],
      };
    case 'clock':
      return {
        text: say('settings-clock-ask'),
        ring: false,
        buttons: [...inRows(OFFSETS.map((hours) => clockButton(hours, state, choice))), [back]],
      };
  }
}

/** `22:00-08:00`, or nothing while there are no quiet hours. */
function quietText({ quietHours }: Preferences): string | undefined {
  if (!quietHours) return undefined;
  return `${clock(quietHours.fromMinute)}-${clock(quietHours.toMinute)}`;
}

/** `+3`, `-3:30`, `+5:45`. */
function offsetText(minutes: number): string {
  const rest = Math.abs(minutes) % 60;
  const sign = minutes < 0 ? '-' : '+';
  const hours = Math.trunc(Math.abs(minutes) / 60);
  return `${sign}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

function homeText({ preferences, isRich, nowMs }: SettingsState, say: Say): string {
  const { utcOffsetMinutes, language, verbosity } = preferences;
  const hours = quietText(preferences);
  const quiet =
    hours !== undefined && isClockMissing(preferences)
      ? say('settings-quiet-waits', { hours })
      : hours;
  const commits = preferences.commitsTurns !== false;
  const lines = [
    say('settings-title'),
    say('settings-language-line', { choice: say(`lang-${language}`) }),
    say('settings-verbosity-line', { choice: say(`verbosity-${verbosity}`) }),
    say('settings-commits-line', { choice: say(`settings-commits-${commits ? 'each' : 'wait'}`) }),
    say('settings-quiet-line', { choice: quiet ?? say('settings-off') }),
    ...(utcOffsetMinutes === undefined
      ? []
      : [
          say('settings-clock-line', {
            time: clock(minuteOfDay(nowMs, utcOffsetMinutes)),
            offset: offsetText(utcOffsetMinutes),
          }),
        ]),
    say('settings-rich-line', { choice: say(isRich ? 'settings-on' : 'settings-off') }),
  ];
  return lines.join('\n\n').replaceAll('\n\n- ', '\n- ');
}

/** Labelled by the time that it is there now: nobody has to know their offset. */
function clockButton(
  hours: number,
  { preferences, nowMs }: SettingsState,
  choice: (label: string, isNow: boolean, ...words: readonly string[]) => Button,
): Button {
  const minutes = hours * 60;
  const label = `${clock(minuteOfDay(nowMs, minutes))} (${offsetText(minutes)})`;
  return choice(label, preferences.utcOffsetMinutes === minutes, 'clock', offsetText(minutes));
}

function clock(minute: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function inRows(buttons: readonly Button[]): readonly (readonly Button[])[] {
  return Array.from({ length: Math.ceil(buttons.length / IN_ROW) }, (_, row) =>
    buttons.slice(row * IN_ROW, (row + 1) * IN_ROW),
  );
}
