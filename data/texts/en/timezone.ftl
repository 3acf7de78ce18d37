# The clock of the chat.

timezone-state = Time zone: { $city } ({ $zone }), it is { $clock } there now.
timezone-how-to = Quiet hours and the digest go by this clock. Tap, or write a city: <code>/timezone Warsaw</code>.
timezone-button = { $city }, { $clock } now
timezone-saved = Saved. Time zone: { $city } ({ $zone }), it is { $clock } there now. Before: { $old }, { $before }.
timezone-same = That is the time zone already. Nothing was changed.
timezone-quiet-over = By this clock your quiet hours are over: what came without sound follows in one list.
timezone-offset = "{ $part }" is not enough: most clocks change twice a year, and a number cannot tell me when. I need a city. Nothing was changed.
timezone-which = "{ $part }" can be read in several ways, or I am not sure of it. Which city's clock do you mean? Nothing was changed yet.
timezone-not-found = I don't know "{ $part }" as a city with a clock of its own. Write a bigger city near you, or the country. Nothing was changed.
