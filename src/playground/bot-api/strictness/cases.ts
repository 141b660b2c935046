import type { StrictnessCase } from './case.ts';
import { ACTIONS_CASES } from './cases/actions.ts';
import { DRAFTS_CASES } from './cases/drafts.ts';
import { MARKDOWN_CASES } from './cases/markdown.ts';
import { MARKS_CASES } from './cases/marks.ts';
import { RICH_CASES } from './cases/rich.ts';
import { RICH_BLOCKS_CASES } from './cases/rich-blocks.ts';
import { ALBUMS_CASES } from './cases/albums.ts';
import { ABOUT_CASES } from './cases/about.ts';
import { BUTTONS_CASES } from './cases/buttons.ts';
import { CHATS_CASES } from './cases/chats.ts';
import { COMMANDS_CASES } from './cases/commands.ts';
import { DELIVERY_CASES } from './cases/delivery.ts';
import { EDITS_CASES } from './cases/edits.ts';
import { ENTITIES_CASES } from './cases/entities.ts';
import { GROUPS_CASES } from './cases/groups.ts';
import { HTML_CASES } from './cases/html.ts';
import { HTTP_CASES } from './cases/http.ts';
import { KEYBOARDS_CASES } from './cases/keyboards.ts';
import { MEDIA_CASES } from './cases/media.ts';
import { PINS_CASES } from './cases/pins.ts';
import { PLACES_CASES } from './cases/places.ts';
import { REPEATS_CASES } from './cases/repeats.ts';
import { MEMBERS_CASES } from './cases/members.ts';
import { REPLIES_CASES } from './cases/replies.ts';
import { REQUESTS_CASES } from './cases/requests.ts';
import { TAPS_CASES } from './cases/taps.ts';
import { LIMITS_CASES } from './cases/limits.ts';
import { THREADS_CASES } from './cases/threads.ts';
import { TEXT_CASES } from './cases/text.ts';
import { TOPICS_CASES } from './cases/topics.ts';

/** All that the emulator is known to refuse. */
export const CASES: readonly StrictnessCase[] = [
  ...REQUESTS_CASES,
  ...TEXT_CASES,
  ...THREADS_CASES,
  ...LIMITS_CASES,
  ...HTML_CASES,
  ...MARKDOWN_CASES,
  ...MARKS_CASES,
  ...ENTITIES_CASES,
  ...KEYBOARDS_CASES,
  ...BUTTONS_CASES,
  ...ACTIONS_CASES,
  ...DRAFTS_CASES,
  ...RICH_CASES,
  ...RICH_BLOCKS_CASES,
  ...CHATS_CASES,
  ...TOPICS_CASES,
  ...MEMBERS_CASES,
  ...GROUPS_CASES,
  ...ABOUT_CASES,
  ...EDITS_CASES,
  ...TAPS_CASES,
  ...MEDIA_CASES,
  ...ALBUMS_CASES,
  ...REPEATS_CASES,
  ...REPLIES_CASES,
  ...PINS_CASES,
  ...PLACES_CASES,
  ...COMMANDS_CASES,
  ...DELIVERY_CASES,
  ...HTTP_CASES,
];
