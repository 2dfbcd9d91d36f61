"""Valid unified social credit codes (GB 32100-2015) of enterprises that do not exist."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def organisation_check(body):
    """The check character of an organisation code (GB 11714)."""
    total = sum(w * LETTERS.index(c) for w, c in zip((3, 7, 9, 10, 5, 8, 4, 2), body))
    return "0123456789X0"[11 - total % 11]


def check(code):
    """The check character of the first 17 characters."""
    total = sum(pow(3, place, 31) * ALPHABET.index(c) for place, c in enumerate(code))
    return ALPHABET[-total % 31]


def make(random, division="340100", sound_organisation=True):
    """A code; without `sound_organisation` its organisation code does not check."""
    body = "MA" + "".join(random.choice(ALPHABET[:10]) for _ in range(6))
    digit = organisation_check(body)
    if not sound_organisation:
        digit = "0" if digit != "0" else "1"
    code = "91" + division + body + digit
    return code + check(code)
