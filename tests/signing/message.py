"""A request on its way: what the tests sign, break and answer."""

from typing import NamedTuple

BUCKET = "examplebucket"
KEY_ID = "LTAI5tExampleKeyId0001"
SECRET = "an-example-secret-of-the-tests"
REGION = "cn-hangzhou"
HOSTS = {
    "oss": f"{BUCKET}.oss-cn-hangzhou.aliyuncs.com",
    "s3": f"{BUCKET}.s3.cn-north-1.jdcloud-oss.com",
}
REGIONS = {"oss": REGION, "s3": "cn-north-1"}


class Sent(NamedTuple):
    """A request as bytes on the wire would show it; `path` and `query` are percent-encoded."""

    method: str
    host: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]

    @property
    def target(self):
        return f"{self.path}?{self.query}" if self.query else self.path

    def header(self, name):
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def with_header(self, name, value):
        """Set a header; None takes it away."""
        rest = tuple(pair for pair in self.headers if pair[0].lower() != name.lower())
        return self._replace(headers=rest if value is None else (*rest, (name, value)))
