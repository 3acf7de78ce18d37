"""Walks a person through a draft in the terminal, claim by claim; what was judged is kept at once."""

import asyncio
from dataclasses import replace

import typer

from bot.domain.drafts.links import Relation
from bot.domain.drafts.review import (
    Choice,
    Kept,
    Review,
    Reviewed,
    about,
    at_place,
    drop,
    keep,
    lacks,
    relate,
    see,
    write,
)
from bot.report_commands import Desk, open_desk
from bot.settings import Settings
from bot.wiring import load_tree

_ASK = "[k]eep, [w]rite anew, [d]rop, [q]uit"


async def walk(settings: Settings, number: int | None) -> None:
    """From the first open claim to the question whether to publish. Raises DraftError, StoreError."""
    async with open_desk(settings) as desk:
        kept = await desk.find(number)
        kept = await _about(desk, kept)
        while (at := kept.review.next_open) is not None:
            _show(kept.review.claims[at], at, len(kept.review.claims))
            answer = await _asked(_ASK, "k" if kept.review.claims[at].text else "w")
            if answer.lower().startswith("q"):
                typer.echo(f"Draft {kept.id} stays as it is until {kept.expires_at:%H:%M} UTC.")
                return
            judged = await _judged(kept.review, at, answer.lower()[:1])
            kept = await _saved(desk, kept, await _related(judged, at))
        await _finish(desk, kept)


async def _asked(question: str, default: str = "") -> str:
    # Typing takes as long as it takes, and is no business of the loop.
    answer: str = await asyncio.to_thread(typer.prompt, question, default=default, show_default=bool(default))
    return answer


async def _saved(desk: Desk, kept: Kept, review: Review) -> Kept:
    await desk.save(kept, review)
    return replace(kept, review=review)


async def _about(desk: Desk, kept: Kept) -> Kept:
    review = kept.review
    if not review.draft.outlet:
        review = about(review, outlet=await _asked("Who published it"))
    if not review.draft.address:
        review = about(review, address=(await _asked("Address, empty if none")) or None)
    while review.draft.place is None:
        found = load_tree().find(await _asked("Which place is it about"))
        review = at_place(review, found[0].id) if found else review
    return await _saved(desk, kept, review)


async def _judged(review: Review, at: int, answer: str) -> Review:
    if answer == "d":
        return drop(review, at)
    if answer == "k" and review.claims[at].text:
        return keep(review, at)
    try:
        return write(review, at, {"uk": await _asked("Ukrainian"), "en": await _asked("English")})
    except ValueError:
        typer.echo("Both languages are needed; nothing was kept.")
        return review


async def _related(review: Review, at: int) -> Review:
    """A kept claim beside the published one of the same thing, and whether the reporter saw it."""
    one = review.claims[at]
    if one.choice is not Choice.KEPT:
        return review
    if one.earlier:
        typer.echo(f"  Published before, {one.earlier.outlet}: {one.earlier.text['en']} ({one.earlier.link})")
        answer = (await _asked("It [u]pdates this, [c]ontradicts this, [n]either", "n")).lower()[:1]
        relation = {"u": Relation.UPDATES, "c": Relation.CONTRADICTS}.get(answer)
        review = relate(relation, review, at) if relation else review
    if one.claim.witnessed and (await _asked("Did the reporter see it (y/N)", "n")).lower().startswith("y"):
        review = see(review, at)
    return review


async def _finish(desk: Desk, kept: Kept) -> None:
    if lacking := lacks(kept.review):
        typer.echo(f"Nothing to publish: {', '.join(lacking)}.")
        return
    if (await _asked(f"Publish {kept.review.kept} claims (y/N)", "n")).lower().startswith("y"):
        report = await desk.publish(kept)
        typer.echo(f"Published as {report.id}. The article is forgotten.")
    else:
        typer.echo(f"Not published: python -m bot reports publish {kept.id}")


def _show(one: Reviewed, at: int, count: int) -> None:
    found = one.claim
    name = (found.speaker.name or {}).get("*") or (found.speaker.name or {}).get("en")
    figures = ", ".join(f"{figure.bound} {figure.value} {figure.unit or 'of what?'}" for figure in found.figures)
    typer.echo(f"\n{at + 1}/{count}  {found.kind}  {name or found.speaker.role.get('en')}  {figures}")
    typer.echo(f"  “{found.sentence}”" + ("  (a word is missing)" if found.gap else ""))
    if one.text:
        typer.echo(f"  uk: {one.text['uk']}\n  en: {one.text['en']}")
