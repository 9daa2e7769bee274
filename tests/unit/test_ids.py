"""Names that are made are unique and sort in the order in which they were made."""

from engine.runtime.ids import new_id


def test_names_of_one_millisecond_sort_as_they_were_made() -> None:
    made = [new_id(1_767_225_600_000) for _ in range(1000)]
    assert made == sorted(set(made))
    assert {len(one) for one in made} == {32}


def test_names_sort_by_time_first() -> None:
    assert new_id(1) < new_id(2) < new_id(1_767_225_600_000)
