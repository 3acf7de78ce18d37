# Що зробили б тихі години: підсумок минулого, а не прогноз.

estimate-span =
    { $whole ->
        [yes] { $days ->
            [one] За останній { $days } день
            [few] За останні { $days } дні
           *[many] За останні { $days } днів
        }
       *[no] { $days ->
            [one] За { $days } день, про який маю дані
            [few] За { $days } дні, про які маю дані
           *[many] За { $days } днів, про які маю дані
        }
    }
# Скільки разів дзвонило б і скільки з усіх ночей (чи днів).
estimate-rang =
    { $rang ->
        [0] не задзвонило б жодного разу
        [one] дзвонило б { $rang } раз
        [few] дзвонило б { $rang } рази
       *[many] дзвонило б { $rang } разів
    }{ $rang ->
        [0] {""}
       *[other] , { $kind ->
            [day] { $nights ->
                [one] { $nights } день
                [few] { $nights } дні
               *[many] { $nights } днів
            }
           *[night] { $nights ->
                [one] { $nights } ніч
                [few] { $nights } ночі
               *[many] { $nights } ночей
            }
        } із { $all }
    }
estimate-times =
    { $count ->
        [0] жодного разу
        [one] { $count } раз
        [few] { $count } рази
       *[many] { $count } разів
    }
estimate-hours =
    { $span }: { $messages ->
        [one] { $messages } повідомлення
        [few] { $messages } повідомлення
       *[many] { $messages } повідомлень
    } у ці години; { $rang }. Без тихих годин: { $without }.
estimate-empty = { $span }: про тривоги в ці години нічого не знаю. Про наступну це не каже нічого.
estimate-mode = { $span } { $rang }.
estimate-example = Наприклад, { $hours }, { $mode }:
estimate-modes-example = Пораховано для прикладу: { $hours }.
estimate-reading = { $hours }. { $span } { $rang }.
estimate-nothing =
    { $span } { $count ->
        [0] про серйозну тривогу, що дзвонила б у ці години, не знаю. Про наступну це не каже нічого.
        [one] у ці години це заглушило б серйозну небезпеку { $count } раз.
        [few] у ці години це заглушило б серйозну небезпеку { $count } рази.
       *[many] у ці години це заглушило б серйозну небезпеку { $count } разів.
    }

estimate-basis = Дані: { $sources }; окремо { $recaps ->
        [one] { $recaps } список після тиші
        [few] { $recaps } списки після тиші
       *[many] { $recaps } списків після тиші
    }.
estimate-unlevelled =
    { $count ->
        [one] { $count } тривога там без рівня: рахую її серйозною.
        [few] { $count } тривоги там без рівня: рахую їх серйозними.
       *[many] { $count } тривог там без рівня: рахую їх серйозними.
    }
estimate-unseen =
    З цього часу { $days ->
        [0] { $length }
        [1] { $length }
        [one] { $days } день
        [few] { $days } дні
       *[many] { $days } днів
    } без даних.
estimate-unknown = Минулого тут не знаю: { $places }.
estimate-no-history = Що зробили б такі години, поки не скажу: минулого ваших місць не знаю.
estimate-no-place = Що зробили б такі години, поки не скажу: ви ще не вибрали місця. /place
