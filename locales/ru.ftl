### Dispatch

dispatch-stranger = Это закрытый бот. Попросите приглашение у владельца.
dispatch-unknown-command = Команды /{ $name } нет. Смотрите /help. Чтобы отправить это агенту как текст: /code и ваш текст.
dispatch-not-a-command = Похоже на команду, но такой нет. Смотрите /help. Чтобы отправить это агенту как текст: /code и ваш текст.
dispatch-too-much = Слишком много сразу. Вернитесь через { $seconds } с; отправленное раньше не потеряно.
dispatch-forbidden = Для этого нужна роль { $needs }, ваша — { $has }. Обратитесь к владельцу.
dispatch-text-only = Пока я понимаю только текст. Напишите, что нужно, или смотрите /help.
dispatch-stale = Эта кнопка устарела. Спросите ещё раз.
dispatch-not-yours = Это не ваша кнопка.

fault-backup-failed = Резервная копия не удалась; прежние целы. Причина — в журнале у владельца.
fault-config-invalid = Ошибка в настройках бота. Причина — в журнале у владельца.
fault-gateway-unreachable = Шлюз агента не отвечает. Попробуйте через минуту; /status покажет состояние.
fault-gateway-refused = Шлюз агента отказал. /status скажет, как исправить.
fault-git-failed = Ошибка git в этом проекте. Причина — в журнале у владельца.
fault-install-failed = Установка не удалась. Причина — в журнале у владельца.
fault-lease-lost = Это взял на себя другой мой экземпляр; там оно и продолжится.
fault-sandbox-failed = Не удалось запустить команду проекта. /status покажет состояние изоляции.
fault-store-failed = Не получилось сохранить. Попробуйте ещё раз; если не поможет, проверьте диск и журнал.
fault-telegram-failed = Telegram отказал. Причина — в журнале у владельца.
fault-unexpected = Что-то сломалось на моей стороне. Это записано в журнал; попробуйте ещё раз.

### Commands

command-start = Начало: где вы и что дальше
command-help = Что здесь можно делать
command-whoami = Ваш id, роль и проект
command-new = Создать проект
command-projects = Ваши проекты
command-use = Выбрать проект для работы
command-code = Поручить агенту изменить код
command-stop = Остановить агента
command-status = Как всё работает
command-approvals = Что ждёт вас и что разрешено всегда

### Home

start-hello = 👋 **{ $name }**, это CodeFoundry. Напишите, что нужно сделать в проекте: агент сделает, я закоммичу.
start-project = Текущий проект: **{ $project }** ({ $archetype })
start-no-project = Проект ещё не выбран.
home-projects = 📁 Проекты
home-new = ➕ Новый
home-status = 📊 Состояние
home-help = ❓ Помощь
help-text = Напишите, что изменить; агент работает в текущем проекте, и каждое изменение становится одним коммитом. Команды:
whoami = **{ $name }**
    id `{ $id }` · роль **{ $role }** · чат `{ $chat }` · проект { $project }

### Projects

new-ask-archetype = Какой проект создать?
new-no-archetype = Вида { $archetype } нет.
new-ask-name = Как назвать? Выберите или напишите `/new { $archetype } name`: от 2 до 39 знаков a-z, 0-9 и дефис, первая — буква.
new-bad-name = { $name } не может быть именем. Можно: от 2 до 39 знаков a-z, 0-9 и дефис, первая — буква, например `/new { $archetype } my-bot`.
new-taken = Проект **{ $name }** уже есть. Работайте в нём или выберите другое имя.
new-occupied = Среди проектов есть незнакомая мне папка **{ $name }**. Выберите другое имя.
new-title = 🏗 Создаю **{ $name }**
new-step-copy = Копирую шаблон…
new-step-install = Ставлю зависимости…
new-step-test = Запускаю тесты…
new-step-commit = Делаю коммит…
new-ended = 🏗 **{ $name }** создан.
new-failed = 🏗 **{ $name }** не создан.
new-done = ✅ **{ $name }** готов: { $archetype }, тесты проходят, первый коммит `{ $sha }`. Это ваш текущий проект. Напишите, что сделать.
new-stopped = ⏹ Остановлено. От **{ $name }** ничего не осталось.
new-check-failed = ❌ **{ $name }** не создан: команда { $what } завершилась с ошибкой. Ничего не осталось.
new-timed-out = Это заняло больше 5 минут.
new-broken = ❌ **{ $name }** не создан: что-то сломалось на моей стороне, это записано в журнал. Ничего не осталось.
new-again = Ещё раз
projects-none = Проектов пока нет.
projects-new = ➕ Новый проект
projects-current = ← здесь
projects-idle = свободен
projects-busy = { $count ->
        [one] { $count } задача
        [few] { $count } задачи
       *[other] { $count } задач
    }
use-ask = Какой проект?
use-unknown = Проекта { $name } нет.
use-button = Работать в { $name }
use-done = Теперь вы работаете в **{ $name }** ({ $archetype }). Напишите, что сделать.
draft-send = Отправить: { $text }

### Code

code-no-model = Модель не настроена, агенту нечем думать. Задайте на сервере ANTHROPIC_API_KEY, OPENAI_API_KEY или OLLAMA_URL (или MODEL=demo, чтобы попробовать) и перезапустите бота.
code-no-project = Сначала выберите проект или создайте новый.
code-kept = Ваш текст сохранён: { $text }
code-new-button = ➕ Новый { $archetype }
code-ask = Что агенту сделать в **{ $project }**? Просто напишите.
stop-nothing = Здесь ничего не выполняется.
stop-not-yours = Остановить это может тот, кто попросил, или владелец.
stop-done = { $count ->
        [one] Останавливаю.
        [few] Останавливаю { $count } задачи.
       *[other] Останавливаю { $count } задач.
    }
interrupt-late = Уже не в очереди.
turn-title = 🔨 **{ $project }** · { $actor } · { $elapsed }{ $steps ->
        [0] {""}
        [one] {" "}· { $steps } шаг
        [few] {" "}· { $steps } шага
       *[other] {" "}· { $steps } шагов
    }
turn-resumed = 🔁 Продолжаю после перерыва
turn-earlier = … ещё { $count } раньше
turn-file = Файл: { $file }
turn-working = Работаю…
turn-stopping = ⏹ Останавливаю…
turn-waiting-for-you = ✋ Жду вас, смотрите ниже
turn-retrying = 🔁 Спрашиваю модель ещё раз: { $reason }
turn-silent = Молчит { $elapsed }. /stop остановит.
turn-gateway-down = 🔌 Шлюза агента нет уже { $elapsed } ({ $reason }). Ваш запрос ждёт и продолжится сам.
turn-stop = ⏹ Стоп
turn-interrupt = ⏭ Прервать
turn-cancel = ✖ Отменить
turn-no-project = ✖ Проекта { $project } больше нет.
turn-commit-failed = ⚠️ { $project }: изменения остались в папке, но git не смог их закоммитить; причина в журнале
turn-broke-card = 🔨 **{ $project }** · прервано
turn-broke = ❌ Что-то сломалось на моей стороне, агент не закончил; это записано в журнал. Нажмите «Ещё раз», чтобы повторить.
turn-again = 🔁 Ещё раз
turn-queued = ⏳ В очереди **{ $project }**, впереди { $ahead }: { $request }
turn-dropped = ✖ Отменено до начала.
turn-ended = 🔨 **{ $project }** · { $actor } · { $elapsed } · { $steps ->
        [one] { $steps } шаг
        [few] { $steps } шага
       *[other] { $steps } шагов
    }
turn-kept = 📦 В { $project } были незакоммиченные изменения; они сохранены в коммите `{ $sha }`.
turn-commit-named = 📦 { $project } `{ $sha }`
turn-no-commit = { $project }: файлы не изменились
turn-tokens = { $input } + { $output } токенов
turn-empty-answer = Готово.
turn-stopped = ⏹ Остановлено.
turn-failed-auth = ❌ Модель не приняла ключ. Попросите владельца задать верный ANTHROPIC_API_KEY, OPENAI_API_KEY или OLLAMA_URL и перезапустить бота.
turn-failed-billing = ❌ На счету модели нет средств. Пополните и нажмите «Ещё раз».
turn-failed-rate-limit = ❌ Модель перегружена или исчерпан лимит. Подождите немного и нажмите «Ещё раз».
turn-failed-other = ❌ Агент не справился.
turn-refused = ❌ Шлюз агента меня не пускает:
turn-lost = ⚠️ Шлюз агента упал посередине, конец ответа потерян; что успело измениться, сохранено. Нажмите «Ещё раз», чтобы продолжить.
turn-change = 📦 `{ $sha }` · **{ $project }** · { $actor } · { $files ->
        [one] { $files } файл
        [few] { $files } файла
       *[other] { $files } файлов
    } · +{ $added } −{ $removed }
turn-left-out = ⚠️ { $path } — отдельный репозиторий git; в коммит он не вошёл.
turn-more-files = … и ещё { $count }

ask-approval = ✋ **{ $project }**: агент хочет выполнить
ask-button-once = ✅ Разрешить один раз
ask-button-always = ✅ Разрешить эту команду в проекте
ask-button-deny = ❌ Запретить
ask-decided-once = ✅ { $actor }: разрешено один раз
ask-decided-always = ✅ { $actor }: разрешено в этом проекте; отозвать — /approvals
ask-decided-deny = ❌ { $actor }: запрещено
ask-toast-once = Разрешено один раз
ask-toast-always = Разрешено в этом проекте
ask-toast-deny = Запрещено
ask-toast-answered = Ответ принят
ask-question = ❓ **{ $project }**: { $question }
    Выберите ответ или напишите свой.
ask-answered = { $actor }: { $answer }
ask-expired = ⌛ Больше не ждёт.
ask-not-now = Шлюза агента сейчас нет. Нажмите ещё раз через минуту.
ask-gone = Это больше не ждёт.
ask-not-yours = Решить это может тот, кто попросил, или владелец.
ask-decided-before-once = { $actor }: уже разрешено один раз.
ask-decided-before-always = { $actor }: уже разрешено в этом проекте.
ask-decided-before-deny = { $actor }: уже запрещено.
ask-decided-before-answered = { $actor }: уже есть ответ.
approve-usage = Нажмите кнопку под сообщением с вопросом.
approvals-none = Ничто не ждёт решения.
approvals-waiting = Ждут решения:
approvals-allowed = В { $project } агент может без вопросов:
approvals-revoke = Отозвать: { $command }
approvals-revoked = Отозвано; агент снова спросит.
approvals-gone = Разрешение уже было отозвано.

### Approvals

approval-title = ✋ **Нужно решение:** { $what }
approval-approve = ✅ Одобрить
approval-deny = ❌ Отклонить
approval-who = Решает роль { $role }
approval-who-other = Решает кто-то другой с ролью { $role }
approval-until = до { $until }
approval-reminder = ⏰ Решения ещё нет; осталось { $minutes } мин.
approval-approved = ✅ Одобрено: { $actor }, { $at }
approval-denied = ❌ Отклонено: { $actor }, { $at }
approval-expired = ⌛ Никто не решил вовремя; закончилось { $at }
approval-canceled = ⏹ Отменено раньше, чем кто-либо решил.
approval-canceled-by = ⏹ Отменено: { $actor }, { $at }
approval-outdated = ⚠️ Не одобрено: { $reason }
approval-outdated-by = ⚠️ { $actor } — одобрение не засчитано: { $reason }
approval-bound-changed = сейчас произошло бы не то, что здесь показано. Запросите ещё раз.
approval-toast-approved = Одобрено
approval-toast-denied = Отклонено
approval-toast-expired = Поздно: время вышло.
approval-toast-kept = Ваше решение сохранено и вот-вот подействует.
approval-toast-gone = Это уже не ждёт решения.
approval-toast-outdated = Не одобрено: { $reason }
approval-toast-before-approve = { $actor } — уже одобрено, { $at }.
approval-toast-before-deny = { $actor } — уже отклонено, { $at }.
approval-toast-not-yours = Вы не можете это решить: нужна роль { $role } или названный человек.
approval-toast-other-person = Запросили вы, поэтому решает кто-то другой.
approvals-minutes-left = осталось { $minutes } мин

### Status

status-gateway-up = 🟢 Агент готов · OpenClaw { $version } · модель: { $model }
status-gateway-down = 🔴 Агент не готов { $seconds } с · { $reason } · модель: { $model }
status-isolated = 🛡 Код проектов изолирован ({ $kind })
status-not-isolated = ⚠️ НЕТ ИЗОЛЯЦИИ: код проектов видит файлы бота. { $advice }
status-project = 📁 **{ $project }** на `{ $sha }` · { $changed ->
        [0] чисто
        [one] { $changed } файл не закоммичен
        [few] { $changed } файла не закоммичены
       *[other] { $changed } файлов не закоммичено
    }
status-nothing-runs = Ничего не выполняется.
status-runs = Выполняется:
status-undoing = возвращает как было
status-waiting = ждёт
status-running = идёт

### Telegram

telegram-maybe-duplicate = (возможно, повтор)
telegram-topic-lost = (отправлено сюда: Telegram не находит тему)
telegram-failed = ⚠️ Не получилось: ошибка на моей стороне. Она записана в журнал. Попробуйте ещё раз.
telegram-answer-in-file = 📎 Слишком длинно для чата. Ответ целиком — в файле **{ $name }**.
telegram-code-in-file = 📎 **{ $name }** (строк: { $lines }) — в файле ниже.
telegram-file-too-big = ⚠️ **{ $name }** ({ $megabytes } МБ): слишком большой для Telegram, не отправлен.
telegram-file-failed = ⚠️ Файл **{ $name }** не удалось передать: связь каждый раз обрывалась. Запросите его позже ещё раз: на сервере он не потерян.
telegram-file-empty = ⚠️ Файл **{ $name }** пуст, отправлять нечего.
telegram-away = 🌙 Меня не было с { $from } до { $to } UTC. То, что пришло или шло за это время, сейчас продолжается.

command-backup = Резервные копии: список и новая
backup-none = 📦 Резервных копий пока нет.
backup-list = 📦 { $count ->
    [one] { $count } резервная копия:
    [few] { $count } резервные копии:
   *[other] { $count } резервных копий:
}
backup-line = - { $at } · { $size } · { $files ->
    [one] { $files } файл
    [few] { $files } файла
   *[other] { $files } файлов
}
backup-daily = Новая делается каждый день; хранятся последние { $keep }.
backup-by-hand = Сами они не делаются: `BACKUP_KEEP` равен 0.
backup-restore = Восстановить на сервере: остановите бота, `codefoundry restore latest`, запустите снова.
backup-now = 📦 Сделать копию сейчас
backup-again = 🔁 Ещё раз
backup-running = 📦 Делаю резервную копию…
backup-ended = 📦 Резервное копирование закончено.
backup-failed = ❌ Резервная копия не удалась.
backup-done = ✅ Копия `{ $id }`: { $size }, { $files ->
    [one] { $files } файл
    [few] { $files } файла
   *[other] { $files } файлов
}, { $seconds } с. Прочитана обратно и цела.
status-backup = 📦 Последняя резервная копия: { $at }, { $size }
status-no-backup = 📦 Резервных копий ещё нет. /backup сделает.
