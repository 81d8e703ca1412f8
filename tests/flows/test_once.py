"""Values worked out once."""

from flows.once import Once


def test_of_one_source_a_thing_is_made_once() -> None:
    """However often it is asked for."""
    once: Once[list[int], list[int]] = Once(list, most=4)
    source = [1, 2]
    assert once.of(source) == source
    assert once.of(source) is once.of(source)


def test_sources_that_look_alike_are_told_apart() -> None:
    """Identity counts: an edited guide may look like the old one to whoever compares only its id."""
    once: Once[list[int], int] = Once(id, most=4)
    one, other = [1], [1]
    assert once.of(one) != once.of(other)


def test_no_more_is_remembered_than_was_said() -> None:
    """The oldest is made anew."""
    once: Once[list[int], list[int]] = Once(list, most=2)
    oldest, newer, newest = [1], [2], [3]
    first = once.of(oldest)
    once.of(newer)
    last = once.of(newest)
    assert once.of(newest) is last
    assert once.of(oldest) is not first
