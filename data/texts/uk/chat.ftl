# Частини, спільні для кількох розмов.

second-channel = Я другий канал, а не сирена. Не вимикайте «Повітряну тривогу» й Cell Broadcast: крізь режим «Не турбувати» чи заглушений чат я не продзвонюся, а Телеграм може запізнитися чи не спрацювати.
tap-outdated = Ця кнопка застаріла. Нічого не змінено. Надішліть команду ще раз: усі вони в /help.
group-admins-only = Це може змінити лише адміністратор групи. Нічого не змінено.
group-changed-by =
    { $name ->
        [none] Хто змінив: адміністратор групи.
       *[other] Хто змінив: { $name }.
    }
saved = Збережено.

button-back = ‹ Назад
button-undo = Повернути як було
button-again = Оновити
button-places = Мої місця
button-settings = Налаштування
button-help = Допомога

weekday =
    { $weekday ->
        [0] пн
        [1] вт
        [2] ср
        [3] чт
        [4] пт
        [5] сб
       *[other] нд
    }
# Тихі години за днями, у які вони починаються.
window =
    { $set ->
        [every] щодня { $hours }
        [weekdays] у будні { $hours }
        [weekend] у вихідні { $hours }
       *[some] { $days } { $hours }
    }
# Години не за київським годинником.
hours-by-clock = { $hours } (час: { $zone })

# Що показує Телеграм, перш ніж хтось напише, і біля кожної команди.
bot-description =
    Тривоги, що будять лише тоді, коли мусять; що робити за той час, який є; і звідки кожне слово.

    Другий канал, а не сирена: не вимикайте «Повітряну тривогу» й Cell Broadcast.
bot-short-description = Тривоги, що будять лише тоді, коли мусять. Другий канал, а не сирена.
command-start = Почати: місце, тихі години, мова
command-now = Що зараз у моїх місцях
command-status = Те саме, що /now
command-map = Тривоги за областями, словами й картинкою
command-stats = Години під тривогою, за днями й годинами
command-place = Місця, за якими я стежу
command-quiet = Тихі години
command-mute = Тиша на якийсь час
command-insist = Дзвонити, доки не встану
command-digest = Щоденний дайджест
command-situation = Що повідомляють
command-ask = Запитати про події чи що робити
command-shelter = Найближче укриття
command-flags = Для операторів: що кажуть про укриття
command-circle = Коло: перевірити, як хто
command-calm = Тиха хвилина
command-gobag = Тривожна сумка: список
command-house = Чи далеко укриття від вашого місця
command-guide = Що робити: пам'ятки
command-why = Чому дзвонило або ні
command-test = Як звучить гучне й тихе повідомлення
command-settings = Усе, що вибрано
command-language = Українська або англійська
command-timezone = За яким годинником тихі години
command-zone = Те саме, що /timezone
command-help = Що вміє бот і чого не може
command-privacy = Що про вас зберігається
command-export = Усе, що зберігається про мене, файлом
command-forget = Забути все про мене
