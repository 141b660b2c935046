const EN = {
  title: 'playground',
  bot: 'bot',
  typing: 'typing',
  uploading: 'sending a file',
  connecting: 'connecting…',
  offline: 'the bot is not running; waiting for it…',
  speakAs: 'Speak as',
  owner: 'owner: may do everything',
  developer: 'developer: may not release',
  stranger: 'stranger: the bot does not know them',
  language: 'Language of their Telegram',
  unread: 'new message',
  about: 'A Telegram of its own on this machine. No account, and nothing is sent anywhere.',
  people: 'Switch person',
  messages: 'Messages',
  write: 'Message',
  send: 'Send',
  attach: 'Attach a file',
  remove: 'Remove',
  menu: 'Menu',
  commands: 'Commands',
  noCommands: 'The bot has not set its commands yet.',
  today: 'Today',
  yesterday: 'Yesterday',
  edited: 'edited',
  silent: 'sent without a sound',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'The browser did not allow copying.',
  code: 'code',
  more: 'Show all',
  less: 'Show less',
  hidden: 'Hidden text: tap to show',
  download: 'Download',
  opens: 'opens in a new tab',
  webApp: 'Mini Apps open only in Telegram.',
  toBottom: 'To the newest message',
  close: 'Close',
  hintTitle: 'What can this bot do?',
  hint: 'It makes projects and has an AI agent write code in them, commit by commit. Tap to try:',
  hintStranger: 'The bot does not know you. Write to it and see what a stranger gets.',
  firstStep: 'Make a project',
  secondStep: 'Ask for a change',
  next: 'Try next',
  dismiss: 'Hide this',
  deadTitle: 'This address is no longer valid',
  dead: 'Each start of the playground makes a new one. Open the address that the terminal shows.',
  'wrong-key': 'The address of this page is no longer valid.',
  'bad-request': 'That could not be sent.',
  nobody: 'This person is not here any more.',
  gone: 'That button is not there any more.',
  silentBot: 'The bot did not answer.',
  'not-found': 'The file is not there any more.',
  'too-big': 'That is too big: 50 MB at most to send, 20 MB to download.',
  empty: 'The file is empty.',
  unreachable: 'Not sent: the bot is not running.',
};

const RU = {
  title: 'песочница',
  bot: 'бот',
  typing: 'печатает',
  uploading: 'отправляет файл',
  connecting: 'соединение…',
  offline: 'бот не запущен; ждём его…',
  speakAs: 'Писать от имени',
  owner: 'владелец: может всё',
  developer: 'разработчик: не может выпускать',
  stranger: 'посторонний: бот его не знает',
  language: 'Язык Telegram этого человека',
  unread: 'новое сообщение',
  about: 'Отдельный Telegram на этой машине. Без учётной записи, наружу ничего не уходит.',
  people: 'Сменить собеседника',
  messages: 'Сообщения',
  write: 'Сообщение',
  send: 'Отправить',
  attach: 'Прикрепить файл',
  remove: 'Убрать',
  menu: 'Меню',
  commands: 'Команды',
  noCommands: 'Бот ещё не объявил свои команды.',
  today: 'Сегодня',
  yesterday: 'Вчера',
  edited: 'изменено',
  silent: 'отправлено без звука',
  copy: 'Копировать',
  copied: 'Скопировано',
  notCopied: 'Браузер не разрешил копирование.',
  code: 'код',
  more: 'Показать всё',
  less: 'Свернуть',
  hidden: 'Скрытый текст: нажмите, чтобы показать',
  download: 'Скачать',
  opens: 'откроется в новой вкладке',
  webApp: 'Мини-приложения открываются только в Telegram.',
  toBottom: 'К последнему сообщению',
  close: 'Закрыть',
  hintTitle: 'Что умеет этот бот?',
  hint: 'Создаёт проекты, а ИИ-агент пишет в них код, коммит за коммитом. Нажмите, чтобы попробовать:',
  hintStranger: 'Бот вас не знает. Напишите ему и посмотрите, что увидит посторонний.',
  firstStep: 'Создать проект',
  secondStep: 'Попросить об изменении',
  next: 'Дальше',
  dismiss: 'Скрыть',
  deadTitle: 'Этот адрес больше не действует',
  dead: 'При каждом запуске песочницы он новый. Откройте адрес, который показан в терминале.',
  'wrong-key': 'Адрес этой страницы больше не действует.',
  'bad-request': 'Это не удалось отправить.',
  nobody: 'Этого человека здесь больше нет.',
  gone: 'Этой кнопки больше нет.',
  silentBot: 'Бот не ответил.',
  'not-found': 'Файла больше нет.',
  'too-big': 'Слишком большой файл: отправить можно 50 МБ, скачать — 20 МБ.',
  empty: 'Файл пустой.',
  unreachable: 'Не отправлено: бот не запущен.',
};

/** All words of the page, by language. */
export const WORDS = { en: EN, ru: RU };

let language = 'en';

/** Switches the page to the language of somebody's Telegram. */
export function speak(languageCode) {
  language = languageCode.toLowerCase().startsWith('ru') ? 'ru' : 'en';
  document.documentElement.lang = language;
}

/** The language the page speaks now: `en` or `ru`. */
export function currentLanguage() {
  return language;
}

/** How dates and numbers are written: as in the browser's country where it shares the language. */
export function locale() {
  return navigator.languages.find((tag) => tag.startsWith(language)) ?? language;
}

/** The words of that name in the page's language. */
export function word(name) {
  return WORDS[language][name] ?? name;
}

/** What a refused request means to the person. */
export function refusalWord(error) {
  return word(error === 'silent' ? 'silentBot' : error);
}
