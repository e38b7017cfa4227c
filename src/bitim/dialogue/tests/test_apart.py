"""What is reckoned in a process of its own is what is reckoned here."""

import json
from array import array
from io import BytesIO

from bitim.dialogue import apart, jobs


def test_the_process_of_its_own_gives_the_same_answer():
    people, numbers = range(12), (3, 7, 9)
    cells = [(who, at, 1 if at < 2 or who < 6 else -1) for who in people for at in range(3)]
    who, what, how = (array(kind, [cell[at] for cell in cells]) for at, kind in enumerate("iib"))
    packed = apart.packed(len(people), numbers, (who.tobytes(), what.tobytes(), how.tobytes()))
    answer = jobs.in_own_process(packed)
    assert answer == json.loads(json.dumps(apart.reckoned(BytesIO(packed))))
    assert [one["number"] for one in answer["told"]["common"]] == [3, 7]
