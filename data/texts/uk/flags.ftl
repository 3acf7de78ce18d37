# Що люди кажуть про двері укриттів: для тих, хто утримує бота.

flags-for-operators = Те, що люди кажуть про укриття, перевіряють ті, хто утримує цього бота. Сказати про двері можна так: /shelter, а тоді натисніть на укриття.
flags-head = <b>Двері.</b> Не перевірено: { $unchecked }. Перевірено, ще показую: { $checked }. Сховано укриттів: { $hidden }.
flags-none = Перевіряти нема чого.
flags-one =
    <b>{ $name }</b>
    Кажуть: { $flag ->
        [closed] зачинено
        [locked] замкнено
        [full] немає місця
       *[no_ramp] немає пандуса
    }; { $times ->
        [one] { $times } раз
        [few] { $times } рази
       *[other] { $times } разів
    }, востаннє о { $at }. Якщо не вирішите, мине саме: { $until }.
    «Лишити» — показувати як перевірене, довше. «Прибрати» — більше не показувати. «Сховати укриття» — 30 днів не радити його нікому.
flags-judged =
    { $verdict ->
        [confirmed] Лишаю як перевірене: { $name }.
       *[rejected] Прибрано: { $name }.
    }
flags-hidden = Сховано: { $name }. Останній день: { $until }.
flags-hidden-head =
    { $count ->
        [0] Схованих укриттів немає.
       *[other] <b>Сховані укриття</b>
    }
flags-hidden-item = • { $name }. Останній день: { $until }
flags-shelter-gone = укриття, якого вже немає в реєстрі
flags-button-keep = Лишити
flags-button-drop = Прибрати
flags-button-hide = Сховати укриття
flags-button-look = Глянути на укриття
flags-button-next = Далі
flags-button-hidden = Сховані укриття
flags-button-show = Показувати знову: { $name }
