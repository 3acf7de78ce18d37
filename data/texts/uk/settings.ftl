# Усе, що вибрано в чаті.

settings-heading = <b>Налаштування</b>
settings-places =
    { $count ->
        [0] Місця: жодного.
       *[other] Місця:
    }
settings-language = Мова: { $name }.
settings-button-quiet = Тихі години
settings-button-mute = Без звуку
settings-button-digest = Дайджест
settings-button-insist = Наполягання
settings-button-language = Мова
settings-button-timezone = Часовий пояс
settings-button-house = Дорога до укриття
