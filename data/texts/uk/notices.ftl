# Те, що приходить саме: тривоги, відбої, підсумок ночі, дайджест. На заблокованому екрані видно лише перший рядок.

# Перший рядок: що, де, що робити. `around` — район довкола міста, яке має власну тривогу.
alert-first-line =
    { $mark ->
        [grave] 🔴
       *[guarded] 🟡
    } { $what }{ $where }{ $tail ->
        [none] {""}
       *[other] . { $tail }
    }
also-alike = Те саме: { $places }
alert-where =
    { $nearness ->
        [around] , { $around } (довкола міста)
        [around-short] , { $around }
       *[own] , { $place }
    }
place-labelled = { $name } ({ $label })
day-and-time = { $day }, { $time }

alert-kind =
    { $kind ->
        [air_raid] повітряна тривога
        [artillery] загроза артобстрілу
        [urban_fights] вуличні бої
        [chemical] хімічна небезпека
        [nuclear] радіаційна небезпека
       *[unknown] тривога невідомого виду
    }
# Тривога, що триває роками.
permanent-alert = { alert-kind } з { $day }

what-danger = Небезпека: { $threat }
what-worse =
    { $change ->
        [too] Гірше: тепер і { $threat }
        [level] Гірше: { $threat }, небезпека зросла
       *[other] Гірше: { $threat }
    }
what-still =
    { $named ->
        [no] Тривога ще триває
       *[yes] Ще триває: { $threat }
    }
what-again =
    { $named ->
        [no] Знову тривога
       *[yes] Знову дрони
    }
what-unnamed = Повітряна тривога

action-first =
    { $band ->
        [now] Далі від вікон, негайно
        [minutes] Ховайтеся зараз
       *[tens_of_minutes] В укриття, якщо воно поруч
    }
action-short =
    { $band ->
        [now] Далі від вікон
        [minutes] Ховайтеся
       *[tens_of_minutes] В укриття, якщо поруч
    }
sent-quietly = Без звуку
alert-over-at = { $over } { $time }

# Рядки під ним.
ring-if-worse = Погіршає — дам знати зі звуком.
late-sent = Із запізненням: почалося { $ago } тому.
late-found = Почалося { $ago } тому, я бачу це лише тепер.
late-around = Почалося { $ago } тому.
late-worse = Із запізненням: погіршало { $ago } тому.
alert-since = З { $time }
alert-seen-by = { $sources }, { $age } тому
# Сценарій без назви: у пісочниці посеред гри обирають інший, а який саме, пише сторінка.
source-name =
    { $source ->
        [alerts-in-ua] alerts.in.ua
        [ukraine-alarm] ukrainealarm.com
        [scenario] вигадане: сценарій
        [replay] вигадане: повтор { $name }
       *[other] { $name }
    }
source-history = { $source } (архів)
not-all-clear = Це ще не відбій.
alert-also-over = Знято: { $threats }.
maybe-repeated = Можливо, це повідомлення ви вже отримали.

# Чому прийшло без звуку.
alert-because =
    { $reason ->
        [muted-all] тихо: ви вимкнули звук для всього
        [muted] тихо: звук лишили тільки для великої небезпеки
        [place-silent] тихо: це місце ви зробили беззвучним
        [around-guarded] тихо: це довкола міста, не в самому місті
        [nothing-wakes] тиша { $hours }: ви обрали, щоб ніщо не будило
        [guarded-in-quiet] тиша { $hours }
        [flapping] тихо: попередня скінчилася о { $last }
        [easing] тихо, як і щоразу, коли легшає
        [end-not-heard] тихо, як і сама тривога
        [end-in-quiet] тиша { $hours }
        [blind-calm] тихо: тривоги не було
        [blind-in-quiet] тиша { $hours }
        [inside] тихо, як і щоразу про частину великої території
        [stream-grave] тихо: тут дзвонить лише серйозна небезпека
       *[other] без звуку
    }
quiet-window =
    { $kind ->
        [always] цілодобово
        [unknown] за вашим вибором
       *[window] { $from }-{ $to }
    }

# Відбій, відкликана тривога, тривога, що вже минула.
end-first =
    { $kind ->
        [withdrawn] ⚪ Джерело відкликало тривогу
        [parts] 🟡 Місцями тривога ще триває
        [parts-grave] 🔴 Місцями ще серйозна небезпека
       *[ended] ✅ Відбій
    }{ $where }, { $time }
end-body =
    { $kind ->
        [withdrawn] Джерело саме прибрало цю тривогу й не каже чому. Тривала { $lasted }.
        [parts] Тривогу для всієї території знято, вона тривала { $lasted }.
        [parts-grave] Тривогу для всієї території знято, вона тривала { $lasted }.
       *[ended] Тривала { $lasted }. Виходите — дивіться під ноги й нічого не торкайтеся.
    }
end-also = { $first }. Тривала { $lasted }.
end-inside = Усередині ще триває: { $parts }. Скажу, коли скінчиться всюди.
end-permanent = Триває, як і весь час: { $place }, { $alert }.
passed-first = ⚪ Була тривога{ $where }, { $from }-{ $to }
passed-body = { $threats }. Скінчилася раніше, ніж це повідомлення встигло дійти.

# Немає даних і знову є: це ніколи не відбій.
sight-lost-first =
    ⚪ { $partly ->
        [yes] { $still ->
            [yes] Досі бачу не все
           *[no] Бачу не все
        }. { $place }: повних даних немає з { $since }
       *[no] { $still ->
            [yes] Досі не бачу
           *[no] Не бачу
        }. { $place }: даних немає з { $since }
    }
sight-lost-body = Це не відбій. { $partly ->
        [yes] Де починається повітряна тривога, ще бачу — і скажу. А коли вона скінчиться, що летить і які ще є тривоги, не бачу ніде.
       *[no] Інших місць теж не бачу.
    } Зважайте на сирену, «Повітряну тривогу», Cell Broadcast. Побачу знову — скажу.
sight-silent = { $partly ->
        [yes] Лише частково: { $sources }
       *[no] Мовчить: { $sources }
    }
sight-back-first = ⚪ Знову бачу: { $place }. Даних не було { $from }-{ $to }
sight-back-calm =
    { $whole ->
        [yes] Зараз у даних немає тривоги для всієї території.
       *[no] Зараз у даних тривоги немає.
    }
sight-back-inside = Усередині: { $parts }.
sight-lost-inside = Усередині, коли дані зникли: { $parts }. Вважайте, що триває й досі.
sight-back-body = Що почалося й минуло тим часом, мені не видно.{ $public ->
        [yes] {""}
       *[no] {" "}Усі ваші місця: /now
    }
sight-alert =
    { $nearness ->
        [around] Тривога довкола міста
       *[own] Тривога
    } { $state ->
        [lost] з { $since } ({ $threats }) тривала, коли дані зникли. Вважайте, що триває й досі.
        [unended] з { $since } ({ $threats }): коли скінчиться, мені не видно. Вважайте, що триває й досі.
        [running] з { $since } ще триває: { $threats }.
        [began] почалася тим часом, о { $since }: { $threats }.
       *[fading] з { $since } у даних уже не видна, але кінець ще не підтверджено.
    }

# Частини великої території (області, району): один беззвучний рядок, коли там починається перша тривога, і один, коли
# скінчилася остання.
inside-part =
    { $place } { $gravity ->
        [grave] 🔴 серйозна небезпека
       *[guarded] 🟡 тривога
    } з { $since }
inside-parts =
    { $named }{ $more ->
        [0] {""}
       *[other] , і ще { $more }
    }
inside-began-first =
    { $gravity ->
        [grave] 🔴
       *[guarded] 🟡
    } { $place }, частково: { $gravity ->
        [grave] серйозна небезпека
       *[guarded] тривога
    }{ $where ->
        [none] {""}
       *[other] , { $where }
    }{ $time ->
        [none] {""}
       *[other] , { $time }
    }
inside-began-body = Почалося тут: { $parts }. Може початися й в інших частинах або погіршати, а окремого повідомлення не буде. Скажу, коли скінчиться всюди.
inside-never-rings = Про частини великої території ніколи не дзвоню. Щоб дзвонило, оберіть своє місто чи громаду.
inside-ended-first =
    ⚪ { $place }: { $other ->
        [yes] інших тривог у частинах не видно
       *[no] тривог у частинах уже не видно
    }{ $time ->
        [none] {""}
       *[other] , { $time }
    }
inside-ended-body = Остання тривога всередині скінчилася; від { $since } разом { $lasted }. Нова може початися будь-якої хвилини.
inside-passed-first = ⚪ { $place }, частково: була тривога{ $span ->
        [none] {""}
       *[other] , { $span }
    }
inside-passed-body = Почалося тут: { $parts }. О { $to } вже скінчилося, раніше, ніж це повідомлення встигло дійти.

# Що почалося й минуло без даних і стало відомо згодом: це не відбій і не про те, що зараз.
meanwhile-first =
    ⚪ Поки даних не було: { $count ->
        [one] { $count } тривога
        [few] { $count } тривоги
       *[many] { $count } тривог
    }, { $place }
meanwhile-earlier =
    { $count ->
        [one] Перед цим була ще { $count } тривога:
        [few] Перед цим було ще { $count } тривоги:
       *[many] Перед цим було ще { $count } тривог:
    }
meanwhile-alert =
    { $from }-{ $to }{ $kinds ->
        [none] {""}
       *[other] {" "}{ $kinds }
    }{ $level ->
        [red] {" "}червона
        [yellow] {" "}жовта
       *[other] {""}
    }{ $nearness ->
        [around] {" "}довкола міста
       *[own] {""}
    }
meanwhile-body = Даних не було { $from }-{ $to }, тож дізнатися вдалося лише тепер. { $public ->
        [yes] Що зараз, із цього не видно.
       *[no] Що зараз: /now
    }
meanwhile-source = { $sources } · тихо: це вже минуло

# Підсумок.
recap-first =
    { $kind ->
        [night] Ваша ніч
       *[other] Поки було тихо
    }, { $from }-{ $to }{ $place ->
        [none] {""}
       *[other] , { $place }
    }
recap-running-first =
    { $until ->
        [none] ⚠️ Тривога ще триває з { $time }{ $where }
       *[other] ⚠️ Тривога з { $time }, о { $until } ще тривала{ $where }
    }
recap-place = { $place }:
recap-entry =
    { $state ->
        [running] З { $from }
       *[ended] { $from }-{ $to }
    } { $story }. { $sound }{ $state ->
        [running] {" "}Ще триває.
       *[ended] {""}
    }
recap-then = { $threats } з { $time }
recap-story = { $first }, потім { $then }
recap-sound =
    { $kind ->
        [quiet] Без звуку.
        [rest] Зі звуком о { $times }; решта без звуку.
       *[rang] Зі звуком о { $times }.
    }
# Після дуже довгої ночі: порахованого видно в чаті, повідомлення за повідомленням.
recap-short = Тривог було багато, тому коротко; кожне повідомлення є вище в цьому чаті.
recap-counted =
    { $count ->
        [one] { $count } тривога
        [few] { $count } тривоги
       *[many] { $count } тривог
    } { $state ->
        [running] з { $from }, ще триває
       *[ended] { $from }-{ $to }
    }. { $times ->
        [0] Без звуку.
        [1] Зі звуком один раз, о { $last }; решта без звуку.
        [one] Зі звуком { $times } раз, востаннє о { $last }; решта без звуку.
        [few] Зі звуком { $times } рази, востаннє о { $last }; решта без звуку.
       *[many] Зі звуком { $times } разів, востаннє о { $last }; решта без звуку.
    }
recap-unseen =
    { $state ->
        [still] ⚪ З { $from } не бачу: даних немає.
       *[over] ⚪ { $from }-{ $to } даних не було: чи була тоді тривога, не знаю.
    }
recap-unseen-counted =
    ⚪ { $from }-{ $to }, { $count ->
        [one] { $count } раз
        [few] { $count } рази
       *[many] { $count } разів
    }: даних не було, загалом { $total }.
recap-total =
    { $total } під тривогою{ $seen ->
        [all] .
       *[partly] , наскільки було видно.
    }
recap-held =
    { $count ->
        [one] { $count } повідомлення чекало на цей час, зараз надійде.
        [few] { $count } повідомлення чекали на цей час, зараз надійдуть.
       *[many] { $count } повідомлень чекали на цей час, зараз надійдуть.
    }

# Звідки тривоги в підсумку й дайджесті.
bulletin-sources = Тривоги: { $sources }

# Дайджест.
digest-first = 🗓 Дайджест, { $day }
digest-span = Від { $from } до { $to }.
digest-late = Із запізненням: мав прийти о { $hour }, і того, що було пізніше, тут немає.
digest-heavy-night = Ніч видалася довга. Якщо випаде нагода, відпочиньте сьогодні.
digest-place =
    { $place }: { $count ->
        [one] { $count } тривога, { $total }
        [few] { $count } тривоги, разом { $total }{ $longest ->
            [none] {""}
           *[other] , найдовша { $longest }
        }
       *[many] { $count } тривог, разом { $total }{ $longest ->
            [none] {""}
           *[other] , найдовша { $longest }
        }
    }
digest-place-end = { $line }.
digest-place-night = { $line }; { $minutes ->
        [0] уночі — жодної хвилини.
       *[other] уночі (23:00-07:00) { $night }.
    }
digest-place-quiet = { $place }: у даних, які я маю, { $wide ->
        [yes] тривоги для всієї території не було
       *[no] тривог не було
    }{ $since ->
        [none] {""}
       *[other] {" "}(дані від { $since })
    }{ $wide ->
        [yes] ; тривоги в окремих частинах тут не враховано.
       *[no] .
    }
digest-place-unseen = { $place }: за цей час даних у мене немає.
digest-seen-since = Дані про тривоги маю лише з { $since }.
digest-unseen =
    { $state ->
        [over] Від { $from } до { $to } даних у мене не було: тривог за цей час тут може бракувати.
       *[still] Від { $from } даних у мене немає: пізніших тривог тут може бракувати. Зважайте на сирену й «Повітряну тривогу».
    }
digest-unseen-counted =
    { $count ->
        [one] { $count } раз даних у мене не було, разом { $total }, між { $from } і { $to }: тривог тут може бракувати.
        [few] { $count } рази даних у мене не було, разом { $total }, між { $from } і { $to }: тривог тут може бракувати.
       *[many] { $count } разів даних у мене не було, разом { $total }, між { $from } і { $to }: тривог тут може бракувати.
    }
digest-no-place = Ви ще не обрали місця: /place
digest-silenced =
    { $count ->
        [one] { $count } повідомлення прийшло без звуку.
        [few] { $count } повідомлення прийшли без звуку.
       *[many] { $count } повідомлень прийшли без звуку.
    }
digest-claims = З репортажів, нове для вас:
digest-claims-more =
    { $count ->
        [one] Ще { $count } твердження — у «Ситуації».
        [few] Ще { $count } твердження — у «Ситуації».
       *[many] Ще { $count } тверджень — у «Ситуації».
    }
digest-card = 📖 { $title }: { $line }

# Одне твердження репортажу: хто каже, коли — словами репортажу, де вийшло.
claim-line = • { $text }
    — { $speaker }{ $basis ->
        [seen] , на власні очі
       *[told] {""}
    }{ $said ->
        [none] {""}
       *[other] ; коли: «{ $said }»
    }. { $outlet }{ $published ->
        [none] , дати в репортажі немає.
       *[other] , { $published }.
    }
speaker-named = { $name }, { $role }
speaker-channel = { $speaker } ({ $channel })

# Кнопки.
button-why =
    { $sound ->
        [loud] Чому зі звуком?
       *[silent] Чому без звуку?
    }
button-shelter = Укриття поруч
button-guide = Що робити
button-ring-too = Будити й на такі тривоги
button-now = Зараз
button-own-town = Обрати своє місто чи громаду
button-situation = Ситуація
button-digest-chart = { $place }: 7 днів картинкою
button-digest-change = Змінити
button-digest-off = Вимкнути дайджест

# Грізна нічна тривога, повторена тому, хто просив наполягати.
insist-body = Ще раз, { $number } з { $total }: ви просили наполягати. Натисніть «Я не сплю» — і я замовкну.
button-up = Я не сплю
button-ring-end = Дзвонити й на відбій

# Коли «мене ніщо не будить» скінчилося.
mode-ended =
    У тихі години вас знову будитиме серйозна небезпека. Час, на який ви вибрали «мене ніщо не будить», минув.
    Якщо так і треба, нічого робити не потрібно.
button-nothing-again = Хай і далі ніщо не будить
button-modes = Що мене будить

# Власне укриття будинку, після того, що робити.
own-shelter =
    { $band ->
        [now] Укриття будинку, тільки якщо двері за кілька кроків: { $where }.
       *[other] Укриття будинку: { $where }.
    }

# Виправлення того, що було в дайджесті, і твердження всюди, де воно звучить.
correction-notice =
    { $kind ->
        [retracted] <b>Відкликано</b>, { $place }. У моєму дайджесті було: «{ $was }» Це не підтвердилося. { $note } ({ $outlet })
       *[corrected] <b>Виправлено</b>, { $place }. У моєму дайджесті було: «{ $was }» Правильно: { $now } { $note } ({ $outlet })
    }
claim-corrected = <i>(виправлено { $on }; було: «{ $was }» { $note })</i>

# Що кажуть усім ті, хто тримає бота, своїми словами; і що тривога була хибна.
announcement-first = 📢 Від тих, хто тримає цього бота
false-alarm-first = ⚪ Хибна тривога, { $place }
false-alarm-body = Так кажуть ті, хто тримає цього бота, про тривогу з { $since }: { $area }.
false-alarm-state =
    { $still ->
        [yes] Це не відбій: о { $time } тривога тут у даних ще була. Зважайте на неї, доки не скажу, що скінчилася.
       *[no] О { $time } її в даних уже не було.
    }
