# What a chart says. What was not seen is never called calm, and no figure stands without its method.

stats-period =
    { $period ->
        [today] Today, { $from }
        [yesterday] Yesterday, { $from }
        [day] { $from }
        [week] Last 7 days, { $from } to { $to }
        [month] Last 30 days, { $from } to { $to }
       *[all] All history, { $from } to { $to }
    }
stats-percent = { $percent } %
stats-unknown-share = n/k
stats-hours-short = { $hours } h
stats-length =
    { $hours ->
        [0] { $minutes } min
       *[other] { $minutes ->
            [0] { $hours } h
           *[other] { $hours } h { $minutes } min
        }
    }
stats-length-note =
    { $count ->
        [0] under alert: none in the data
        [one] under alert, once
       *[other] under alert, { $count } times
    }
stats-share-note = of the known time
stats-gauge =
    { $period ->
        [today] Today
        [yesterday] Yesterday
        [day] This day
        [week] These 7 days
        [month] These 30 days
       *[all] All this time
    }
stats-gauge-mean = Mean of 30 days
stats-gauge-said = Said in a report
stats-gauge-said-half = “maybe half”
stats-key-alert = under alert
stats-key-unknown = not known
stats-footer = Data: { $sources }
stats-footer-time = { $zone } time, up to { $until }
stats-side = share
stats-side-hour = by hour
stats-by-month = By month: share of the time
stats-by-hour = By hour of the day: share of the time
stats-head = <b>{ $place }. { $period }</b>
stats-sum =
    { $count ->
        [0] I know of no alert in this time. That tells nothing of the next one.
        [one] Under alert for { $length }, once.
       *[other] Under alert for { $length }, { $count } times; the longest took { $longest }.
    }
stats-share = { $percent } of the known time.
stats-share-unknown = Too little is known for a share of the time.
stats-mean = Mean of the last 30 days: { $length } a day, { $percent } of the known time.
stats-most = Most: { $day }, { $length }. Least: { $least_day }, { $least_length }.
stats-hours = Most often from { $from } to { $to }: { $percent } of that time.
stats-not-known = Not known: { $length }. That time is left out of the share.
stats-beside = Said, not measured:
stats-method = Data: { $sources }; { $zone } time, up to { $until }. Each minute counts once, however many alerts cover the place.
stats-day-line =
    { $alert ->
        [0] { $day }: { $none ->
            [yes] not known
           *[no] no alert in the data
        }
       *[other] { $day }: { $length }
    }{ $unseen ->
        [0] {""}
       *[other] , { $unknown } not known
    }
stats-hour-line = { $from }–{ $to }: { $percent }
stats-words-head = <b>{ $place }. { $period }, in words</b>
stats-words-days = By day:
stats-words-months = By month, share of the known time:
stats-words-hours = By hour of the day, share of the known time:
stats-month-line = { $month }: { $percent }
stats-csv-caption = { $place }. { $period }: hours by day, and by hour of the day. How it is counted stands in its first lines.
stats-csv-title = Time under alert: { $place }
stats-csv-span = From { $from } to { $to } (time zone { $zone })
stats-csv-sources = Sources: { $sources }
stats-csv-method = Method: seconds in which at least one alert covered the place (its own, or one declared for an area that it lies in); each second counts once. What is not known is counted apart. Alerts that have lasted for more than three days when they were first seen are left out.
stats-wide = Counted are only alerts for all of it; those for its parts come on top.
