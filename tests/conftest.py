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
def report(explain):
    """Give a function: a capture that holds one response -> its report."""

    def only(capture):
        (one,) = explain(capture).reports
        return one

    return only
