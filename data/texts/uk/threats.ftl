# Назви загроз у тих формах, яких потребують повідомлення. Не названо: `none`.

# На початку повідомлення.
threat-heading =
    { $threat ->
        [drones] Дрони
        [guided_bombs] Загроза КАБів
        [cruise_missiles] Крилаті ракети
        [ballistic_missiles] Загроза балістики
        [unspecified_missiles] Ракетна небезпека
        [mig31k] Зліт МіГ-31К
        [tactical_aircraft] Тактична авіація
        [strategic_aircraft] Стратегічна авіація
        [mlrs] Загроза РСЗВ
        [artillery] Загроза артобстрілу
        [air_defence] Працює ППО
       *[unknown] Невідома загроза
    }

# Посеред речення, у переліках.
threat-name =
    { $threat ->
        [drones] дрони
        [guided_bombs] КАБи
        [cruise_missiles] крилаті ракети
        [ballistic_missiles] балістика
        [unspecified_missiles] ракети
        [mig31k] МіГ-31К
        [tactical_aircraft] тактична авіація
        [strategic_aircraft] стратегічна авіація
        [mlrs] РСЗВ
        [artillery] артилерія
        [air_defence] робота ППО
        [none] загрозу не названо
       *[unknown] невідома загроза
    }

# Загроза, якої джерело більше не називає, хоча тривога триває.
threat-over =
    { $threat ->
        [drones] Загрозу дронів знято о
        [guided_bombs] Загрозу КАБів знято о
        [cruise_missiles] Загрозу крилатих ракет знято о
        [ballistic_missiles] Загрозу балістики знято о
        [unspecified_missiles] Загрозу ракет знято о
        [mig31k] Загрозу МіГ-31К знято о
        [tactical_aircraft] Загрозу тактичної авіації знято о
        [strategic_aircraft] Загрозу стратегічної авіації знято о
        [mlrs] Загрозу РСЗВ знято о
        [artillery] Загрозу артобстрілу знято о
        [air_defence] Про ППО вже не кажуть,
       *[unknown] Невідому загрозу знято о
    }

threats-since = { $threats } з { $time }
