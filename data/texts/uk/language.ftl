# Мова чату.

language-name =
    { $code ->
        [uk] Українська
       *[en] English
    }
# Слова після /language, які означають цю мову, через пробіл.
language-words = українська українською ukrainian ukr
language-saved = Тепер говорю українською.
language-choose = Якою мовою мені говорити?
language-not-understood = «{ $part }» — такою мовою я ще не говорю. Говорю такими:
