"""A case told for the sweep alone: a street and a bakery, with somebody beside a side, an observer, a second spokesman.

And a case just opened, whose sides choose their mediator. Told by the same teller as the demo's stories, today.
"""

from typing import Any

TITLE = {"kk": "Түнгі наубайхана шуы", "ru": "Шум пекарни по ночам", "en": "The bakery's noise at night"}
WHAT = (
    "Үйдің астындағы наубайхана түнгі екіден жұмыс істейді. Нан исі жақсы, бірақ балалар оянып кетеді. Жауып тастаңдар "
    "деп отырған жоқпыз, сағатын келіссек дейміз."
)
BEDS = {"kk": "Мектеп жанындағы гүлзар", "ru": "Клумба у школы", "en": "The flower bed by the school"}
SHOP = "Гүлзардың суы біздің подвалға кіреді. Мектеппен жаманқұлық болғымыз келмейді."
ADDRESSES = {"aruzhan": "Алматы қаласы, Наурыз көшесі, 11", "pavel": "город Алматы, улица Наурыз, 11а"}
SOFA = {"name": "Шолпан Омарқызы", "language": "kk", "phone": "+7 701 555 0193"}
LOOKS = {"name": "Камила Дәуренова", "language": "kk", "phone": "+7 701 555 0194"}
SPEAKS = {"name": "Ержан Бейбітұлы", "language": "kk", "phone": "+7 701 555 0195"}


def tell(on: Any) -> None:
    """Tell both, and keep doors for the people who look."""
    from bitim.cases.actions import people
    from bitim.demo import doorways, papers
    from bitim.demo.house import PLACES, House
    from bitim.demo.telling import Teller, Who
    from bitim.people.models import Centre

    house = House({one.slug: one for one in Centre.objects.system().all()})
    for place in PLACES:
        for worker in place.workers:
            house.staff[worker.host] = (on.things._person(worker.host), worker, house.centres[place.slug])
    teller = Teller(house, _Today())
    aruzhan = Who("aruzhan", "Аружан Сапарова", "kk", "+7 701 555 0191", "Наурыз көшесі, 11-үй")
    pavel = Who("pavel", "Павел Лаврентьев", "ru", "+7 701 555 0192", "Пекарня")
    told = teller.opens("almaty", "daniyar", TITLE, aruzhan, WHAT, [pavel], kind="neighbours")
    teller.invites(told, "daniyar", pavel)
    teller.appoints(told, "daniyar", mediator="yerlan", interpreter="nodira")
    teller.screens(told, "yerlan")
    teller.consents(told)
    papers.agree_to_mediate(teller, told, "yerlan", ADDRESSES, "kk")
    _company(on, teller, told)
    ruslan = Who("ruslan", "Руслан Ахметжанов", "ru", "+7 701 555 0196", "Дүкен")
    school = Who("school", "Мектеп директоры", "kk", "+7 701 555 0197", "Мектеп")
    beds = teller.opens("almaty", "daniyar", BEDS, ruslan, SHOP, [school], kind="neighbours")
    teller.invites(beds, "daniyar", school)
    newcomer = people.add_person(beds.sides["ruslan"], actor=on.staff("daniyar"), one=SPEAKS)
    on.make("newcomer@ruslan", _comes(newcomer, on.staff("daniyar")))
    made = [*doorways.kept(on.folder), *doorways.of_parties(teller)]
    doorways.keep(made, on.folder)
    on.things.know(on.folder)


def _company(on: Any, teller: Any, told: Any) -> None:
    """Somebody beside the first side and an observer, both confirmed and wanted."""
    from bitim.cases.actions import company, confirming, undertaking
    from bitim.cases.models import Participant
    from bitim.cases.models_shape import SideWord

    office, mediator = on.staff("daniyar"), on.staff("yerlan")
    side = told.sides["aruzhan"]
    _comes(company.add_supporter(side, actor=office, one=SOFA), office)
    company.add_observer(told.case, actor=office, one=LOOKS, reason="training")
    rows = Participant.objects.system().filter(case=told.case, ended=None)
    beside = {one.role: one for one in rows.filter(role__in=Participant.BESIDE).select_related("person")}
    for one in beside.values():
        confirming.confirm_person(one, actor=mediator, how="seen")
        undertaking.record_undertaking(one, actor=mediator, how="paper", language="kk")
    words = {Participant.SUPPORTER: (SideWord.CAUCUS, SideWord.SPEAK), Participant.OBSERVER: (SideWord.OBSERVE,)}
    for role, about in words.items():
        for host in ("aruzhan", "pavel"):
            for what in about:
                if what == SideWord.CAUCUS and host == "pavel":
                    continue
                company.say_of_company(
                    told.sides[host], actor=told.party(host), participant=beside[role].pk, about=what, yes=True
                )
    told.people |= {"sholpan": beside[Participant.SUPPORTER].person, "kamila": beside[Participant.OBSERVER].person}
    _met(on, told)


def _comes(invitation: Any, office: Any) -> Any:
    """Send an invitation and let the person come; return what they are in the case."""
    from bitim.cases.actions import inviting
    from bitim.cases.models import Invitation, Participant
    from bitim.kernel.access import Actor

    inviting.send_invitation(invitation, actor=office, route="letter")
    inviting.answer_invitation(invitation, actor=Actor(invitation.person_id, "party"), answer=Invitation.ACCEPTED)
    return Participant.objects.system().get(case=invitation.case, person=invitation.person, ended=None)


def _met(on: Any, told: Any) -> None:
    """A meeting that was held: its record has no word of what was said."""
    from bitim.room import facts_attendance as facts
    from bitim.room.actions import Way, meetings
    from bitim.room.models import Attendance, Meeting

    ways = {one.pk: Way(Attendance.IN_ROOM) for one in facts.expected(told.case, "joint")}
    meetings.open_meeting(told.case, actor=on.staff("yerlan"), ways=ways)
    meetings.end_meeting(told.case, actor=on.staff("yerlan"))
    on.make("held@aruzhan", Meeting.objects.system().get(case=told.case))


class _Today:
    """A calendar on which everything happens now."""

    def go(self, *_when: int) -> None:
        """Stay."""

    def later(self, _minutes: int) -> None:
        """Stay."""
