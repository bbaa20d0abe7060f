"""The power is cut at any moment: no row that was called saved is lost, and the file opens (see `hostile/power.py`)."""

import pytest
from hostile import flow, power

pytestmark = pytest.mark.skipif(not flow.works("strace", "true"), reason="there is no strace here")
WEAKER = "from inspector import history_schema as schema; schema.SETTINGS = schema.SETTINGS.replace('FULL', 'NORMAL')"


def test_a_power_cut_loses_no_row_that_was_called_saved(tmp_path):
    tried = power.cut(tmp_path, 200, 60)
    assert tried.wrong == []
    assert tried.saved == 160
    assert tried.moving > 20
    assert min(tried.ways[way] for way in power.WAYS) >= 33


def test_the_simulation_sees_what_is_called_saved_and_not_synced(tmp_path):
    tried = power.cut(tmp_path, 60, 60, WEAKER)
    assert len([one for one in tried.wrong if "rows lost" in one]) > 10
