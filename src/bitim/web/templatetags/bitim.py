"""Tags and filters for every page: icons, sides, stones, the room band, fields, words in a language, dates.

Loaded as a builtin: templates need no `{% load %}`. Each is shown on /design/ and in docs/design.md.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from bitim.kernel import dates, ids
from bitim.kernel.text import pick

register = template.Library()

SHAPES = 8  # a case seldom has more sides; the ninth begins the shapes again and is told apart by its name
ROOM_ICONS = {"joint": "joint-table", "caucus": "closed-door", "team": "people"}


def _get(thing: Any, name: str, default: Any = None) -> Any:
    """Read an attribute or a key: components take objects and dictionaries alike."""
    if isinstance(thing, Mapping):
        return thing.get(name, default)
    return getattr(thing, name, default)


def _words(value: Any) -> str:
    """Return words for a text that may be in several languages."""
    return pick(value)[0] if isinstance(value, Mapping) else str(value or "")


# --- icons, sides, people's words ----------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite. It is hidden from screen readers: a word always stands beside it."""
    return format_html(
        '<svg class="icon icon-{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        name,
        static("bitim/icons.svg"),
        name,
    )


@register.simple_tag
def side(thing: Any, you: bool = False) -> SafeString:
    """Show a side: its shape and tone, then the name it chose. `you=True` for the reader's own side.

    `thing` has `mark` (1..8, the shape) and `name` (words, or `{language: words}`). A side of a case has its `position`
    instead: the shape is the same on every page, so that nobody takes one side for the other.
    """
    mark = (int(_get(thing, "mark", 0) or _get(thing, "position", 1) or 1) - 1) % SHAPES + 1
    name = format_html('<bdi dir="auto">{}</bdi>', _words(_get(thing, "name", "")))
    if you:
        name = format_html("<span>{} ({})</span>", pgettext("the reader's own side", "You"), name)
    return format_html('<span class="side side-{}">{}</span>', mark, name)


@register.simple_tag
def bidi(words: Any) -> SafeString:
    """Put a short piece of somebody's writing (a name, a title) into a line without disturbing its direction."""
    return format_html('<bdi dir="auto">{}</bdi>', _words(words))


@register.filter
def said(words: Any, language: str = "") -> SafeString:
    """Show what a person wrote: escaped, line breaks kept, its own direction; `language` when it is known."""
    known = format_html(' lang="{}"', language) if language else ""
    return format_html('<bdi class="said-words" dir="auto"{}>{}</bdi>', known, str(words or ""))


@register.filter
def text_in(value: Any, language: str | None = None) -> SafeString:
    """Show a text of several languages in the reader's; marks the language when it had to fall back."""
    if not isinstance(value, Mapping):
        return conditional_escape(value or "")
    words, found = pick(value, language)
    if found == (language or get_language() or "en")[:2]:
        return conditional_escape(words)
    return format_html('<span lang="{}" dir="auto">{}</span>', found, words)


# --- time and numbers ----------------------------------------------------------------------------------


@register.filter
def local_time(moment: date | datetime | None, form: str = "") -> SafeString:
    """Write a date or a moment in the reader's language. `form`: `short` (no year), `day` (weekday, no year), `last`
    (ends a sentence, whose full stop follows: the stop of an abbreviated year is left out)."""
    if not moment:
        return mark_safe("")
    words = dates.moment_words(moment, get_language() or "en", year=form in ("", "last"), weekday=form == "day")
    if form == "last":
        words = words.removesuffix(".")
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), words)


@register.simple_tag
def day_patterns() -> str:
    """What a script needs to write a day in the reader's language: a pattern for each month."""
    return "|".join(dates.day_patterns(get_language() or "en"))


@register.simple_tag
def weekday_names() -> str:
    """And the days of the week, Monday first."""
    return "|".join(dates.weekday_names(get_language() or "en"))


@register.filter
def grouped_code(code: Any) -> str:
    """Show the digits of a code in fours, as they are dictated: `4071 2236 1190`."""
    return ids.spaced("".join(str(code or "").split()))


@register.simple_tag
def bar(*parts: Any, label: str = "") -> SafeString:
    """Draw shares as one bar. Each part is a number of per cent or a pair (per cent, mark of a side)."""
    pieces, start = [], 0.0
    for part in parts:
        share, mark = (part if isinstance(part, (tuple, list)) else (part, 0))[:2]
        wide = max(0.0, min(100.0 - start, float(share or 0)))
        pieces.append((f"{start:g}%", f"{wide:g}%", f"side-{mark}" if mark else ""))
        start += wide
    drawn = format_html_join("", '<rect x="{}" width="{}" height="100%" class="{}"></rect>', pieces)
    return format_html('<svg class="bar" role="img" aria-label="{}">{}</svg>', label, drawn)


# --- stages, band --------------------------------------------------------------------------------------


@register.inclusion_tag("parts/stones.html")
def stones(steps: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Show the stages as stepping stones. Each step has `name` and `state`: `done`, `now` or `next`."""
    rows = [{"name": _words(_get(s, "name", "")), "state": str(_get(s, "state", "next"))} for s in steps]
    now = next((i for i, row in enumerate(rows) if row["state"] == "now"), None)
    return {
        "steps": rows,
        "now": rows[now] if now is not None else None,
        "number": (now or 0) + 1,
        "of": len(rows),
        "label": label,
    }


@register.inclusion_tag("parts/band.html", takes_context=True)
def band(context: Context, kind: str, title: str, hears: str = "", listens: str = "") -> dict[str, Any]:
    """Show the band of a room: what room this is and who exactly hears the reader.

    `kind`: joint, caucus or team. `hears`: the sentence naming the people. `listens`: language of listening, if any.
    """
    needed = (
        "languages",
        "language",
        "language_name",
        "language_url",
        "here",
        "help_url",
        "quick_exit_url",
        "csrf_token",
    )
    return {name: context.get(name) for name in needed} | {
        "kind": kind if kind in ROOM_ICONS else "joint",
        "symbol": ROOM_ICONS.get(kind, "joint-table"),
        "title": title,
        "hears": hears,
        "listens": listens,
    }


# --- forms ---------------------------------------------------------------------------------------------


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, hint: str = "", optional: bool | None = None) -> dict[str, Any]:
    """Show one field: label, hint, what is not right, the widget; tied together for a screen reader."""
    widget = bound.field.widget
    group = isinstance(widget, (RadioSelect, CheckboxSelectMultiple))
    hint_words = hint or str(bound.help_text or "")
    wrong = [str(e) for e in bound.errors]
    base = bound.auto_id or bound.html_name
    described = " ".join([f"{base}-hint"] * bool(hint_words) + [f"{base}-wrong"] * bool(wrong))
    attrs: dict[str, str | bool] = {"aria-describedby": described} if described and not group else {}
    if wrong and not group:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=attrs),
        "kind": "hidden"
        if bound.is_hidden
        else "group"
        if group
        else "tick"
        if isinstance(widget, CheckboxInput)
        else "line",
        "hint": hint_words,
        "wrong": wrong,
        "base": base,
        "described": described,
        "optional": (not bound.field.required) if optional is None else optional,
    }


@register.inclusion_tag("parts/summary_wrong.html")
def summary_wrong(form: BaseForm) -> dict[str, Any]:
    """List at the top of a page what is not right yet, each line leading to its field."""
    fields = [(f.id_for_label or f.auto_id, _named(f.label), str(f.errors[0])) for f in form if f.errors]
    return {"rows": fields, "general": list(form.non_field_errors()), "any": bool(form.errors)}


def _named(label: Any) -> str:
    """A label before what is said of it: a colon, or nothing after a question mark."""
    words = str(label or "")
    return words if words.endswith(("?", ":")) or not words else f"{words}:"


@register.simple_tag
def send_once() -> SafeString:
    """A hidden field that lets the server see that a double press is one act (idempotency key)."""
    return format_html('<input type="hidden" name="once" value="{}">', ids.new_token())


@register.simple_tag
def state(kind: str, word: str = "") -> SafeString:
    """A pill that says a state in a word: agreed, done, open, waits, late, quiet."""
    signs = {"agreed": "check", "done": "check", "waits": "wait", "late": "clock"}
    words = {"agreed": _("agreed"), "done": _("done"), "open": _("open"), "waits": _("waits"), "late": _("late")}
    sign = icon(signs[kind]) if kind in signs else ""
    return format_html('<span class="state {}">{}{}</span>', kind, sign, word or words.get(kind, kind))
