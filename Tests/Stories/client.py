"""One request of a story, so told that nobody minds whether the process that served went away under it.

As a program, one of many that ask for the same at once, each a process of its own: it reads what to ask as one
line of JSON, says `ready`, asks when it is told to go on, and prints the outcome.
"""

import contextlib
import http.client
import json
import sys
import urllib.error
import urllib.request

SECONDS = 30


def exchange(base, path, token, body, key):
    """Status or code of a problem, and the answer; `lost` and nothing when who served went away."""
    request = urllib.request.Request(f"{base}{path}", data=json.dumps(body).encode(), method="POST")
    request.add_header("Authorization", f"Bearer {token}")
    request.add_header("Content-Type", "application/json")
    request.add_header("Idempotency-Key", key)
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return str(answer.status), json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error, contextlib.suppress(OSError, http.client.HTTPException, ValueError):
            problem = json.loads(error.read())
            return problem.get("code", str(error.code)), problem
    except (OSError, http.client.HTTPException, ValueError):
        pass
    # Killed before it answered, or in the middle of its answer.
    return "lost", None


def main():
    asked = json.loads(sys.stdin.readline())
    print("ready", flush=True)
    sys.stdin.readline()
    print(exchange(**asked)[0], flush=True)


if __name__ == "__main__":
    main()
