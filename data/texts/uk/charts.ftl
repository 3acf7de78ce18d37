# Що каже діаграма. Чого не було видно, те не спокій, і жодної цифри без способу підрахунку.

stats-period =
    { $period ->
        [today] Сьогодні, { $from }
        [yesterday] Вчора, { $from }
        [day] { $from }
        [week] Останні 7 днів, { $from } — { $to }
        [month] Останні 30 днів, { $from } — { $to }
       *[all] За весь час, { $from } — { $to }
    }
stats-percent = { $percent } %
stats-unknown-share = ?
stats-hours-short = { $hours } год
stats-length =
    { $hours ->
        [0] { $minutes } хв
       *[other] { $minutes ->
            [0] { $hours } год
           *[other] { $hours } год { $minutes } хв
        }
    }
stats-length-note =
    { $count ->
        [0] тривог у даних немає
        [one] під тривогою, { $count } раз
        [few] під тривогою, { $count } рази
       *[many] під тривогою, { $count } разів
    }
stats-share-note = відомого часу
stats-gauge =
    { $period ->
        [today] Сьогодні
        [yesterday] Вчора
        [day] Цього дня
        [week] За ці 7 днів
        [month] За ці 30 днів
       *[all] За весь цей час
    }
stats-gauge-mean = Середнє за 30 днів
stats-gauge-said = Сказано в репортажі
stats-gauge-said-half = «може, пів»
stats-key-alert = під тривогою
stats-key-unknown = невідомо
stats-footer = Дані: { $sources }
stats-footer-time = Час: { $zone }, станом на { $until }
stats-side = частка за
stats-side-hour = годинами
stats-by-month = За місяцями: частка часу
stats-by-hour = За годинами доби: частка часу
stats-head = <b>{ $place }. { $period }</b>
stats-sum =
    { $count ->
        [0] Про тривоги за цей час мені не відомо. Про наступну це нічого не каже.
        [one] Під тривогою { $length }, { $count } раз; найдовше { $longest }.
        [few] Під тривогою { $length }, { $count } рази; найдовше { $longest }.
       *[many] Під тривогою { $length }, { $count } разів; найдовше { $longest }.
    }
stats-share = Це { $percent } відомого часу.
stats-share-unknown = Відомо замало, щоб назвати частку часу.
stats-mean = Середнє за останні 30 днів: { $length } на добу, { $percent } відомого часу.
stats-most = Найбільше: { $day }, { $length }. Найменше: { $least_day }, { $least_length }.
stats-hours = Найчастіше з { $from } до { $to }: { $percent } цього часу.
stats-not-known = Невідомо: { $length }. До частки цей час не входить.
stats-beside = Це сказано, а не виміряно:
stats-method = Дані: { $sources }; час: { $zone }, станом на { $until }. Кожна хвилина рахується раз, скільки б тривог не було одночасно.
stats-day-line =
    { $alert ->
        [0] { $day }: { $none ->
            [yes] невідомо
           *[no] тривог у даних немає
        }
       *[other] { $day }: { $length }
    }{ $unseen ->
        [0] {""}
       *[other] , { $unknown } невідомо
    }
stats-hour-line = { $from }–{ $to }: { $percent }
stats-words-head = <b>{ $place }. { $period }, словами</b>
stats-words-days = За днями:
stats-words-months = За місяцями, частка відомого часу:
stats-words-hours = За годинами доби, частка відомого часу:
stats-month-line = { $month }: { $percent }
stats-csv-caption = { $place }. { $period }: години за днями й за годинами доби. Як пораховано, сказано в перших рядках.
stats-csv-title = Час під тривогою: { $place }
stats-csv-span = Від { $from } до { $to } (часовий пояс { $zone })
stats-csv-sources = Джерела: { $sources }
stats-csv-method = Спосіб: секунди, коли місце накривала хоча б одна тривога (його власна або оголошена для території, до якої воно належить); кожна секунда рахується раз. Невідоме пораховано окремо. Тривоги, що вже тривали понад три доби, коли їх уперше побачено, не враховано.
stats-wide = Пораховано лише тривоги для всієї цієї території; тривоги для її частин сюди не входять.
