"""Days as the law has them in China."""

import datetime

NOW = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
TODAY = NOW.date().isoformat()


def day(offset=0):
    """The day that many days from today."""
    return (NOW.date() + datetime.timedelta(days=offset)).isoformat()
