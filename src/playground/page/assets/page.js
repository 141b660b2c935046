import { act, clearTroubles, loadHistory } from './base/api.js';
import { byId } from './base/node.js';
import { toast, trySending } from './base/toast.js';
import { speak, word } from './base/words.js';
import { createDraft } from './chat/draft.js';
import { createRinging, createSubtitle } from './chat/head.js';
import { createHint } from './chat/hint.js';
import { createPins } from './chat/pins.js';
import { createSearch } from './chat/search.js';
import { createTimeline } from './chat/timeline.js';
import { createTopics } from './chat/topics.js';
import { createComposer } from './compose/composer.js';
import { messageActions } from './actions.js';
import { chooseLanguage, rememberLanguage } from './language.js';
import { listenForKeys } from './shortcuts.js';
import { createChats } from './side/chats.js';
import { createDrawer } from './side/drawer.js';
import { chatFace } from './side/face.js';
import { openHelp } from './side/help.js';
import { askForGroup, askForLine } from './side/new-group.js';
import { createNetwork } from './side/network.js';
import { createPeople } from './side/people.js';
import { createUnread } from './side/unread.js';
import { fillTools } from './tools.js';

const CHOSEN = 'codefoundry-person';

/** All parts of the page, put together. `begin(enter)` shows it; `enter(place)` opens a chat. */
export async function createPage(session) {
  const { bot } = session;
  let persons = await chooseLanguage(session);
  let person =
    persons.find(({ id }) => String(id) === sessionStorage.getItem(CHOSEN)) ?? persons[0];
  let room = person.room;
  let topic;
  let enter = () => {};

  const placeOf = () => ({ person: person.id, chat: room, topic });
  const unread = createUnread();
  const drawer = createDrawer();
  const subtitle = createSubtitle();
  const ringing = createRinging(() => `${bot.name}: ${word('title')}`);
  const say = (text, replyTo) => act('messages', placeOf(), { text, replyTo });
  const trySaying = (text) => trySending(() => say(text));
  const jump = async (id) => {
    if (!(await timeline.jump(id))) toast(word('notHere'));
  };

  const { actions, onFiles, onMenu } = messageActions({
    placeOf,
    trySaying,
    jump,
    find: (id) => timeline.find(id),
    isOwn: (message) => message.from?.id === person.id,
    compose: () => composer,
    chats: () => chats.list(),
  });
  const timeline = createTimeline({
    actions,
    onEarlier: (before, to) => loadHistory(placeOf(), before, to),
  });
  const composer = createComposer({
    onText: say,
    onEdit: (messageId, text) => act('edits', placeOf(), { messageId, text }),
    onFiles,
    findLastOwn: () =>
      timeline
        .messages()
        .findLast(({ from, text }) => from?.id === person.id && text !== undefined),
  });
  const hint = createHint({ onExample: trySaying });
  const draft = createDraft({
    onStop: ({ draftId }) => trySending(() => act('stops', placeOf(), { draftId })),
    onChange: () => timeline.settle(),
  });
  const pins = createPins({ onJump: jump });
  const search = createSearch({ placeOf, onJump: jump });
  const topics = createTopics({
    unreadOf: (id) => (id === undefined ? 0 : unread.of(room, id)),
    onChoose: (id) => open(room, id),
    onNew: () => askForTopic(),
  });
  const chats = createChats({
    unreadOf: (some) => unread.of(some),
    onChoose(chat) {
      drawer.close();
      if (chat.room !== room) open(chat.room);
    },
    onNewGroup: () =>
      askForGroup({ persons, person, onMake: (settings) => trySending(() => makeGroup(settings)) }),
    onNewTopic: () => askForTopic(),
  });
  const people = createPeople({
    unreadOf: (some) => unread.of(some.room),
    onChoose(chosen) {
      if (chosen.id !== person.id) beSomebody(chosen);
      drawer.close();
    },
    onLanguage: (code) =>
      trySending(async () => {
        persons = await rememberLanguage(person, code);
        beSomebody(persons.find(({ id }) => id === person.id));
      }),
  });
  const network = createNetwork({
    onAdd: (trouble) => trySending(() => act('troubles', placeOf(), trouble)),
    onClear: () => trySending(clearTroubles),
  });

  const makeGroup = async (settings) => {
    const made = await act('groups', placeOf(), settings);
    drawer.close();
    open(made.room);
  };
  const askForTopic = () =>
    askForLine(word('newTopic'), word('topicName'), (name) =>
      trySending(async () => {
        const { topicId } = await act('topics', placeOf(), { name });
        drawer.close();
        open(room, topicId);
      }),
    );
  const lastOfBot = () => timeline.messages().findLast(({ from }) => from?.is_bot);
  const countUnread = () => {
    const total = unread.total();
    byId('nav-count').textContent = total > 0 ? String(total) : '';
    const label = word('chatsAndPeople');
    byId('nav').setAttribute('aria-label', total > 0 ? `${total} · ${label}` : label);
    topics.render();
  };
  const nameChat = () => {
    const chat = chats.find(room);
    byId('chat-title').textContent = chat?.title ?? bot.name;
    byId('avatar').replaceChildren(chatFace(chat));
    const isGroup = chat !== undefined && chat.kind !== 'private';
    subtitle.describe(isGroup ? [bot.name, ...chat.members].join(', ') : word('bot'));
    topics.show({ kind: chat?.kind ?? 'private', current: topic });
  };
  const open = (someRoom, someTopic) => {
    room = someRoom;
    topic = someTopic;
    composer.leave();
    search.close();
    draft.show(null);
    subtitle.connecting();
    ringing.reset();
    enter(placeOf());
    composer.focus();
  };
  const beSomebody = (somebody) => {
    person = somebody;
    sessionStorage.setItem(CHOSEN, String(person.id));
    speak(person.languageCode);
    people.show(persons, person);
    composer.translate();
    network.render();
    tools.translate();
    open(chats.find(room)?.kind === 'private' || !chats.find(room) ? person.room : room);
  };
  const tools = fillTools({ onSearch: () => search.open(), onHelp: openHelp });
  listenForKeys({
    onHelp: openHelp,
    onSearch: () => search.open(),
    onChat(step) {
      const all = chats.list();
      const at = all.findIndex((chat) => chat.room === room);
      open(all[(at + step + all.length) % all.length].room);
    },
  });
  onMenu(byId('timeline'));

  const changes = {
    chats({ chats: all }) {
      chats.show(all, room);
      // A person who is not in the group that was open: back to their own chat.
      if (!chats.find(room)) return open(person.room);
      return nameChat();
    },
    chat(change) {
      unread.read(room, topic);
      const hasNames = chats.find(room)?.kind !== 'private';
      timeline.show(change, { personId: person.id, hasNames });
      const last = change.messages.at(-1)?.message;
      if (last) chats.note(room, last);
      topics.show({ topics: change.topics });
      pins.show(change.pinned);
      draft.show(change.draft);
      composer.setCommands(change.commands);
      composer.setKeyboard(change.keyboard, lastOfBot());
      nameChat();
      chats.render();
      people.render();
      countUnread();
    },
    message({ shown }) {
      timeline.add(shown);
      chats.note(room, shown.message);
      const isOwn = shown.message.from?.id === person.id;
      if (!isOwn) subtitle.idle();
      if (!isOwn && !shown.silent) ringing.ring();
    },
    edited: ({ message }) => timeline.change(message.message_id, { message }),
    deleted: ({ messageId }) => timeline.remove(messageId),
    reaction: ({ messageId, reactions }) => timeline.change(messageId, { reactions }),
    draft: (change) => draft.show(change.draft),
    pins: ({ pinned }) => pins.show(pinned),
    topics: (change) => topics.show({ topics: change.topics }),
    keyboard({ keyboard }) {
      composer.setKeyboard(keyboard, lastOfBot());
    },
    action: ({ action }) => subtitle.acting(action),
    commands: ({ commands }) => composer.setCommands(commands),
    elsewhere({ room: there, shown: { message } }) {
      chats.note(there, message);
      if (message.from?.id === person.id) return;
      unread.add(there, message.message_thread_id ?? 1);
      chats.render();
      people.render();
      countUnread();
    },
    trouble: (active) => network.show(active),
  };

  return {
    hear(kind, change) {
      changes[kind](change);
      const isPrivate = chats.find(room)?.kind === 'private' && topic === undefined;
      hint.update(timeline.messages(), person, isPrivate);
    },
    offline: () => subtitle.offline(),
    begin(enterPlace) {
      enter = enterPlace;
      beSomebody(person);
    },
    focus: () => composer.focus(),
  };
}
