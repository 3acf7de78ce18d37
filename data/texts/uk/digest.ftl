# Коли приходить дайджест і що в ньому є. Його власні слова — серед повідомлень.

# Години дайджесту; кілька наборів днів стоять один за одним.
digest-hours =
    { $set ->
        [every] щодня о { $times }
        [weekdays] у будні о { $times }
        [weekend] у вихідні о { $times }
       *[some] { $days } о { $times }
    }
digests-state = Дайджест: { $hours }.
digests-state-off = Дайджест вимкнено.
digests-first = Найближчий: { $day }, { $clock }.
digests-held = Тихі години притримають його до { $until }.
digests-sound =
    { $on ->
        [yes] Приходить зі звуком, але не в тихі години й не тоді, коли звук вимкнено.
       *[no] Приходить без звуку.
    }
digests-left-out = Не розповідаю: { $parts }.
digests-how-to =
    Розповідає, що було від попереднього: тривоги у ваших місцях, скільки з них уночі, що прийшло без звуку, що нового повідомляють, кожне з джерелом, і одна пам'ятка. Кнопка під ним покаже тиждень картинкою.
    Натисніть або напишіть <code>/digest 08:00</code>, <code>/digest 8 20:30</code>, <code>/digest у будні о 8, у вихідні о 10</code>, <code>/digest зараз</code>, <code>/digest вимкнути</code>.
digests-not-understood = Не розумію «{ $part }». Напишіть години: <code>/digest 08:00</code>, <code>/digest о восьмій</code>, <code>/digest у будні о 8</code>, <code>/digest вимкнути</code>. Нічого не змінено. { $state }
digests-too-many = Забагато: можна щонайбільше { $most } годин. Нічого не змінено. { $state }
digests-button-hour =
    { $state ->
        [on] ✓ { $hour }
       *[off] { $hour }
    }
digests-button-days =
    { $set ->
        [every] Щодня
        [weekdays] У будні
       *[weekend] У вихідні
    }
digests-button-parts = Що розповідати
digests-button-sound =
    { $turn ->
        [on] Зі звуком
       *[off] Без звуку
    }
digests-button-now = Один зараз
digests-button-off = Вимкнути
digests-button-back = Назад

# Що розповідає, частина за частиною.
digests-parts = Що є в дайджесті. Натисніть на частину, щоб прибрати її або повернути. Про час, коли даних у мене не було, кажу завжди.
digests-part-last = Хоч одна частина має лишитися. Щоб дайджесту не було: <code>/digest вимкнути</code>.
digests-part =
    { $part ->
        [alerts] тривоги у ваших місцях
        [longest] найдовша тривога
        [night] скільки з них уночі
        [silenced] що прийшло без звуку
        [claims] новини з репортажів
        [chart] тиждень картинкою (кнопка)
       *[card] одна пам'ятка
    }
digests-button-part =
    { $state ->
        [on] ✓ { $part }
       *[off] прибрано: { $part }
    }
