import { expect, it } from 'vitest';
import { commandMenu } from './command-menu.ts';

const menu = (...names: string[]) => names.map((command) => ({ command, description: 'x' }));
const chat = { id: 101, languageCode: 'ru-RU' };

it('is empty where the bot has set nothing', () => {
  expect(commandMenu({}, chat)).toEqual([]);
});

it('prefers the language of the person within a scope', () => {
  const commands = { 'default/': menu('start'), 'default/ru': menu('pusk') };

  expect(commandMenu(commands, chat)).toEqual(menu('pusk'));
  expect(commandMenu(commands, { id: 101, languageCode: 'de' })).toEqual(menu('start'));
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
