"""What all tests share: the packaged knowledge, a way to explain a text, and calm settings for hypothesis."""

import pytest
from hypothesis import HealthCheck, settings

from inspector import assets
from inspector.pipeline import inspect

settings.register_profile("project", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")


@pytest.fixture(scope="session")
def knowledge():
    return assets.knowledge()


@pytest.fixture(scope="session")
def explain(knowledge):
    """Give a function: text or bytes -> Inspection."""

    def explained(capture):
        raw = capture if isinstance(capture, bytes) else capture.encode("utf-8", "surrogatepass")
        return inspect(raw, "clipboard", "capture", knowledge)

    return explained


@pytest.fixture(scope="session")
def unbroken(explain):
    """Give a function: text or bytes -> Inspection, for which no shape and no step of ours has failed."""

    def explained(capture):
        inspection = explain(capture)
        told = [*inspection.problems, *(problem for report in inspection.reports for problem in report.problems)]
        assert [problem for problem in told if problem.id in ("shape-failed", "step-failed")] == []
        return inspection

    return explained


@pytest.fixture(scope="session")
def report(explain):
    """Give a function: a capture that holds one response -> its report."""

    def only(capture):
        (one,) = explain(capture).reports
        return one

    return only
