import type { Call } from './handler.ts';

/** Remembers which updates the call wants, when it says so; says whether that changed anything. */
export function allowUpdates({ world, bot, args }: Call): boolean {
  const kinds = args.json('allowed_updates') as readonly unknown[] | undefined;
  // One that is no word makes Telegram overlook the whole list ([S] get_allowed_update_types).
  if (!kinds?.every((kind) => typeof kind === 'string')) return false;
  const before = String(bot.updates.allowed());
  const names = kinds.map((kind) => kind.toLowerCase());
  bot.updates.allow(names);
  const known = bot.updates.allowed() ?? [];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    world.warnings.add(`getUpdates: Telegram knows no update "${unknown.join('", "')}".`);
  return String(bot.updates.allowed()) !== before;
}
