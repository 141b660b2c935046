/** What the demo model says, in one language. */
export interface Words {
  /** Stands under every answer. */
  readonly sign: string;
  readonly greeting: string;
  readonly abilities: string;
  readonly lost: string;
  readonly defaultText: string;
  readonly yesNo: readonly [string, string];
  noTool(name: string): string;
  failed(what: string, reason: string): string;
  wrongProject(wanted: string, found: string | undefined): string;
  exists(path: string): string;
  added(what: string, files: readonly string[]): string;
  wrote(path: string): string;
  testsPass(count: string): string;
  testsFail(output: string): string;
  testsRefused(reason: string): string;
  missingPackages(): string;
  nothingToFix(): string;
  fixed(path: string, oldText: string, newText: string): string;
  cannotFix(): string;
  ran(command: string, code: number, output: string): string;
  refused(reason: string): string;
  stillRunning(command: string): string;
  answered(choice: string): string;
  notAnswered(): string;
  finished(details: string): string;
}

/** English unless the text has Cyrillic letters. */
export function wordsFor(text: string): Words {
  return /\p{Script=Cyrillic}/u.test(text) ? ru : en;
}

const code = (text: string) => `\`${text}\``;

/** A code block whose fence the text cannot close; the end of a long text, where results stand. */
function block(text: string): string {
  const shown = text.trim().slice(-2_000);
  const runs = shown.match(/`+/gu) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return shown ? `\n\n${fence}\n${shown}\n${fence}` : '';
}

const en: Words = {
  sign: '_Demo model: scripted answers, no real AI._',
  greeting: 'Hello! Tell me what to build.',
  abilities: `I understand only a few requests:
- add a /ping command with a test (that answers "pong")
- add a GET /status endpoint with a test (that answers "fine")
- create a file notes.md with some text
- fix the failing test
- run \`npm test\`
- ask me which color: red, blue
- count slowly to 20

For real work connect a model: set \`ANTHROPIC_API_KEY\`, \`OPENAI_API_KEY\` or \`OLLAMA_URL\` and start again.`,
  lost: 'I have lost my way in this conversation. Please ask again.',
  defaultText: 'ok',
  yesNo: ['Yes', 'No'],
  noTool: (name) => `I cannot do this here: the tool ${code(name)} is not allowed in this session.`,
  failed: (what, reason) => `I could not do ${code(what)}:${block(reason)}`,
  wrongProject: (wanted, found) =>
    found
      ? `This needs a ${code(wanted)} project; this one is ${code(found)}.`
      : `This needs a ${code(wanted)} project; I found no ${code('.codefoundry/project.yaml')} that says so.`,
  exists: (path) => `${code(path)} exists already. I left it as it is.`,
  added: (what, files) => `Added ${code(what)} in ${files.map(code).join(' and ')}.`,
  wrote: (path) => `Wrote ${code(path)}.`,
  testsPass: (count) => `✅ Tests pass: ${count}.`,
  testsFail: (output) => `❌ Tests fail:${block(output)}`,
  testsRefused: (reason) => `The tests did not run:${block(reason)}`,
  missingPackages: () => `Packages are missing: run ${code('npm ci')} first.`,
  nothingToFix: () => 'There is nothing to fix: all tests pass.',
  fixed: (path, oldText, newText) =>
    `Changed ${code(path)}: ${code(oldText)} became ${code(newText)}, as its test expects.`,
  cannotFix: () =>
    'I could not fix this: I can only change a text in the code to the one that its test expects.',
  ran: (command, exitCode, output) =>
    `${exitCode === 0 ? '✅' : '❌'} ${code(command)} ended with code ${exitCode}.${block(output)}`,
  refused: (reason) => `The command did not run:${block(reason)}`,
  stillRunning: (command) => `${code(command)} is still running. I stopped waiting for it.`,
  answered: (choice) => `You chose: ${choice}`,
  notAnswered: () => 'Nobody answered, so I went on without it.',
  finished: (details) => `A command that ran in the background has ended:${block(details)}`,
};

const ru: Words = {
  sign: '_Демо-модель: ответы по сценарию, настоящего ИИ нет._',
  greeting: 'Привет! Напишите, что сделать.',
  abilities: `Я понимаю только несколько просьб:
- добавь команду /ping с тестом (которая отвечает «pong»)
- добавь эндпоинт GET /status с тестом (который отвечает «fine»)
- создай файл notes.md с текстом …
- почини падающий тест
- выполни \`npm test\`
- спроси меня, какой цвет: красный, синий
- считай медленно до 20

Для настоящей работы подключите модель: задайте \`ANTHROPIC_API_KEY\`, \`OPENAI_API_KEY\` или \`OLLAMA_URL\` и перезапустите.`,
  lost: 'Я сбился в этом разговоре. Попросите ещё раз.',
  defaultText: 'ok',
  yesNo: ['Да', 'Нет'],
  noTool: (name) => `Здесь я этого не могу: инструмент ${code(name)} в этой сессии не разрешён.`,
  failed: (what, reason) => `Не получилось: ${code(what)}.${block(reason)}`,
  wrongProject: (wanted, found) =>
    found
      ? `Для этого нужен проект ${code(wanted)}, а это ${code(found)}.`
      : `Для этого нужен проект ${code(wanted)}, а в ${code('.codefoundry/project.yaml')} об этом не сказано.`,
  exists: (path) => `Файл ${code(path)} уже есть. Я его не менял.`,
  added: (what, files) => `Добавил ${code(what)}: ${files.map(code).join(' и ')}.`,
  wrote: (path) => `Записал ${code(path)}.`,
  testsPass: (count) => `✅ Тесты прошли: ${count}.`,
  testsFail: (output) => `❌ Тесты не прошли:${block(output)}`,
  testsRefused: (reason) => `Тесты не запустились:${block(reason)}`,
  missingPackages: () => `Не хватает пакетов: сначала выполните ${code('npm ci')}.`,
  nothingToFix: () => 'Чинить нечего: все тесты проходят.',
  fixed: (path, oldText, newText) =>
    `Изменил ${code(path)}: было ${code(oldText)}, стало ${code(newText)}, как ждёт тест.`,
  cannotFix: () =>
    'Это я починить не смог: умею только заменить текст в коде на тот, которого ждёт тест.',
  ran: (command, exitCode, output) =>
    `${exitCode === 0 ? '✅' : '❌'} ${code(command)} завершилась с кодом ${exitCode}.${block(output)}`,
  refused: (reason) => `Команда не выполнена:${block(reason)}`,
  stillRunning: (command) => `${code(command)} ещё работает. Я больше не жду.`,
  answered: (choice) => `Ваш выбор: ${choice}`,
  notAnswered: () => 'Никто не ответил, продолжаю без этого.',
  finished: (details) => `Команда, работавшая в фоне, завершилась:${block(details)}`,
};
