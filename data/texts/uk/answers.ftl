# Відповіді з репортажів і карток, і що кажемо, коли відповіді немає.

answer-left-out = <i>({ $note })</i>
answer-newest =
    { $dated ->
        [no] Новішого про це в мене немає.
       *[yes] Найновіший репортаж — від { $published }.
    }

answer-no-report = Репортажу, що відповів би на це, у мене немає, а вигадувати не буду.
answer-no-report-place = Репортажу про це місце в мене немає: { $place }.
answer-have =
    { $count ->
        [0] Репортажів у мене поки що взагалі немає.
        [one] Маю { $count } репортаж, звідси: { $places }. /situation
        [few] Маю { $count } репортажі, звідси: { $places }. /situation
        [many] Маю { $count } репортажів, звідси: { $places }. /situation
       *[other] Маю { $count } репортажу, звідси: { $places }. /situation
    }
answer-no-card = Картки про це в мене немає, а вигадувати пораду не буду. Що є: /guide. У небезпеці дзвоніть 112 або рятувальникам, 101.
answer-not-understood = Не розумію запитання. Спитайте, що сталося або що робити; що ще вмію — /help.

answer-safety = Сказати, що безпечно, я не можу. { $live } Балістика може влучити раніше за будь-яку тривогу.
answer-safety-card = Якщо почнеться: { $action } /guide
answer-status = { $live }
answer-live-elsewhere = Тривоги я бачу, лише коли бот працює: спитайте в нього /now.

answer-forbidden =
    { $reason ->
        [prediction] Обстрілів я не передбачаю, та й ніхто не скаже наперед. Почнеться тривога — подам сигнал.
        [defence] Про те, де стоїть оборона чи військові, я не кажу: це допомогло б тим, хто стріляє.
       *[impact] Точних місць влучань я не називаю: це допомогло б тим, хто цілить. Що відомо з репортажів: /situation
    }

answer-function =
    { $function ->
        [shelter] Шукати укриття я ще не вмію. Що робити, коли воно поруч і коли його немає: /guide
        [quiet] Тихі години: /quiet або одразу /quiet 23:00-07:00
        [digest] Щоденний дайджест: /digest 08:00 або /digest off
        [mute] Стишити на якийсь час: /mute 2h. Про велику небезпеку все одно подам сигнал.
        [language] Мова: /language uk або /language en
        [place] Ваші місця: /place і назва
        [map] Тривоги всієї країни за областями: /map
        [stats] Години під тривогою, за днями й годинами: /stats
        [why] Чому повідомлення було зі звуком чи без: /why
        [privacy] Що я про вас знаю: /privacy
        [settings] Усі налаштування: /settings
        [circle] Коло своїх, де питають одне одного, чи все гаразд: /circle
        [calm] Хвилина, щоб подихати: /calm
        [bag] Що скласти в тривожну сумку: /gobag
        [test] Як тривога звучить на вашому телефоні: /test
        [insist] Дзвонити знову, доки не натиснете «Я не сплю»: /insist
       *[help] Що я вмію: /help
    }

# Чого можуть хотіти, коли зі слів це не певне. Кнопка відкриває сторінку й нічого не змінює.
asked-back =
    { $count ->
        [one] Ви про це: { $first }? Нічого не змінено.
       *[other] Ви про це: { $first }? Чи про щось іще з переліченого? Нічого не змінено.
    }
wish =
    { $wish ->
        [state] Що зараз відбувається
        [shelter] Укриття поруч
        [quiet] Тихі години
        [digest] Дайджест
        [mute] Без звуку чи знову зі звуком
        [language] Мова
        [place] Місця
        [map] Мапа тривог
        [stats] Години під тривогою
        [why] Чому дзвонило чи ні
        [privacy] Що відомо про вас
        [settings] Налаштування
        [circle] Запитати, як ваші люди
        [calm] Хвилина, щоб віддихатися
        [bag] Що скласти в рюкзак
        [test] Як звучить тривога
        [insist] Дзвонити, доки не прокинуся
       *[help] Що я вмію
    }

answer-talk =
    { $talk ->
        [greeting] Вітаю. Питайте, що сталося або що робити під час тривоги. Ваші місця: /now
        [thanks] Будь ласка. Бережіть себе.
       *[goodbye] Бережіть себе. Я не сплю.
    }

answer-card = <b>{ $title }</b>
answer-card-sources = Джерела: { $sources }. Перевірено { $checked }.

# Обстановка: усе, що кажуть репортажі про місце, за подіями.
situation-head =
    { $count ->
        [one] <b>{ $place }</b>, за { $count } репортажем.
        [few] <b>{ $place }</b>, за { $count } репортажами.
        [many] <b>{ $place }</b>, за { $count } репортажами.
       *[other] <b>{ $place }</b>, за { $count } репортажу.
    } { $dated ->
        [no] Дати там немає, лише дні тижня; новішого в мене немає.
       *[yes] Найновіший від { $published }{ $days ->
            [-1] {""}
            [0] , сьогоднішній
            [one] , { $days } день тому
            [few] , { $days } дні тому
            [many] , { $days } днів тому
           *[other] , { $days } дня тому
        }; новішого в мене немає.
    }
situation-everywhere = Усе, що маю
situation-line =
    { $link ->
        [updates] ↳ згодом:
        [contradicts] ↳ кажуть інакше:
       *[none] •
    } { $text } <i>({ $speaker }{ $basis ->
        [seen] , на власні очі
       *[told] {""}
    }{ $said ->
        [none] {""}
       *[other] , { $said }
    }; { $outlet }, { $published ->
        [none] без дати
       *[other] { $published }
    })</i>
situation-more =
    { $count ->
        [one] Ще { $count } твердження — на наступній сторінці /situation; або спитайте про нього.
        [few] Ще { $count } твердження — на наступній сторінці /situation; або спитайте про них.
        [many] Ще { $count } тверджень — на наступній сторінці /situation; або спитайте про них.
       *[other] Ще { $count } твердження — на наступній сторінці /situation; або спитайте про них.
    }
situation-unknown = Невідомо: усе, чого немає в репортажах. Від себе нічого не додаю.
situation-gap = Пропущено в джерелі: { $note }
situation-source =
    { $outlet }{ $title ->
        [none] {""}
       *[other] , «{ $title }»
    }{ $address ->
        [none] {""}
       *[other] , { $address }
    }; { $published ->
        [none] дату публікації не вказано
       *[other] опубліковано { $published }
    }; прочитано й перевірено { $reviewed }.
situation-none = Репортажу про це місце в мене немає: { $place }.
