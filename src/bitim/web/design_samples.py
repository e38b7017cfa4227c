"""Sample words for the design page, in Kazakh, because its words are the longest. For demonstrations and tests."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django import forms

SPRITE = Path(__file__).parent / "static" / "bitim" / "icons.svg"
PAGES = ("components", "party", "joint", "caucus", "staff", "public")
STAGES = ("Өтініш", "Шарт", "Кездесулер", "Мәтін", "Қол қою", "Орындау")
SIDES = (
    "Жоғарғы ауыл",
    "Төменгі ауыл",
    "Қамысты көшесі",
    "Мектеп ата-аналары",
    "Бақташылар",
    "Дүкеншілер",
    "Жаңа үйлер",
    "Әкімдік",
)


class SampleForm(forms.Form):
    """One field of every kind."""

    what = forms.CharField(
        label="Не болды? Өз сөзіңізбен айтыңыз",
        help_text="Қысқа да, ұзақ та болады. Мұны тек үйлестіруші оқиды.",
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
    )
    phone = forms.CharField(label="Телефон нөміріңіз", help_text="Мысалы: 701 234 56 78", required=False)
    code = forms.CharField(
        label="Шақыру коды",
        help_text="Он екі сан, аралығы маңызды емес.",
        widget=forms.TextInput(attrs={"class": "code", "inputmode": "numeric"}),
    )
    how = forms.ChoiceField(
        label="Сізбен қалай хабарласқан дұрыс?",
        choices=[("call", "Қоңырау шалыңыз"), ("sms", "SMS жіберіңіз"), ("come", "Өзім орталыққа келемін")],
        widget=forms.RadioSelect,
        initial="call",
    )
    needs = forms.MultipleChoiceField(
        label="Не көмектеседі?",
        required=False,
        choices=[
            ("reader", "Мәтінді дауыстап оқып беру"),
            ("big", "Ірі әріптер"),
            ("with", "Қасымда жақын адамым болсын"),
        ],
        widget=forms.CheckboxSelectMultiple,
        initial=["reader"],
    )
    region = forms.ChoiceField(label="Аудан", choices=[("1", "Сарыағаш ауданы"), ("2", "Жетісай ауданы")])
    agree = forms.BooleanField(label="Мен түсіндім: қатысу ерікті, кез келген сәтте тоқтата аламын")


def icon_names() -> list[str]:
    """Return the names of the icons in the sprite."""
    return re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text("utf-8"))


def _form() -> SampleForm:
    form = SampleForm({"what": "Су кезегі туралы дауымыз бар.", "how": "call", "needs": ["reader"], "region": "1"})
    form.add_error("code", "Бұл код он екі саннан тұруы керек. Хаттағы санды тағы бір қарап шығыңыз.")
    return form


def context(page: str) -> dict[str, Any]:
    """Return what one sample page is drawn from."""
    return {
        "page": page,
        "room_kind": page if page in ("joint", "caucus") else "",
        "part": "today",
        "centre": {"name": {"kk": "Сарыағаш медиация орталығы"}, "phone": "+7 725 372 10 20"},
        "help_url": "#",
        "call_back_url": "#",
        "steps": [
            {"name": name, "state": "done" if i < 2 else "now" if i == 2 else "next"} for i, name in enumerate(STAGES)
        ],
        "sides": [{"mark": i, "name": name} for i, name in enumerate(SIDES, 1)],
        "form": SampleForm(),
        "wrong_form": _form(),
        "moment": datetime(2026, 12, 4, 10, 0, tzinfo=UTC),
        "names": {"ru": "Спор о пастбище и воде", "bg": "Спор за пасище и вода"},
        "lines": "Көктемде су бізге жетпейді.\nСондықтан кезекті сағатпен белгілеуді сұраймыз.",
        "icons": icon_names(),
        "rail": [
            {"key": "today", "word": "Бүгін", "icon": "calendar", "url": "#"},
            {"key": "cases", "word": "Істер", "icon": "list", "url": "#"},
            {"key": "register", "word": "Тізілім", "icon": "book", "url": "#"},
            {"key": "centre", "word": "Орталық", "icon": "centre", "url": "#"},
        ],
        "cases": [
            ("4071 2236", "Жайлым мен су туралы дау", "кездесулер", "waits", "жауап күтеді"),
            ("4071 2240", "Қамысты көшесіндегі қоршау", "шарт", "late", "3 күнге кешікті"),
            ("4071 2251", "Мектеп автобусының жолы", "мәтін", "agreed", "келісілді"),
        ],
    }
