# Що робити: рамка навколо пам'яток.

guide-choose = <b>Що робити.</b> Виберіть тему, потім пам'ятку.
guide-topic =
    { $topic ->
        [alert] Тривога: де ви?
        [all_clear] Після відбою
        [rubble] Під завалом
        [ordnance] Нерозірваний боєприпас
        [first_aid] Перша допомога
       *[numbers] Куди дзвонити
    }
guide-title = <b>{ $title }</b>
guide-line = • { $line }
guide-sources = <blockquote expandable>Чиї це поради:
    { $sources }</blockquote>
guide-source =
    { $kind ->
        [authority] { $name } · { $publisher }
        [relay] { $name } · передає { $publisher }
       *[expert] { $name } · { $publisher }, фахівець, а не орган влади
    }
guide-checked = Перевірено { $checked }, перечитати до { $review }.
guide-not-found = Пам'ятки про «{ $words }» немає. Є такі:
