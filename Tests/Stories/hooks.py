"""Addresses of organisations in a story: what came there by webhook, each by the key that was shown."""

import contextlib
import json

from tale import check

from receiver import Receiver, verify  # noqa: I001 (tale says where it is)


class Hook:
    """The address of one organisation."""

    def __init__(self, tale, organisation):
        self.receiver = Receiver()
        body = {"url": self.receiver.url, "organisation": organisation}
        made = tale.call("POST", "/v1/webhooks", 201, body=body).json
        self.key = made["keys"][0]["public_key"]

    def told(self):
        """What came, by its id: what came twice counts once."""
        found = {}
        for headers, body in list(self.receiver.calls):
            check(verify(headers, body, self.key), f"not signed by the key that is shown: {body[:300]}")
            found[headers["webhook-id"]] = json.loads(body)
        return found

    @property
    def bodies(self):
        return b"".join(body for _, body in list(self.receiver.calls))


@contextlib.contextmanager
def hooks(tale):
    """A function that enters the address of an organisation; all are closed at the end."""
    with contextlib.ExitStack() as ends:

        def enter(organisation):
            hook = Hook(tale, organisation)
            ends.callback(hook.receiver.stop)
            return hook

        yield enter
