# Скільки місце було під тривогою: про що питають і що пишуть.

stats-no-history = { $place }: скільки тривала тривога, сказати не можу, бо історії цього місця в мене немає.
stats-no-period = { $place }: скільки тривала тривога за цей час, сказати не можу, бо нічого про нього не знаю.
stats-no-place = Ви не стежите за жодним місцем. Напишіть його: <code>/stats Харків тиждень</code>, або додайте: /place
stats-not-found = Не знаю місця «{ $name }». Напишіть так: <code>/stats Харків тиждень</code>.
stats-which = Яке саме?
stats-button-today = Сьогодні
stats-button-yesterday = Вчора
stats-button-week = 7 днів
stats-button-month = 30 днів
stats-button-all = Увесь час
stats-button-words = Словами
stats-button-csv = Таблиця (CSV)
stats-words-today = сьогодні, добу, доба
stats-words-yesterday = вчора, учора
stats-words-week = тиждень, тижня, тижні, 7 днів, минулого тижня
stats-words-month = місяць, місяця, місяці, 30 днів, минулого місяця
stats-words-all = усе, все, увесь час, весь час, за весь час, рік, року, роки, від початку війни, з початку війни
