"""What a review looks like: the draft's head, the claim to be judged next, and the buttons below it."""

from babel.dates import format_date

from bot.domain.drafts.drafting import CLAIMS_AT_MOST
from bot.domain.drafts.links import Relation
from bot.domain.drafts.review import Choice, Kept, Reviewed, lacks
from bot.domain.drafts.sentences import ARTICLE_AT_MOST
from bot.domain.reports import Basis
from bot.telegram.outgoing import Button
from bot.texts import Html
from handlers.context import Context
from handlers.taps import Rows
from handlers.telling import NONE, area_name, button, lines, listed, paragraphs

#: So much of a sentence is shown; longer ones are cut, and kept whole.
_SENTENCE = 700


def head(context: Context, kept: Kept) -> Html:
    """What the draft is of, and how far it has come."""
    draft, language = kept.review.draft, context.chat.language
    return context.text(
        "reports-draft",
        number=kept.id,
        claims=sum(one.choice is not Choice.DROPPED for one in kept.review.claims),
        dropped=sum(one.choice is Choice.DROPPED for one in kept.review.claims),
        outlet=draft.outlet or NONE,
        place=area_name(context, draft.place) if draft.place else NONE,
        date=format_date(draft.published, "d MMMM y", locale=language) if draft.published else NONE,
    )


def under(context: Context, kept: Kept) -> Rows:
    """The buttons that go on with a draft, or forget it."""
    go = "reports-button-publish" if kept.review.next_open is None else "reports-button-next"
    verb = "publish" if kept.review.next_open is None else "next"
    return (
        (button(context, go, f"report:{verb}:{kept.id}"),),
        (button(context, "reports-button-forget", f"report:forget:{kept.id}"),),
    )


def page(context: Context, kept: Kept) -> tuple[Html, Rows]:
    """The next claim to be judged, or what is to be done when all are."""
    at = kept.review.next_open
    if at is None:
        done = context.text("reports-done", number=kept.id, kept=kept.review.kept)
        return paragraphs(done, lacking(context, kept)), under(context, kept)
    one = kept.review.claims[at]
    words = _own_words(context, kept, at, one)
    rows = (_choices(context, kept, at, one), _relations(context, kept, at, one), _witness(context, kept, at, one))
    return paragraphs(_claim(context, kept, at, one), words, _earlier(context, one)), tuple(row for row in rows if row)


def _earlier(context: Context, one: Reviewed) -> Html:
    """The published claim that this one may belong to, and what was said of the two."""
    if one.earlier is None:
        return Html()
    relation = one.relation.value if one.relation else NONE
    text = one.earlier.text[context.chat.language]
    return context.text("reports-earlier", relation=relation, text=text, outlet=one.earlier.outlet)


def _relations(context: Context, kept: Kept, at: int, one: Reviewed) -> tuple[Button, ...]:
    if one.earlier is None:
        return ()
    return tuple(
        button(
            context,
            "reports-button-relation",
            f"report:{relation.value}:{kept.id}:{at + 1}",
            relation=relation.value,
            chosen="yes" if one.relation is relation else "no",
        )
        for relation in Relation
    )


def _witness(context: Context, kept: Kept, at: int, one: Reviewed) -> tuple[Button, ...]:
    """Whether the reporter saw it is asked only where the article sounds like it, and of nobody's quoted words."""
    if not one.claim.witnessed and one.basis is Basis.TOLD:
        return ()
    seen = "yes" if one.basis is Basis.SEEN else "no"
    return (button(context, "reports-button-seen", f"report:seen:{kept.id}:{at + 1}", seen=seen),)


def _claim(context: Context, kept: Kept, at: int, one: Reviewed) -> Html:
    found, language = one.claim, context.chat.language
    name = (found.speaker.name or {}).get("*") or (found.speaker.name or {}).get(language)
    role = found.speaker.role[language]
    figures = listed(context.services.editing.fact(figure, language) for figure in found.figures)
    return context.text(
        "reports-claim",
        number=at + 1,
        count=len(kept.review.claims),
        kind=context.text("reports-kind", kind=found.kind.value),
        sentence=found.sentence[:_SENTENCE],
        speaker=f"{name}, {role}" if name else role,
        figures=figures or NONE,
        gap="yes" if found.gap else "no",
    )


def _own_words(context: Context, kept: Kept, at: int, one: Reviewed) -> Html:
    if one.text is None:
        return context.text("reports-no-words", draft=kept.id, number=at + 1)
    return lines(*(context.text("reports-words", text=text) for text in one.text.values()))


def _choices(context: Context, kept: Kept, at: int, one: Reviewed) -> tuple[Button, ...]:
    target = f"{kept.id}:{at + 1}"
    kept_as_is = (button(context, "reports-button-keep", f"report:keep:{target}"),) if one.text else ()
    return (
        *kept_as_is,
        button(context, "reports-button-edit", f"report:edit:{target}"),
        button(context, "reports-button-drop", f"report:drop:{target}"),
    )


def lacking(context: Context, kept: Kept) -> Html:
    """The first thing that is still missing; empty where nothing is."""
    wanting = lacks(kept.review)
    return context.text("reports-lack", lack=wanting[0].value, number=kept.id) if wanting else Html()


def pieces(context: Context, kept: Kept) -> Html:
    """How many messages the article is of, and whether all of it was read."""
    article, claims = kept.review.article, kept.review.claims
    parts = article.parts if article else 1
    joined = context.text("reports-joined", parts=parts) if parts > 1 else Html()
    is_cut = (article is not None and article.is_cut) or len(claims) >= CLAIMS_AT_MOST
    cut = context.text("reports-cut", letters=ARTICLE_AT_MOST, claims=CLAIMS_AT_MOST) if is_cut else Html()
    return lines(*(one for one in (joined, cut) if one))
