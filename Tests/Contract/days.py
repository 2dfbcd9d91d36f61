"""Days as the law has them in China."""

import datetime

NOW = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
TODAY = NOW.date().isoformat()


def day(offset=0):
    """The day that many days from today; one to come is to come also when midnight has passed meanwhile."""
    today = NOW if offset <= 0 else datetime.datetime.now(NOW.tzinfo)
    return (today.date() + datetime.timedelta(days=offset)).isoformat()
