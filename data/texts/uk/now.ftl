# Стан місць і те, наскільки добре його видно. Ніщо тут не має звучати як відбій.

now-no-place = Ви ще не вибрали жодного місця. Натисніть кнопку або просто напишіть назву, наприклад Харків.

state-danger =
    { $gravity ->
        [grave] 🔴 серйозна небезпека
       *[guarded] 🟡 тривога
    } з { $since }{ $story ->
        [none] {""}
       *[other] {" "}({ $story })
    }
state-alert = <b>{ $place }</b>: { $danger }{ $last ->
        [none] {""}
       *[other] {" "}· востаннє видно о { $last }, кінець не підтверджено
    }{ $blind ->
        [none] {""}
       *[other] {" "}· не бачу з { $blind }
    }{ $denied ->
        [none] {""}
       *[other] {" "}· цього не показує { $denied }
    }
state-calm =
    { $sight ->
        [fresh] <b>{ $place }</b>: { $other ->
            [yes] у даних іншої тривоги немає
            [inside] тривоги для всієї території в даних немає
           *[no] у даних тривоги немає
        }, їм { $age }
       *[late] <b>{ $place }</b>: { $other ->
            [yes] у даних іншої тривоги немає
            [inside] тривоги для всієї території в даних немає
           *[no] у даних тривоги немає
        }, але їм уже { $age }
    }
state-calm-partly = <b>{ $place }</b>: { $other ->
        [inside] повітряної тривоги для всієї території в даних немає
        [yes] у даних іншої повітряної тривоги немає
       *[no] у даних повітряної тривоги немає
    }, їм { $age }; більше нічого не бачу з { $since }
state-inside = { $place }, частково: { $parts }{ $last ->
        [none] {""}
       *[other] {" "}· востаннє видно о { $last }, кінець не підтверджено
    }{ $blind ->
        [none] {""}
       *[other] {" "}· не бачу з { $blind }
    }
state-blind = ⚪ <b>{ $place }</b>: не бачу з { $since }
state-never = ⚪ <b>{ $place }</b>: даних ще немає
state-around = Навколо міста ({ $raion }): { $danger }
state-permanent = <b>{ $place }</b>: { $alert }, увесь час
state-action = Що робити: { $action }

sight = Дані: { $sources }.
sight-source =
    { $sight ->
        [fresh] { $source }, { $age } тому
       *[late] { $source }, із запізненням, { $age } тому
    }
sight-since = { $source }, мовчить з { $since }
sight-never = { $source }, ще не відповідає
sight-blind = Не бачу: { $sources }. Це не відбій. Зважайте на сирену, «Повітряну тривогу», Cell Broadcast.
sight-partly = Дані: { $sources }. З { $since } бачу лише, де триває повітряна тривога: ні її кінця, ні що летить, ні інших тривог. Це не відбій. Зважайте на сирену, «Повітряну тривогу», Cell Broadcast.
sight-no-source = Тут не під'єднано жодного джерела тривог: я не бачу жодної тривоги. Це не відбій. Зважайте на сирену, «Повітряну тривогу», Cell Broadcast.

now-paused = ⚠️ З { $since } я нікому не надсилаю тривог: ті, хто тримає бота, призупинили розсилку. Зважайте на сирену, «Повітряну тривогу», Cell Broadcast. Те, що нижче, правда на цю хвилину.
