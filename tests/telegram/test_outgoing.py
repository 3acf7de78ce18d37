"""Holds the last gate: nothing that Telegram would refuse leaves, and what is cut loses no word."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram import markup
from bot.telegram.outgoing import (
    SOURCE_LIMIT,
    Button,
    Fault,
    Outgoing,
    fit,
    plain,
    refuse,
    shorten,
    split,
    units,
)

NOW = Button("Now", data="now")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("🔴 <b>Ballistic threat</b>, Kharkiv", None),
        ("x" * 4096, None),
        ("x" * 4097, Fault.TOO_LONG),
        ("🚨" * 2048, None),
        ("🚨" * 2100, Fault.TOO_LONG),
        ("<b>" + "&amp;" * 4096 + "</b>", None),
        (f'<a href="{"x" * SOURCE_LIMIT}">x</a>', Fault.TOO_LONG),
        ("", Fault.EMPTY),
        (" \n\t", Fault.EMPTY),
        ("<b></b>", Fault.EMPTY),
        ("\u200b\u2060\ufeff\u00a0\u3164", Fault.EMPTY),
        ("<b>x", Fault.BROKEN_HTML),
        ("x < y", Fault.BROKEN_HTML),
        ("\ud83d", Fault.BROKEN_HTML),
    ],
)
def test_a_text_is_refused_when_telegram_would_refuse_it(text: str, fault: Fault | None) -> None:
    assert refuse(Outgoing(text)) == fault


@pytest.mark.parametrize(
    ("button", "fault"),
    [
        (NOW, None),
        (Button("Call 101", copy="101"), None),
        (Button("Source", url="https://example.org/a?b=c"), None),
        (Button("Chat", url="tg://user?id=7"), None),
        (Button("x", data="d" * 64), None),
        (Button("x", data="д" * 33), Fault.BUTTON_DATA_LENGTH),
        (Button("x", data=""), Fault.BUTTON_DATA_LENGTH),
        (Button("x", copy="c" * 256), None),
        (Button("x", copy="c" * 257), Fault.BUTTON_COPY_LENGTH),
        (Button("x", copy=""), Fault.BUTTON_COPY_LENGTH),
        (Button(" ", data="d"), Fault.BUTTON_WITHOUT_TEXT),
        (Button("\ud83d", data="d"), Fault.BUTTON_WITHOUT_TEXT),
        (Button("x"), Fault.BUTTON_WITHOUT_ONE_ACTION),
        (Button("x", data="d", url="https://example.org"), Fault.BUTTON_WITHOUT_ONE_ACTION),
        (Button("x", url="javascript:alert(1)"), Fault.BUTTON_URL),
        (Button("x", url="https://a b"), Fault.BUTTON_URL),
        (Button("x", url="https://[x"), Fault.BUTTON_URL),
    ],
)
def test_a_button_is_refused_when_telegram_would_refuse_it(button: Button, fault: Fault | None) -> None:
    outgoing = Outgoing("x", ((NOW, button),))

    assert refuse(outgoing) == fault
    assert plain(outgoing).buttons == (((NOW, button) if fault is None else (NOW,)),)


def test_a_hundred_buttons_are_the_most() -> None:
    rows = tuple((NOW,) * 5 for _ in range(20))

    assert refuse(Outgoing("x", rows)) is None
    assert refuse(Outgoing("x", (*rows, (NOW,)))) == Fault.TOO_MANY_BUTTONS
    assert plain(Outgoing("x", (*rows, (NOW,)))).buttons == rows


def test_plain_keeps_the_words_and_drops_the_markup() -> None:
    assert plain(Outgoing("<b>Drones</b>, &lt;Kharkiv&gt; <i>", ((NOW,),))) == Outgoing(
        "Drones, &lt;Kharkiv&gt; ", ((NOW,),)
    )


def test_a_sound_message_is_not_touched() -> None:
    outgoing = Outgoing("<b>x</b> \n", ((NOW,),))

    assert fit(outgoing) == (outgoing,)
    assert shorten(outgoing) == outgoing
    assert split(outgoing.text) == (outgoing.text,)


def test_a_long_message_is_cut_between_paragraphs() -> None:
    paragraphs = [f"<b>{number}</b> " + "слово " * 200 for number in range(10)]

    pieces = split("\n\n".join(paragraphs))

    assert [piece.count("<b>") for piece in pieces] == [3, 3, 3, 1]
    assert all(re.match(r"<b>\d</b>", piece) for piece in pieces)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("one two\nthree four", ("one two", "three four")),
        ("One. Two three four", ("One.", "Two three", "four")),
        ("one two three", ("one two", "three")),
        ("abcdefghijklm", ("abcdefghij", "klm")),
        ("<b>abcdefghijklm</b>", ("<b>abcdefghij</b>", "<b>klm</b>")),
        ("<b>one <i>two three</i></b>", ("<b>one <i>two</i></b>", "<b><i>three</i></b>")),
        ("&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;", ("&lt;" * 10, "&lt;")),
        ("🚨🚨🚨🚨🚨🚨", ("🚨🚨🚨🚨🚨", "🚨")),
        ("abcdefghiй́jk", ("abcdefghi", "й́jk")),
        ("abcdefg👩‍👩‍👧hi", ("abcdefg", "👩‍👩‍👧hi")),
        ("a\n\n\n\n" + "b" * 10, ("a", "b" * 10)),
        ("a" * 10 + "\n \n \n", ("a" * 10,)),
    ],
)
def test_a_cut_goes_through_nothing_that_belongs_together(text: str, pieces: tuple[str, ...]) -> None:
    assert split(text, 10) == pieces


def test_buttons_stand_under_the_last_piece() -> None:
    pieces = fit(Outgoing("x" * 5000, ((NOW,),)))

    assert [piece.buttons for piece in pieces] == [(), ((NOW,),)]


def test_an_edit_keeps_the_beginning_and_the_buttons() -> None:
    short = shorten(Outgoing("<b>" + "слово " * 1000 + "</b>", ((NOW,),)))

    assert short is not None
    assert refuse(short) is None
    assert short.text.endswith("слово</b>\n…")
    assert short.buttons == ((NOW,),)


def test_nothing_is_left_of_a_message_that_shows_nothing() -> None:
    assert fit(Outgoing("<b> </b>", ((NOW,),))) == ()
    assert shorten(Outgoing("<b> </b>", ((NOW,),))) is None


def test_a_tag_longer_than_a_message_is_dropped_and_its_words_kept() -> None:
    text = f'<a href="https://example.org/{"x" * SOURCE_LIMIT}">Kharkiv</a>'

    assert split(text) == ("Kharkiv",)


WORDS = st.text(st.sampled_from('аб \n\n.<&>"🚨\u0301\u200d7'), max_size=60)
OPENINGS = st.sampled_from(
    [
        ("<b>", "</b>"),
        ("<i>", "</i>"),
        ('<a href="https://example.org/?a&amp;b">', "</a>"),
        ("<blockquote expandable>", "</blockquote>"),
        ('<tg-time unix="1796000000" format="r">', "</tg-time>"),
        ("<code>", "</code>"),
    ]
)
TEXTS = st.recursive(
    WORDS.map(markup.escaped),
    lambda inner: st.tuples(OPENINGS, st.lists(inner, max_size=3)).map(
        lambda part: part[0][0] + "".join(part[1]) + part[0][1]
    ),
    max_leaves=12,
)
NOISE = st.text(st.sampled_from('<>/&;#= "bia1👍\ud83d\nspan'), max_size=80)


@given(TEXTS, st.integers(20, 80))
def test_every_piece_is_sound_and_no_word_is_lost(text: str, limit: int) -> None:
    pieces = split(text, limit)

    for piece in pieces:
        assert refuse(Outgoing(piece)) is None
        assert units(markup.shown(markup.parse(piece))) <= limit
    kept = re.sub(r"[\s\u200d]", "", "".join(markup.bare(piece) for piece in pieces))
    whole = re.sub(r"[\s\u200d]", "", markup.bare(text))
    assert kept == whole


@given(TEXTS)
def test_well_formed_text_is_never_called_broken(text: str) -> None:
    assert refuse(Outgoing(text)) in (None, Fault.EMPTY, Fault.TOO_LONG)


@given(NOISE | TEXTS, st.integers(1, 90))
def test_whatever_is_sent_something_sound_comes_out(text: str, repeated: int) -> None:
    long = Outgoing(text * repeated, ((NOW, Button("", data="x")),))

    for piece in (*fit(long), *fit(plain(long)), *filter(None, [shorten(long)])):
        assert refuse(piece) is None
