# Для тих, хто тримає бота: стан усього і що вони можуть зробити.

admin-paused = ⚠️ <b>Розсилку призупинено</b> з { $since }: тривоги ні до кого не доходять.
admin-owed =
    { $count ->
        [0] Надсилати нічого.
        [one] Чекає { $count } повідомлення, з { $since }.
        [few] Чекають { $count } повідомлення, найдавніше з { $since }.
       *[many] Чекають { $count } повідомлень, найдавніше з { $since }.
    }
admin-last-reader = До останнього читача з тих, кому вже час: { $takes }.
admin-given-up =
    { $count ->
        [0] Недоставлених повідомлень немає
       *[other] Недоставлених повідомлень: { $count }
    }; { $aside ->
        [0] незрозумілих оновлень немає.
       *[other] відкладено оновлень: { $aside }. Які й чому: python -m bot undelivered
    }
admin-leader =
    { $leader ->
        [none] Одна програма, сама на своїй базі.
       *[other] Головна серед копій: { $leader }.
    }
admin-channels =
    { $count ->
        [0] Публічних каналів немає.
        [one] { $count } публічний канал{ $gone ->
            [0] .
           *[other] , не можу писати: { $gone }.
        }
        [few] { $count } публічні канали{ $gone ->
            [0] .
           *[other] , не можу писати: { $gone }.
        }
       *[many] { $count } публічних каналів{ $gone ->
            [0] .
           *[other] , не можу писати: { $gone }.
        }
    }
admin-told =
    { $time } { $place }{ $kind ->
        [escalated] , погіршало
       *[started] {""}
    }: { $count ->
        [one] { $count } читач
        [few] { $count } читачі
       *[many] { $count } читачів
    }{ $took ->
        [none] {""}
       *[other] , останній через { $took }
    }{ $waiting ->
        [0] {""}
       *[other] ; ще чекають: { $waiting }
    }
admin-button-pause = Призупинити розсилку
admin-button-resume = Відновити розсилку
admin-button-announce = Оголошення
admin-button-false = Тривога була хибна
admin-button-channels = Канали
admin-button-back = ‹ Стан
admin-button-flags = Перевірити двері укриттів: { $count }

admin-pause-ask = Призупинити всю розсилку? Жодна тривога ні до кого не дійде, доки ви її не відновите — тут або через python -m bot resume. На запитання в чаті відповідатиму далі, а /now скаже, що розсилку призупинено.
admin-button-pause-sure = Так, тривоги ні до кого
admin-pause-done =
    Розсилку призупинено. { $count ->
        [0] Надсилати нічого.
        [one] Чекає { $count } повідомлення.
        [few] Чекають { $count } повідомлення.
       *[many] Чекають { $count } повідомлень.
    } Нагадуватиму щогодини.
admin-resume-done =
    { $changed ->
        [yes] Розсилку відновлено.
       *[no] Розсилка й так ішла.
    } { $count ->
        [0] Надсилати нічого.
        [one] Чекає { $count } повідомлення: піде, якщо воно ще правда.
        [few] Чекають { $count } повідомлення: піде те, що ще правда, спершу серйозна небезпека.
       *[many] Чекають { $count } повідомлень: піде те, що ще правда, спершу серйозна небезпека.
    }

# Що приймає `/admin announce`; uk:, en: та area: пишуться так будь-якою мовою.
admin-announce-how =
    Напишіть, що сказати всім:
    <code>/admin announce Завтра о 10:00 мене не буде годину.</code>
    Обома мовами і лише тим, хто стежить за певним місцем чи за тим, що в ньому:
    <code>/admin announce
    area: Харківська область
    uk: Завтра о 10:00 мене не буде годину.
    en: Tomorrow from 10:00 I am off for an hour.</code>
    Спершу покажу й порахую; іде після всіх тривог.
admin-announce-long = Задовге: щонайбільше { $most } знаків.
admin-announce-area =
    { $count ->
        [0] Місця «{ $name }» не знаю. Нічого не надіслано.
       *[other] «{ $name }» може бути різними місцями, їх { $count }. Напишіть повну назву. Нічого не надіслано.
    }
admin-announce-words = <b>{ $in }</b>: { $text }
admin-announce-to =
    { $place ->
        [none] Усім
       *[other] Тим, хто стежить за місцем або за тим, що в ньому ({ $place })
    }: { $count ->
        [one] { $count } чат
        [few] { $count } чати
       *[many] { $count } чатів
    }, приблизно за { $takes }. Що не піде за дванадцять годин, те вже не піде.
admin-button-send =
    { $count ->
        [one] Надіслати без звуку, { $count } чат
        [few] Надіслати без звуку, { $count } чати
       *[many] Надіслати без звуку, { $count } чатів
    }
admin-button-ring = Надіслати зі звуком поза тихими годинами
admin-button-drop = Не надсилати
admin-announce-sent =
    { $came ->
        [no] Це вже пішло або чекало понад годину. Нічого не надіслано.
       *[yes] Іде, { $loud ->
            [yes] зі звуком поза тихими годинами
           *[no] без звуку
        }.
    }
admin-announce-dropped =
    { $came ->
        [no] Це вже пішло або забуто.
       *[yes] Забуто. Нічого не надіслано.
    }

admin-false-which =
    { $count ->
        [0] За останню добу нікому не було жодної тривоги.
       *[other] Яка тривога була хибна? Про це дізнаються всі, хто її чув, і так само зі звуком чи без.
    }
admin-false-alert =
    { $place }, { $kind } з { $since }{ $still ->
        [yes] , ще триває
       *[no] {""}
    }
admin-false-ask =
    <b>{ $alert }</b>: сказати, що вона була хибна? Її чули { $count ->
        [one] в { $count } чаті
       *[other] в { $count } чатах
    }. { $still ->
        [yes] У даних вона ще є, і в повідомленні буде сказано, що це не відбій. Відбій буває лише від джерел.
       *[no] У даних її вже немає.
    } Скасувати це не можна.
admin-button-false-sure =
    { $count ->
        [one] Так, сказати в { $count } чаті
       *[other] Так, сказати в { $count } чатах
    }
admin-false-done =
    { $came ->
        [no] Про це вже було сказано: { $alert }.
       *[yes] Кажу тим, хто чув: { $alert }.
    }

admin-flags =
    { $count ->
        [0] Перевіряти нічого: про двері укриттів ніхто нічого не каже.
       *[other] <b>Двері укриттів: що кажуть люди, не перевірено</b>
    }
admin-flag = { $number }. { $name }: { $flag }
admin-button-flag =
    { $verdict ->
        [confirmed] { $number } — так і є
       *[rejected] { $number } — не так
    }
