"""`bitim opinion`: what a conversation's votes have in common, as text, for programs, or as a page of its own."""

from __future__ import annotations

import argparse
import importlib
import json
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from bitim.commands.environment import Stop, complain, say
from bitim.engines import opinion

if TYPE_CHECKING:
    from bitim.engines.opinion.exports import Conversation
    from bitim.engines.opinion.report import Report, Share

HELP = "say what a conversation's votes have in common, and how sure that is"
ENDING = ".csv"
LONGEST = 400
AGREE, DISAGREE = "Most people agree (groups not considered)", "Most people disagree (groups not considered)"


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="CSV files as Polis exports them")
    parser.add_argument("--mode", choices=opinion.MODES, default="bitim", help="the reference's rules, or ours (bitim)")
    parser.add_argument("--json", action="store_true", help="print one object for programs, with each person's group")
    parser.add_argument("--html", metavar="FILE", type=Path, help="write one page with map and tables, fit to publish")


def run(arguments: argparse.Namespace) -> int:
    """Answer; 0 with an answer, 2 when the files are no conversation or the page cannot be written."""
    try:
        talk = read(arguments.folder)
        reports = importlib.import_module("bitim.engines.opinion.report")  # loading libraries is not reckoning
        began = perf_counter()
        report = opinion.tell(talk, arguments.mode)
        seconds = perf_counter() - began
        if arguments.html:
            _write(arguments.html, report)
    except (Stop, opinion.Unfit) as stop:
        complain(printable(str(stop)))
        return 2
    if arguments.json:
        say(json.dumps(reports.as_json(report, seconds), ensure_ascii=False))
        return 0
    for line in lines(report):
        say(line)
    say(f"\n{seconds:.3f} s.")
    if arguments.html:
        say(f"The page was written to {arguments.html}.")
    return 0


def read(folder: Path) -> Conversation:
    """Return the conversation of a folder; raises Stop or Unfit with a sentence."""
    if not folder.is_dir():
        raise Stop(f"{folder} is no folder. Give the folder that holds participants-votes.csv or votes.csv.")
    contents = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix == ENDING:
            try:
                contents[path.name] = path.read_bytes() if path.name in opinion.FILES else b""
            except OSError as fault:
                raise Stop(f"{path} cannot be read: {fault.strerror}.") from None
    return opinion.read(contents)


def _write(path: Path, report: Report) -> None:
    from bitim.commands import opinion_page

    try:
        path.write_text(opinion_page.page(report), encoding="utf-8")
    except OSError as fault:
        raise Stop(f"{path} cannot be written: {fault.strerror}.") from None


def lines(report: Report) -> list[str]:
    """Return the report for a person, without anything about fewer people than may be published."""
    found = [head(report)]
    found += [f"Note: {one}" for one in report.notes]
    found += ["", *report.sure]
    if len(report.sizes) > 1:
        found.append("Groups: " + ", ".join(f"{letter(at)} {_people(n)}" for at, n in enumerate(report.sizes)) + ".")
    if report.mode == "bitim":
        found += ["", f"Common ground: {len(report.common)} statements"]
        for one in report.common:
            found.append(f"  {_quoted(one.name, one.text)}")
            found.append(f"    {_share(one.weakest)}; stays in {one.stability:.0%} of resamples")
        found += _waiting(report)
    for group, rows in enumerate(report.apart):
        found += ["", apart(report, group)]
        for row in rows:
            found.append(f"  {_quoted(row.name, row.text)}")
            found.append(f"    {_share(row.own)}; the others, {row.others.n}: {row.others.shown}")
    for title, listed in ((AGREE, report.agree), (DISAGREE, report.disagree)):
        if listed:
            found += ["", title, *(f"  {_quoted(*one)}" for one in listed)]
    if report.slate:
        found += ["", "Statements that together speak for most people", *(f"  {_quoted(*one)}" for one in report.slate)]
    return [printable(one) for one in found]


def head(report: Report) -> str:
    """Return how many took part, without a difference that is a handful of people."""
    from bitim.engines.disclosure import FLOOR

    if report.people < FLOOR:
        return f"Fewer than {FLOOR} people, {report.statements} statements."
    told = f"{report.people} people, {report.statements} statements, {report.votes} votes"
    tells = report.people - report.placed == 0 or report.people - report.placed >= FLOOR
    tells = tells and report.placed >= FLOOR and all(one >= FLOOR for one in report.sizes)
    return f"{told}; {report.placed} placed." if tells else f"{told}."


def printable(text: str) -> str:
    """Return a line without signs that could move the cursor of a terminal."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def _waiting(report: Report) -> list[str]:
    if not report.waiting:
        return []
    found = ["", "Not enough votes yet"]
    for one in report.waiting:
        asked = " and ".join(f"group {letter(at)}" for at in one.ask) if len(report.sizes) > 1 else "anybody"
        found.append(f"  {_quoted(one.name, one.text)}: ask {asked}")
    return found + ([f"  and {report.waiting_more} more"] if report.waiting_more else [])


def apart(report: Report, group: int) -> str:
    """Return the title of what sets a group apart."""
    return "What sets the two groups apart" if len(report.apart) == 1 else f"What sets group {letter(group)} apart"


def letter(group: int) -> str:
    """Return a group's letter."""
    return chr(ord("A") + group)


def _people(number: int) -> str:
    from bitim.engines.disclosure import FLOOR

    return str(number) if number >= FLOOR else f"fewer than {FLOOR}"


def _share(one: Share) -> str:
    who = "" if one.group is None else f"group {letter(one.group)}: "
    return f"{who}of {one.n} agree {one.shown}"


def _quoted(name: str, text: str) -> str:
    """Return a statement on one line, without what could move the cursor of a terminal."""
    clean = "".join(sign if sign.isprintable() else " " for sign in " ".join(text.split()))
    return f"{name} {clean[:LONGEST]}".strip()
