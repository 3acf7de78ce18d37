# Частини, спільні для багатьох повідомлень.

duration =
    { $hours ->
        [0] { $minutes } хв
       *[other] { $minutes ->
            [0] { $hours } год
           *[other] { $hours } год { $minutes } хв
        }
    }
age =
    { $unit ->
        [second] { $count } с
        [minute] { $count } хв
       *[hour] { $count } год
    }
