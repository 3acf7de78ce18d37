# Репортажі на шляху від статті до запису, для редакторів; і виправлення, для всіх, хто прочитав твердження.

# Наші слова для чернетки, лише з її чисел.
draft-line = { $place }{ $when ->
        [none] {""}
       *[other] , { $when }
    }: { $facts }.
draft-figure =
    { $unit ->
        [people_killed] { draft-bound }{ $value ->
            [one] { $value } загиблий
            [few] { $value } загиблі
            [many] { $value } загиблих
           *[other] { $value } загиблого
        }
        [people_injured] { draft-bound }{ $value ->
            [one] { $value } поранений
            [few] { $value } поранені
            [many] { $value } поранених
           *[other] { $value } пораненого
        }
        [people_in_hospital] { draft-bound }{ $value ->
            [one] { $value } людина в лікарні
            [few] { $value } людини в лікарні
            [many] { $value } людей у лікарнях
           *[other] { $value } людини в лікарні
        }
        [victim_in_count] жертва, за рахунком { $value }-а
        [houses_damaged] { draft-bound }{ $value ->
            [one] { $value } пошкоджений будинок
            [few] { $value } пошкоджені будинки
            [many] { $value } пошкоджених будинків
           *[other] { $value } пошкодженого будинку
        }
        [storeys_destroyed] { draft-bound }{ $value ->
            [one] { $value } зруйнований поверх
            [few] { $value } зруйновані поверхи
            [many] { $value } зруйнованих поверхів
           *[other] { $value } зруйнованого поверху
        }
        [storeys_total] усього поверхів: { draft-bound }{ $value }
        [districts_hit] { draft-bound }{ $value ->
            [one] { $value } район під ударом
            [few] { $value } райони під ударом
            [many] { $value } районів під ударом
           *[other] { $value } району під ударом
        }
       *[direct_hits_high_rise] пряме влучання в багатоповерхівку, за рахунком { $value }-е
    }
draft-bound = { $bound ->
        [at_least] щонайменше {""}
        [about] близько {""}
       *[exactly] {""}
    }
draft-number = число { $value }
draft-gap = У тексті джерела тут бракує слова.

claim-retracted = • Відкликано { $on }: «{ $was }» <i>({ $note })</i>

# Розмова редактора.
reports-how =
    Вставте або перешліть статтю: розберу її на твердження, а ви кожне лишите, перепишете чи викинете. Без вашого слова нічого не опублікую, а статтю забуду за добу.
    Опубліковано репортажів: { $published }. На перевірці: { $drafts }.
reports-for-editors = Репортажі публікують редактори цього бота. Що вони опублікували: /situation
reports-nothing-found = Жодного речення, схожого на твердження, тут не знаходжу. Нічого не зберігаю.
reports-draft = <b>Чернетка { $number }</b>: { $claims ->
        [one] { $claims } твердження на перевірку
        [few] { $claims } твердження на перевірку
        [many] { $claims } тверджень на перевірку
       *[other] { $claims } твердження на перевірку
    }, відкладено речень: { $dropped }. Видання: { $outlet ->
        [none] не вказано
       *[other] { $outlet }
    }. Місце: { $place ->
        [none] невідоме
       *[other] { $place }
    }. Дата: { $date ->
        [none] не вказана
       *[other] { $date }
    }.
reports-page-unread = Сторінку за цим заголовком прочитати не вдалося: у чернетці лише кілька рядків зі стрічки. Вставте статтю, щоб узяти всю.
reports-joined = З { $parts } повідомлень, прочитаних як одна стаття.
reports-cut = Задовга, щоб прочитати всю: щонайбільше { NUMBER($letters) } знаків або { $claims } речень. Решту відкладаю; надішліть її окремою статтею.
reports-claim = Твердження { $number } з { $count } · { $kind }
    <blockquote>{ $sentence }</blockquote>{ $speaker }{ $figures ->
        [none] {""}
       *[other] {" "}· { $figures }
    }{ $gap ->
        [yes] {" "}· бракує слова
       *[no] {""}
    }
reports-words = Опублікую: { $text }
reports-no-words = Своїх слів для цього не маю. Напишіть: <code>/report write { $draft } { $number }</code>, а далі два рядки, спершу українською, потім англійською.
reports-kind = { $kind ->
        [killed] загиблі
        [injured] поранені
        [damaged] пошкодження
        [struck] удар
        [warned] попередження
        [said] слова
       *[described] опис
    }
reports-earlier = { $relation ->
        [updates] Уточнює опубліковане
        [contradicts] Суперечить опублікованому
       *[none] Уже опубліковано. Це пізніші дані про те саме чи суперечність? Ні те, ні те, якщо не натиснете
    }: <blockquote>{ $text } ({ $outlet })</blockquote>
reports-button-relation = { $chosen ->
        [yes] ✓ {""}
       *[no] {""}
    }{ $relation ->
        [updates] Уточнює
       *[contradicts] Суперечить
    }
reports-button-seen = { $seen ->
        [yes] ✓ Репортер бачив сам
       *[no] Репортер бачив сам?
    }
reports-button-keep = Лишити
reports-button-edit = Переписати
reports-button-drop = Викинути
reports-button-next = Перевіряти
reports-button-publish = Опублікувати
reports-button-forget = Забути статтю
reports-done = Чернетку { $number } перевірено, тверджень лишилося: { $kept }. Ще нічого не опубліковано.
reports-lack = { $lack ->
        [outlet] Спершу скажіть, хто це надрукував: <code>/report outlet { $number } Назва, https://адреса</code>
        [place] Спершу скажіть, про яке це місце: <code>/report place { $number } Харків</code>
        [choices] Не всі твердження перевірено.
       *[claims] Нічого не лишилося, тож і публікувати нема чого.
    }
reports-published = Опубліковано: { $outlet }, { $claims ->
        [one] { $claims } твердження
        [few] { $claims } твердження
        [many] { $claims } тверджень
       *[other] { $claims } твердження
    }. Статтю забуто. /situation
reports-forgotten = Статтю забуто. Нічого не опубліковано.
reports-gone = Цієї чернетки вже немає: опублікована, забута або старша за добу.
reports-not-understood = Не розумію, тож нічого не змінюю. { reports-how-short }
reports-how-short = Пишіть: <code>/report outlet 3 Назва, https://адреса</code>, <code>/report place 3 Харків</code>, <code>/report write 3 1</code> і два рядки нижче.
reports-headlines = <b>Заголовки, яких ніхто не перевіряв</b>
reports-headline = • <a href="{ $address }">{ $title }</a> <i>({ $outlet }{ $date ->
        [none] {""}
       *[other] , { $date }
    })</i>
reports-button-headline = Чернетка: { $title }
reports-button-draft = Чернетка { $number }
command-report = Для редакторів: зі статті репортаж
