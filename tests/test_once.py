"""once: what is worked out a single time, and that nothing captured outlives its reading."""

import pytest

from inspector.once import once, reading


@pytest.fixture
def asked():
    """A function that is worked out once, and the values that it was worked out for."""
    worked = []

    def work(value):
        worked.append(value)
        return len(value)

    return once(work), worked


def test_a_value_is_worked_out_once_while_a_capture_is_read(asked):
    told, worked = asked
    text, same = "ab" * 40, "".join(["ab"] * 40)
    with reading():
        assert (told(text), told(text), told(same)) == (80, 80, 80)
    assert len(worked) == 2, "known by being the same object: no long text is compared"


def test_nothing_is_kept_after_a_reading_nor_outside_of_one(asked):
    told, worked = asked
    told("x")
    told("x")
    with reading():
        with reading():
            told("y")
        told("y")
    told("y")
    assert worked == ["x", "x", "y", "y"]


def test_a_reading_that_fails_keeps_nothing(asked):
    told, worked = asked

    def fail():
        with reading():
            told("x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with reading():
        told("x")
    assert worked == ["x", "x"]
