import type { Location, Message, PollOption } from '@grammyjs/types';
import { clean } from '../text/clean.ts';
import { refusal } from '../refusal.ts';
import { codePoints } from '../text/text.ts';
import { deliver } from './deliver.ts';
import type { Call, Handlers } from './handler.ts';

/** [T] Dice.value. */
const DICE: ReadonlyMap<string, number> = new Map([
  ['🎲', 6],
  ['🎯', 6],
  ['🎳', 6],
  ['🏀', 5],
  ['⚽', 5],
  ['🎰', 64],
]);

/** [T] sendPoll. */
const MAX_QUESTION = 300;
const MAX_OPTION = 100;
const MAX_OPTIONS = 12;

/** Methods that send what is neither text nor a file. */
export const places: Handlers = {
  sendLocation(call) {
    const location = readLocation(call);
    return deliver(call, () => ({ location }));
  },

  sendVenue(call) {
    const { args } = call;
    const location = readLocation(call);
    const venue = {
      location,
      title: clean(args.string('title') ?? ''),
      address: clean(args.string('address') ?? ''),
    };
    return deliver(call, () => {
      // [TD] Venue.cpp and the server behind it.
      if (venue.title === '' || venue.address === '') throw refusal('VENUE_INFO_EMPTY');
      return { location, venue };
    });
  },

  sendContact(call) {
    const { args } = call;
    const phone_number = required(call, 'phone_number');
    const first_name = required(call, 'first_name');
    const last_name = clean(args.string('last_name') ?? '');
    const vcard = args.string('vcard') ?? '';
    const more = { ...(last_name ? { last_name } : {}), ...(vcard ? { vcard } : {}) };
    return deliver(call, () => ({ contact: { phone_number, first_name, ...more } }));
  },

  sendDice(call) {
    const emoji = call.args.string('emoji') ?? '🎲';
    return deliver(call, () => {
      const sides = DICE.get(emoji);
      if (!sides) throw refusal('EMOTICON_INVALID');
      return { dice: { emoji, value: (call.world.nextNumber() % sides) + 1 } };
    });
  },

  sendPoll(call) {
    const { args } = call;
    const question = clean(args.string('question') ?? '');
    const options = readOptions(args.json('options') as readonly unknown[]);
    const type = args.string('type') ?? 'regular';
    if (type !== 'regular') throw refusal('Only regular polls are supported by this emulator');
    return deliver(call, (): Partial<Message> => {
      checkPoll(question, options);
      return {
        poll: {
          id: String(call.world.nextNumber()),
          question,
          options,
          total_voter_count: 0,
          is_closed: args.flag('is_closed'),
          is_anonymous: args.isGiven('is_anonymous') ? args.flag('is_anonymous') : true,
          type,
          allows_multiple_answers: args.flag('allows_multiple_answers'),
          allows_revoting: true,
          members_only: args.flag('members_only'),
        },
      };
    });
  },
};

function required({ args }: Call, name: string): string {
  const value = clean(args.string(name) ?? '');
  // [S] get_required_string_arg.
  if (value === '') throw refusal(`Parameter "${name}" is required`);
  return value;
}

function readLocation({ args }: Call): Location {
  const [latitude, longitude] = [args.number('latitude'), args.number('longitude')];
  // [S] get_location; what is on no map is refused by [TD] Location.cpp.
  if (latitude === undefined) throw refusal('latitude is empty');
  if (longitude === undefined) throw refusal('longitude is empty');
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180)
    throw refusal('Wrong location specified');
  return { latitude, longitude };
}

function readOptions(values: readonly unknown[]): PollOption[] {
  return values.map((value, index) => {
    const text =
      typeof value === 'object' && value !== null && 'text' in value ? value.text : value;
    // [S] get_poll_options.
    if (typeof text !== 'string')
      throw refusal("Can't parse InputPollOption: Expected InputPollOption to be an Object");
    return { persistent_id: String(index), text: clean(text), voter_count: 0 };
  });
}

/** [TD] PollOption.cpp; MessageContent.cpp, inputMessagePoll. */
function checkPoll(question: string, options: readonly PollOption[]): void {
  if (question.trim() === '') throw refusal('Text must be non-empty');
  if (codePoints(question) > MAX_QUESTION)
    throw refusal(`Poll question length must not exceed ${MAX_QUESTION}`);
  if (options.length < 1) throw refusal('Poll must have at least 1 option');
  if (options.length > MAX_OPTIONS)
    throw refusal(`Poll can't have more than ${MAX_OPTIONS} options`);
  for (const { text } of options) {
    if (text.trim() === '') throw refusal('Text must be non-empty');
    if (codePoints(text) > MAX_OPTION)
      throw refusal(`Poll options length must not exceed ${MAX_OPTION}`);
  }
}
