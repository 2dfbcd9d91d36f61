"""Every page of the console, at every size and in every language."""

from guarantors import GUARANTOR
from places import Places
from tale import check


def everywhere(tale, console, need, code):
    """Every page at both sizes and in both languages."""
    places = Places(tale, console, code)
    with tale.promise("there is something of everything to see"):
        places.prepare()
    visits = [
        ("enterprise-1", {"uscc": code},
         ["/console/needs", "/console/needs/new", "/console/enterprise",
          need, f"{need}/result", f"{need}/supply", "/console/consents",
          "/console/receivables", *places.owing, "/console/warnings"]),
        ("enterprise-1", {"uscc": places.enterprise["uscc"]}, places.asked),
        ("liaison-1", {},
         ["/console/offers", "/console/headroom", "/console/listing",
          "/console/products", "/console/warnings"]),
        ("liaison-1", {"institution": places.institution}, places.offers),
        ("liaison-1", {"institution": GUARANTOR}, ["/console/headroom"]),
        ("manager-1", {}, places.products),
        ("operator-1", {},
         ["/console/funnel", "/console/funnel/institution/340100", "/console/targets",
          "/console/policies/340000",
          "/console/fairness", "/console/dead-letters", "/console/products",
          "/console/warnings",
          f"/console/lineage/{need.rpartition('/')[2]}", *places.overseen]),
        ("auditor-1", {}, ["/console/needs", "/console/listing"]),
    ]  # fmt: skip
    for size, language in console.combinations:
        with tale.promise(f"every page keeps the rules: {size}, {language}"):
            wrong = doors(console, size, language)
            for subject, own, paths in visits:
                if paths:
                    with console.person(size, language) as person:
                        person.sign_in(subject, **own)
                        wrong += looked(console, person, paths)
            check(not wrong, "; ".join(wrong))
    with tale.promise("what is for print keeps the rules as well, as wide as its sheet"):
        check(places.notice and places.cost, "nothing to print")
        wrong = []
        for size, language in console.combinations:
            with console.person(size, language) as person:
                person.sign_in("enterprise-1", uscc=places.enterprise["uscc"])
                wrong += looked(console, person, [places.notice], language)
                # Both languages stand on a cost sheet, Chinese first.
                wrong += looked(console, person, [places.cost], "zh")
        check(not wrong, "; ".join(wrong))


def looked(console, person, paths, paper=None):
    """What is wrong with some pages; `paper` is the language of those for print."""
    wrong = []
    for path in paths:
        try:
            console.see(person, path, paper=paper)
        except AssertionError as error:
            wrong.append(str(error))
    return wrong


def doors(console, size, language):
    """What is wrong with the pages before one has signed in, and with those that refuse."""
    with console.person(size, language) as person:
        wrong = looked(console, person, ["/console/sign-in"])
        person.page.locator("a[href='/console/sign-in/start']").click()
        person.page.locator("li.card").first.wait_for()
        try:
            person.check()
            check(person.open("/console/nowhere") == 404, "a page where there is none")
            person.check()
            person.sign_in("liaison-1")
            check(person.open("/console/funnel") == 403, "a liaison sees the funnel")
            person.check()
        except AssertionError as error:
            wrong.append(str(error))
        return wrong
