# The first meeting.

start-hello = I am <b>Tysha</b>, "quiet" in Ukrainian. I tell you of air-raid alerts, wake you only when I must, say what to do in the time there is, and show where every word comes from.
start-sources = Alerts come from: { $sources }. Advice and reporting name their own sources.
start-place = Which place shall I watch? Tap it, or just type a name: a city, a community, a district of Kharkiv.
start-again = You are back. I watch:
start-quiet = <b>When do you sleep?</b> In quiet hours everything still arrives, but only grave danger rings.
start-button-night = 23:00-07:00, grave danger wakes me
start-button-other-hours = Other hours
start-button-not-now = Not now
