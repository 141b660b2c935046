/** Words that Telegram is known to refuse with, as they stand behind the code. */
interface TelegramRefusal {
  /** Exact, or a pattern where Telegram puts names and numbers in. */
  readonly text: string | RegExp;
  /**
   * Where the words are from. `[S]`: Client.cpp of tdlib/telegram-bot-api, Bot API 10.0, by line;
   * other `.cpp` files by name. `[TD]`: tdlib/td 1.8.66. `[T]`: the declarations of @grammyjs/types.
   * `TelegramBotAPI/errors`: a public list of errors that bots have met; `server`: such a one
   * without a place of its own.
   */
  readonly source: string;
}

const ENTITIES = String.raw`Bad Request: can't parse entities: `;
const OFFSET = String.raw` at byte offset \d+`;

function entityRefusal(reason: string): RegExp {
  return new RegExp(`^400 ${ENTITIES}${reason}$`, 'u');
}

/** What a bot can meet, from the sources of the server and from those who met it. */
export const TELEGRAM_REFUSALS: readonly TelegramRefusal[] = [
  { text: '401 Unauthorized: invalid token specified', source: '[S] ClientManager.cpp:74-84' },
  { text: '401 Unauthorized', source: '[S] 16291' },
  { text: '404 Not Found: method not found', source: '[S] 12664' },
  {
    text: '409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    source: '[S] 16232',
  },
  {
    text: "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    source: '[S] 15703',
  },
  { text: '409 Conflict: terminated by setWebhook request', source: '[S] 16229' },
  { text: /^429 Too Many Requests: retry after \d+$/u, source: 'Query.cpp:109-111' },
  { text: '400 Bad Request: chat_id is empty', source: '[S] 8201' },
  { text: '400 Bad Request: chat not found', source: '[S] 6571, 6596' },
  { text: '400 Bad Request: message text is empty', source: '[S] 11401' },
  { text: '400 Bad Request: text must be non-empty', source: '[TD] MessageEntity.cpp:4519' },
  { text: '400 Bad Request: message is too long', source: '[TD] MessageContent.cpp:4758' },
  { text: '400 Bad Request: text is too long', source: '[S] 11309' },
  { text: '400 Bad Request: message caption is too long', source: '[TD] MessageContent.cpp:5241' },
  {
    text: "400 Bad Request: can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'",
    source: '[TD] MessageEntity.cpp:2168-2226',
  },
  {
    text: entityRefusal(`Can't find end of Bold entity${OFFSET}`),
    source: '[TD] MessageEntity.cpp:2245-2391',
  },
  {
    text: entityRefusal(`Can't find end of a URL${OFFSET}`),
    source: '[TD] MessageEntity.cpp:2245-2391',
  },
  {
    text: entityRefusal(`Unsupported start tag "[^"]+"${OFFSET}`),
    source: '[TD] MessageEntity.cpp:3347-3575',
  },
  {
    text: entityRefusal(`Unmatched end tag${OFFSET}, expected "</\\w+>", found "</\\w+>"`),
    source: '[TD] MessageEntity.cpp:3347-3575',
  },
  {
    text: entityRefusal(`Unclosed start tag${OFFSET}`),
    source: '[TD] MessageEntity.cpp:3347-3575',
  },
  {
    text: entityRefusal(`Unexpected end tag${OFFSET}`),
    source: '[TD] MessageEntity.cpp:3347-3575',
  },
  { text: '400 Bad Request: unsupported parse_mode', source: '[S] 11323' },
  { text: /^400 Bad Request: can't parse MessageEntity: /u, source: '[S] 11341' },
  {
    text: /^400 Bad Request: entity begins after the end of the text at UTF-16 offset \d+$/u,
    source: '[TD] MessageEntity.cpp:4158-4258',
  },
  {
    text: /^400 Bad Request: entity beginning at UTF-16 offset \d+ ends after the end of the text/u,
    source: '[TD] MessageEntity.cpp:4158-4258',
  },
  {
    text: '400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    source: '[S] 107-111',
  },
  { text: '400 Bad Request: message to edit not found', source: '[S] 13541' },
  { text: "400 Bad Request: message can't be edited", source: '[TD] MessagesManager 23386' },
  { text: '400 Bad Request: message to delete not found', source: '[S] 13804' },
  { text: "400 Bad Request: message can't be deleted", source: '[S] 13804' },
  { text: '400 Bad Request: message to be replied not found', source: '[S] 8516' },
  { text: '400 Bad Request: message to copy not found', source: '[S] 13252' },
  { text: '400 Bad Request: message to forward not found', source: '[S] 13252' },
  { text: '400 Bad Request: message to pin not found', source: '[S] 13252' },
  { text: '400 Bad Request: message to react not found', source: '[S] 13252' },
  { text: '400 Bad Request: BUTTON_DATA_INVALID', source: 'TelegramBotAPI/errors' },
  { text: '400 Bad Request: BUTTON_URL_INVALID', source: 'TelegramBotAPI/errors' },
  { text: '400 Bad Request: BUTTON_TYPE_INVALID', source: 'TelegramBotAPI/errors' },
  {
    text: "400 Bad Request: can't parse reply keyboard markup JSON object",
    source: '[S] 9753',
  },
  {
    text: "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    source: '[S] 9455',
  },
  { text: '400 Bad Request: object expected as reply markup', source: '[S] 9694' },
  {
    text: '400 Bad Request: inline keyboard button text must be non-empty',
    source: '[TD] ReplyMarkup.cpp:567',
  },
  { text: '400 Bad Request: inline keyboard expected', source: '[TD] ReplyMarkup.cpp:733' },
  { text: /^400 Bad Request: .*invalid button style specified$/iu, source: '[S] 9455' },
  { text: '400 Bad Request: reply markup is too long', source: '[S] 117' },
  {
    text: '400 Bad Request: query is too old and response timeout expired or query ID is invalid',
    source: '[S] 147-149',
  },
  { text: '403 Forbidden: bot was blocked by the user', source: '[S] 124-127' },
  { text: '403 Forbidden: user is deactivated', source: '[S] 8136-8185' },
  { text: '403 Forbidden: bot was kicked from the supergroup chat', source: '[S] 8136-8185' },
  { text: '403 Forbidden: bot is not a member of the supergroup chat', source: '[S] 8136-8185' },
  {
    text: "403 Forbidden: bot can't initiate conversation with a user",
    source: 'TelegramBotAPI/errors',
  },
  { text: '400 Bad Request: group chat was upgraded to a supergroup chat', source: '[S] 8155' },
  { text: '400 Bad Request: message thread not found', source: '[S] 8277' },
  { text: '400 Bad Request: TOPIC_CLOSED', source: '[TD] DraftMessageManager.cpp:119' },
  {
    text: '400 Bad Request: not enough rights to send text messages to the chat',
    source: 'TelegramBotAPI/errors',
  },
  {
    text: '400 Bad Request: not enough rights to create a topic',
    source: '[TD] ForumTopicManager::create_forum_topic',
  },
  { text: '400 Bad Request: file is too big', source: '[S] 15817, 8707' },
  {
    text: '400 Bad Request: wrong file_id or the file is temporarily unavailable',
    source: '[S] 8719',
  },
  { text: '400 Bad Request: there is no document in the request', source: '[S] 12944' },
  { text: '400 Bad Request: file_id not specified', source: '[S] 8366' },
  { text: '400 Bad Request: wrong parameter action in request', source: '[S] 13446' },
  { text: '400 Bad Request: too many message identifiers specified', source: '[S] 12418' },
  {
    text: '400 Bad Request: secret token contains unallowed characters',
    source: '[S] 16023',
  },
  { text: /^400 Bad Request: bad webhook: /u, source: '[S] 15961' },
  { text: '400 Bad Request: rich message must be non-empty', source: '[TD] RichMessage.cpp:92' },
];
