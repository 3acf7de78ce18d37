# Pieces that many messages share.

duration =
    { $hours ->
        [0] { $minutes } min
       *[other] { $minutes ->
            [0] { $hours } h
           *[other] { $hours } h { $minutes } min
        }
    }
age =
    { $unit ->
        [second] { $count } s
        [minute] { $count } min
       *[hour] { $count } h
    }
