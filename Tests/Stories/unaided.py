"""Ways of an enterprise to ask for money: in a browser without script, and without a mouse."""

from tale import check, service


def without_script(tale, console, code):
    with tale.promise("without script a need is asked for, corrected, and its decision found by looking again"):
        with console.person("phone", "en", script=False) as person:
            person.sign_in("enterprise-1", uscc=code)
            person.open("/console/needs/new")
            person.fill(amount="lots", tenor_months="12", purpose="working_capital")
            person.tick("security", "credit")
            person.submit()
            check(person.page.locator("#field-amount-error").count() == 1, "no fault at the field")
            check(person.page.input_value("[name=amount]") == "lots", "what was typed is lost")
            person.fill(amount="260")
            person.submit()
            need = person.path
            check(need.startswith("/console/needs/need_"), need)
            link = person.page.locator(f"a[href='{need}/result']")
            service.wait_for("the decision", lambda: person.open(need) == 200 and link.count())
            link.click()
            person.page.locator("#eligible").wait_for()
            check(person.path == f"{need}/result", person.path)
            tale.count(decided=1)


def by_keyboard(tale, console, code):
    with tale.promise("a need is asked for by the keyboard alone, and what was wrong with it is found and mended"):
        with console.person() as person:
            person.sign_in("enterprise-1", uscc=code)
            person.open("/console/needs/new")
            keys = person.page.keyboard
            person.tab_to("a.skip", most=1)
            keys.press("Enter")
            person.page.locator("main:focus").wait_for()
            # Past the menu, the first field is next.
            person.tab_to("[name=amount]", most=1)
            keys.type("lots")
            person.tab_to("[name=tenor_months]")
            keys.type("12")
            person.tab_to("[name=purpose]")
            keys.press("ArrowDown")
            check(person.page.input_value("[name=purpose]"), "nothing chosen")
            person.tab_to("[name=security]")
            keys.press("Space")
            check(person.page.locator("[name=security]:checked").count() == 1, "nothing ticked")
            person.tab_to("form.main p.actions button")
            keys.press("Enter")
            person.page.locator("#field-amount-error").wait_for()
            check(person.page.locator("[name=security]:checked").count() == 1, "what was ticked is lost")
            person.check()
            person.tab_to(".summary a")
            keys.press("Enter")
            person.page.locator("[name=amount]:focus").wait_for()
            keys.press("Control+a")
            keys.type("280")
            keys.press("Enter")
            person.page.wait_for_url(lambda url: "/console/needs/need_" in url)
            person.check()
