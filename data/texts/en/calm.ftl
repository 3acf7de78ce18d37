# Calm: breathing, the senses, and lines to call.

calm-first = <b>First:</b> { $action }
calm =
    <b>A quiet minute</b>
    Choose what helps. Each is done at your own pace; stop whenever you like.
calm-button-breathe = Breathe for a minute
calm-button-senses = Five senses
calm-button-lines = Lines to call
calm-breath =
    <b>Breath { $number } of { $count }</b>
    In: one, two, three, four.
    Out, slowly: one, two, three, four, five, six.
    Let your shoulders drop.
calm-minute = That was about a minute.
calm-button-next = Next breath ({ $number } of { $count })
calm-button-again = Once more
calm-button-stop = Stop
calm-senses =
    <b>Where you are now</b>
    Put your feet on the floor, feel it.
    Five things that you see. Name them.
    Four that you can touch.
    Three that you hear.
    Two that you smell.
    One that you taste.
    Then one slow breath.
calm-lines =
    <b>People who listen</b>
    7333, Lifeline Ukraine, if you do not want to live (round the clock, as of 2023)
    0 800 100 102, National Psychological Association, 10:00 to 20:00 (as of December 2025)
    2345, a line for men, 14:00 to 06:00 (as of January 2026)
    103, if a life is at risk
    I am a program and no helper in need: talk to somebody.
