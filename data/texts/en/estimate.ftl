# What quiet hours would have done: an account of the past, never a forecast.

estimate-span =
    { $whole ->
        [yes] In the last { $days } days
       *[no] { $days ->
            [one] In the one day that I have data for
           *[other] In the { $days } days that I have data for
        }
    }
# How often it would have rung, and on how many of all nights (or days).
estimate-rang =
    { $rang ->
        [0] it would not have rung once
        [one] it would have rung once
       *[other] it would have rung { $rang } times
    }{ $rang ->
        [0] {""}
       *[other] , on { $nights } of { $all } { $kind ->
            [day] { $all ->
                [one] day
               *[other] days
            }
           *[night] { $all ->
                [one] night
               *[other] nights
            }
        }
    }
estimate-times =
    { $count ->
        [0] not once
        [one] once
       *[other] { $count } times
    }
estimate-hours =
    { $span }: { $messages ->
        [one] { $messages } message
       *[other] { $messages } messages
    } in these hours; { $rang }. Without quiet hours: { $without }.
estimate-empty = { $span }: I know of no alert in these hours. That tells nothing of the next one.
estimate-mode = { $span } { $rang }.
estimate-example = For example { $hours }, { $mode }:
estimate-modes-example = Counted for { $hours }, for example.
estimate-reading = { $hours }. { $span } { $rang }.
estimate-nothing =
    { $span }, { $count ->
        [0] I know of no grave alert that would have rung in these hours. That tells nothing of the next one.
        [one] in these hours, this would have silenced grave danger once.
       *[other] in these hours, this would have silenced grave danger { $count } times.
    }

estimate-basis = Data: { $sources }; { $recaps ->
        [one] { $recaps } recap
       *[other] { $recaps } recaps
    } apart.
estimate-unlevelled =
    { $count ->
        [one] One alert has no level there and counts as grave.
       *[other] { $count } alerts have no level there and count as grave.
    }
estimate-unseen =
    { $days ->
        [0] Without data for { $length } of that time.
        [1] Without data for { $length } of that time.
       *[other] Without data for { $days } days of that time.
    }
estimate-unknown = No history of: { $places }.
estimate-no-history = What such hours would have done I can't say yet: I have no history of your places.
estimate-no-place = What such hours would have done I can't say yet: you follow no place. /place
