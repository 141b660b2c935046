/** Telegram's command menu: what is typed often, in this order. `/help` tells the rest, by role. */
export const MENU = [
  'new',
  'projects',
  'use',
  'code',
  'stop',
  'status',
  'deploy',
  'logs',
  'approvals',
  'settings',
  'lang',
  'help',
];
