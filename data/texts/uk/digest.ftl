# Коли приходить щоденний дайджест. Його власні слова — серед повідомлень.

digests-state = Дайджест: щодня о { $times }.
digests-state-off = Дайджест вимкнено.
digests-first = Найближчий: { $day }, { $clock }.
digests-how-to =
    Раз на день: тривоги у ваших місцях, скільки з них уночі, що прийшло без звуку і що нового повідомляють, кожне з джерелом. Приходить без звуку.
    Натисніть або напишіть <code>/digest 08:00</code>, <code>/digest зараз</code>, <code>/digest вимкнути</code>.
digests-not-understood = Не розумію «{ $part }». Напишіть годину: <code>/digest 08:00</code>, <code>/digest о восьмій</code>, <code>/digest вимкнути</code>. Нічого не змінено. { $state }
digests-button-now = Один зараз
digests-button-off = Вимкнути
