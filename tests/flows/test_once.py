"""Values worked out once."""

from flows.once import Once


def test_of_one_source_a_thing_is_made_once() -> None:
    """However often it is asked for."""
    made: list[list[int]] = []
    once: Once[list[int], int] = Once(lambda source: made.append(source) or len(source), most=4)
    source = [1, 2]
    assert [once.of(source), once.of(source)] == [2, 2]
    assert made == [source]


def test_sources_that_look_alike_are_told_apart() -> None:
    """Identity counts: an edited guide may look like the old one to whoever compares only its id."""
    once: Once[list[int], int] = Once(id, most=4)
    one, other = [1], [1]
    assert once.of(one) != once.of(other)


def test_no_more_is_remembered_than_was_said() -> None:
    """The oldest is made anew."""
    made: list[int] = []
    once: Once[list[int], None] = Once(lambda source: made.append(source[0]), most=2)
    sources = [[number] for number in range(3)]
    for source in [*sources, sources[0]]:
        once.of(source)
    assert made == [0, 1, 2, 0]
