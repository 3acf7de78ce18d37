# How long a place was under alert: what is asked, and what is typed.

stats-no-history = How long { $place } was under alert I can't say: I have no history of it.
stats-no-period = How long { $place } was under alert in this time I can't say: nothing of it is known to me.
stats-no-place = You follow no place. Write it: <code>/stats Kharkiv week</code>, or follow one: /place
stats-not-found = I know no place called “{ $name }”. Write it like <code>/stats Kharkiv week</code>.
stats-which = Which one?
stats-button-today = Today
stats-button-yesterday = Yesterday
stats-button-week = 7 days
stats-button-month = 30 days
stats-button-all = All
stats-button-words = In words
stats-button-csv = Table (CSV)
stats-words-today = today
stats-words-yesterday = yesterday
stats-words-week = week, weeks, 7 days, last week
stats-words-month = month, months, 30 days, last month
stats-words-all = all, all history, of all time, in all history, ever, year, years, since the war began, since the start of the war
