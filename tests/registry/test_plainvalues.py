import pickle

import pytest

from registry.plainvalues import Plain


@pytest.mark.parametrize("value", ["salt", "", 0, -3, 10**12, None, True, [1, "二"], b"", b"\x89PNG\r\n", b"j1"])
def test_what_is_kept_is_found_again(value):
    stored = Plain().dumps(value)
    found = Plain().loads(stored if isinstance(stored, bytes) else str(stored).encode())
    assert (found, type(found)) == (value, type(value))


def test_a_number_can_be_counted_up():
    assert Plain().dumps(7) == 7


class Trap:
    def __reduce__(self):
        return (pytest.fail, ("a pickle was run",))


def test_a_pickle_is_neither_written_nor_run():
    with pytest.raises(TypeError):
        Plain().dumps(Trap())
    with pytest.raises(ValueError, match="invalid"):
        Plain().loads(pickle.dumps(Trap()))
