"""One of many processes that ask for the same at once.

Reads what to ask as one line of JSON, says `ready`, waits for a second line, asks once and prints the outcome:
the status, the code of a problem, or `lost` when whoever was asked went away.
"""

import http.client
import json
import sys
import urllib.error
import urllib.request


def ask(order):
    request = urllib.request.Request(order["url"], data=json.dumps(order["body"]).encode(), method="POST")
    request.add_header("Authorization", f"Bearer {order['token']}")
    request.add_header("Content-Type", "application/json")
    request.add_header("Idempotency-Key", order["key"])
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return json.loads(error.read()).get("code", str(error.code))
    except (OSError, http.client.HTTPException, ValueError):
        return "lost"


def main():
    order = json.loads(sys.stdin.readline())
    print("ready", flush=True)
    sys.stdin.readline()
    print(ask(order), flush=True)


if __name__ == "__main__":
    main()
