"""Telegram's HTML: what becomes of good markup, and which sentence refuses the bad."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.formatting import Formatted, ParseFault, detect_entities, parse_html, trim, utf16_length
from sandbox.refusals import Json


def one(kind: str, offset: int, length: int, **more: object) -> Json:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>a</b><strong>b</strong>", "ab", [one("bold", 0, 1), one("bold", 1, 1)]),
        ("<i>a</i><em>b</em>", "ab", [one("italic", 0, 1), one("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [one("underline", 0, 1), one("underline", 1, 1)]),
        ("<s>a</s><del>b</del>", "ab", [one("strikethrough", 0, 1), one("strikethrough", 1, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [one("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [one("spoiler", 0, 1)]),
        ("<B>a</b>", "a", [one("bold", 0, 1)]),
        ("<b>a<i>b</i></b>", "ab", [one("bold", 0, 2), one("italic", 1, 1)]),
        ("🚨<b>я</b>", "🚨я", [one("bold", 2, 1)]),
        ("&lt;&amp;&quot;&gt;&#39;&#x1F6A8;&nbsp;&", "<&\">'🚨&nbsp;&", []),
        ('<a href="https://a.ua/?x=1&amp;y=2">a</a>', "a", [one("text_link", 0, 1, url="https://a.ua/?x=1&y=2")]),
        ("<a href='https://a.ua'>a</a>", "a", [one("text_link", 0, 1, url="https://a.ua/")]),
        ('<a href="nowhere">a</a>', "a", []),
        ("<code>a</code>", "a", [one("code", 0, 1)]),
        ("<pre>a</pre>", "a", [one("pre", 0, 1)]),
        ('<pre><code class="language-py">a</code></pre>', "a", [one("pre", 0, 1, language="py")]),
        ("<code><b>a</b></code>", "a", [one("code", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [one("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [one("expandable_blockquote", 0, 1)]),
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", [one("custom_emoji", 0, 2, custom_emoji_id="5")]),
        ('<tg-time unix="60">a</tg-time>', "a", [one("date_time", 0, 1, unix_time=60)]),
        (
            '<tg-time unix="60" format="wDT">a</tg-time>',
            "a",
            [one("date_time", 0, 1, unix_time=60, date_time_format="wDT")],
        ),
        ("<b></b>", "", []),
    ],
)
def test_good_markup_becomes_text_and_entities(source: str, text: str, entities: list[Json]) -> None:
    assert parse_html(source) == Formatted(text, entities)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("я<br/>", 'Unsupported start tag "br/" at byte offset 2'),
        ("I <3 you", 'Unsupported start tag "3" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a<i>b</b></i>", 'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ('<span class="red">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>a</a>", 'Empty attribute name in the tag "a" at byte offset 3'),
        ("<tg-time unix=soon>a</tg-time>", 'Tag "tg-time" must have a valid attribute "unix" at byte offset 0'),
        (
            '<tg-time unix="1" format="q">a</tg-time>',
            'Tag "tg-time" must have a valid attribute "format" at byte offset 0',
        ),
    ],
)
def test_bad_markup_is_refused_in_telegrams_words(source: str, sentence: str) -> None:
    with pytest.raises(ParseFault) as refused:
        parse_html(source)

    assert str(refused.value) == sentence


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert parse_html(escaped) == Formatted(text, [])


def test_trimming_moves_the_entities_along() -> None:
    assert trim(Formatted("  ab ", [one("bold", 1, 2), one("italic", 4, 1)])) == Formatted("ab", [one("bold", 0, 1)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start", [one("bot_command", 0, 6)]),
        ("🚨 /now@tysha_bot now", [one("bot_command", 3, 14)]),
        ("либо/now", []),
        ("a/now </now>", []),
        ("/кіт", []),
        ("see https://a.ua/x.", [one("url", 4, 14)]),
        ("ask @olena_k", [one("mention", 4, 8)]),
        ("me@example.org", []),
    ],
)
def test_commands_links_and_mentions_are_found(text: str, found: list[Json]) -> None:
    assert detect_entities(text, []) == found


def test_nothing_is_found_inside_code() -> None:
    code = one("code", 0, 6)

    assert detect_entities("/start", [code]) == [code]


def test_length_is_counted_in_utf16_units() -> None:
    assert utf16_length("я🚨") == 3
