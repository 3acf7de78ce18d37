# The language of the chat.

language-name =
    { $code ->
        [uk] Українська
       *[en] English
    }
# The words after /language that mean this language, with spaces between them.
language-words = english eng англійська англійською
language-saved = I speak English now.
language-choose = Which language shall I speak?
language-not-understood = I don't speak "{ $part }" yet. I speak these:
