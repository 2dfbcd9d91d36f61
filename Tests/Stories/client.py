"""One request of a story from a process of its own, at a moment that others have, too; prints its outcome."""

import http.client
import json
import sys
import time
import urllib.error
import urllib.request
import uuid


def exchange(base, path, token, body):
    """Status or code; `lost` when the process that served went away under it."""
    request = urllib.request.Request(
        f"{base}{path}", data=json.dumps(body).encode(), method="POST"
    )
    request.add_header("Authorization", f"Bearer {token}")
    request.add_header("Content-Type", "application/json")
    request.add_header("Idempotency-Key", str(uuid.uuid4()))
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return json.loads(error.read()).get("code", str(error.code))
    except (OSError, http.client.HTTPException, ValueError):
        # Killed before it answered, or in the middle of its answer.
        return "lost"


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    time.sleep(max(0.0, asked.pop("at") - time.time()))
    print(exchange(**asked))
