import { expect, it } from 'vitest';
import { commandMenu } from './command-menu.ts';

const menu = (...names: string[]) => names.map((command) => ({ command, description: 'x' }));
const chat = { chatId: 101, personId: 101, languageCode: 'ru-RU' };

it('is empty where the bot has set nothing', () => {
  expect(commandMenu({}, chat)).toEqual([]);
});

it('prefers the language of the person within a scope', () => {
  const commands = { 'default/': menu('start'), 'default/ru': menu('pusk') };

  expect(commandMenu(commands, chat)).toEqual(menu('pusk'));
  expect(commandMenu(commands, { ...chat, languageCode: 'de' })).toEqual(menu('start'));
});

it('prefers the chat to all private chats, and these to everybody', () => {
  const everybody = { 'default/ru': menu('a') };
  const inPrivate = { ...everybody, 'all_private_chats/': menu('b') };

  expect(commandMenu(inPrivate, chat)).toEqual(menu('b'));
  expect(commandMenu({ ...inPrivate, 'chat:101/': menu('c') }, chat)).toEqual(menu('c'));
  expect(commandMenu({ ...inPrivate, 'chat:102/': menu('c') }, chat)).toEqual(menu('b'));
});

it('passes over a menu that was emptied', () => {
  expect(commandMenu({ 'chat:101/ru': [], 'default/': menu('a') }, chat)).toEqual(menu('a'));
});

it('is that of groups in a group, and of the person where it was set for them alone', () => {
  const group = { ...chat, chatId: -1001 };
  const wide = { 'all_private_chats/': menu('a'), 'all_group_chats/': menu('b') };
  const personal = { ...wide, 'chat_member:-1001:101/ru': menu('c') };

  expect(commandMenu(wide, group)).toEqual(menu('b'));
  expect(commandMenu(personal, group)).toEqual(menu('c'));
  expect(commandMenu(personal, { ...group, personId: 102 })).toEqual(menu('b'));
});
