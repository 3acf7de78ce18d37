# Пам'ятки: чиї поради, що додає репортаж, і на папері.

guide-source =
    { $kind ->
        [authority] { $name } · { $publisher }, власна сторінка{ $published ->
            [none] {""}
           *[other] , { $published }
        }
        [relay] { $name } · передає { $publisher }{ $published ->
            [none] {""}
           *[other] , { $published }
        }
       *[expert] { $name } · { $publisher }, фахівець, а не орган влади{ $published ->
            [none] {""}
           *[other] , { $published }
        }
    }
guide-note = З репортажу: { $claim }
guide-export-heading = Що робити під час повітряної тривоги й після неї
guide-export-notice = Складено за відкритими порадами служб: чиї вони й коли перевірені, написано під кожною пам'яткою. Рятувальник і медик цих пам'яток ще не підписали: якщо вони кажуть інакше, слухайте їх. Сирена чи вибух — перша пам'ятка, перші рядки.
guide-checked = Перевірено { $checked }, перечитати до { $review }.
