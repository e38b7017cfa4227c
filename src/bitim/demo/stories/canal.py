"""Turkistan: two streets share one canal and nobody knows who cleans it. The invitation is out; one side is awaited."""

from bitim.demo.telling import Teller, Who

DILBAR = Who(
    "dilbar",
    "Dilbar Rahimova",
    "uz",
    "+7 702 555 0141",
    "Bogʻbon koʻchasi",
    email="dilbar@mail.example",
)
BAUYRZHAN = Who("bauyrzhan", "Бауыржан Тілеуов", "kk", "+7 702 555 0142", "Диқан көшесі")
TITLE = {
    "kk": "Екі көше арасындағы арықты тазалау",
    "uz": "Ikki koʻcha orasidagi ariqni tozalash",
    "ru": "Чистка арыка между двумя улицами",
    "en": "Cleaning the canal between two streets",
}
WHAT = (
    "Koʻchamiz bilan qoʻshni koʻcha orasidan ariq oʻtadi. Bahorda suv toshib, uch hovlining yertoʻlasiga kirdi. Ariqni "
    "kim va qachon tozalashini hech qachon kelishib olmaganmiz. Janjallashgim yoʻq, tartibini kelishib olsak deyman."
)


def tell(teller: Teller) -> None:
    """Tell it: asked twelve days ago, invited by letter a week ago, no answer yet."""
    days = teller.days
    days.go(12, 9, 40)
    told = teller.opens("turkistan", "madina", TITLE, DILBAR, WHAT, [BAUYRZHAN], kind="neighbours")
    days.go(10, 15)
    teller.appoints(told, "madina", mediator="rustam", interpreter="asem")
    days.go(7, 11, 20)
    teller.invites(told, "madina", BAUYRZHAN, answers=False)
