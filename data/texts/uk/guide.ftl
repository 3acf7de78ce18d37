# Що робити: рамка навколо пам'яток.

guide-choose = <b>Що робити.</b> Виберіть тему, потім пам'ятку.
guide-topic =
    { $topic ->
        [alert] Тривога: де ви?
        [weapon] Що летить
        [all_clear] Після відбою
        [first_aid] Кровотеча
        [rubble] Під завалом
        [fire] Пожежа
        [ordnance] Вибухонебезпечне
        [bag] Тривожна сумка
        [night] Ніч
        [outage] Без світла й води
        [evacuation] Евакуація
        [children] Діти
        [disability] Не дійти до укриття
        [pets] Тварини
        [stress] Страшно, несила
       *[numbers] Куди дзвонити
    }
guide-title = <b>{ $title }</b>
guide-line = • { $line }
guide-sources = <blockquote expandable>Чиї це поради:
    { $sources }</blockquote>
guide-not-found = Пам'ятки про «{ $words }» немає. Є такі:
