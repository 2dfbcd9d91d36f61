"""A real browser over the running service: people who sign in, and what every page must keep."""

import contextlib
import pathlib
import shutil

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, sync_playwright

PICTURE_HEIGHT_MAXIMUM = 1_300
SIZES = {"phone": (390, 844), "desk": (1440, 900)}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
WAIT_MILLISECONDS = 30_000
# Steps by the keyboard from the head of a page to any of its fields.
TABS_MAXIMUM = 60
# WCAG 2.2 at level AA, and what it builds on.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Broken(AssertionError):
    """A page that does not keep what every page must."""


@contextlib.contextmanager
def chromium():
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("缺少 chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        # As root there is no sandbox to be had; the pages are our own.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


class Person:
    """Somebody at a browser of their own: size, language, and every fault the browser tells.

    Without `script` nothing runs in a page, `check` neither.
    """

    def __init__(self, browser, base, size="desk", language="zh", script=True):
        width, height = SIZES[size]
        self.base, self.language = base, language
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, locale=LANGUAGES[language],
            java_script_enabled=script,
        )  # fmt: skip
        self.page = self.context.new_page()
        self.page.set_default_timeout(WAIT_MILLISECONDS)
        self.faults = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", self._asked)

    def _heard(self, message):
        # That a page was refused is what some of the tests want.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.faults.append(message.text)

    def _asked(self, request):
        if not request.url.startswith((self.base, "data:")):
            self.faults.append(f"fetched from elsewhere: {request.url}")

    def close(self):
        """Goes away; the faults that were told since a page was looked at last."""
        # Whatever the browser told before it answers this was heard.
        with contextlib.suppress(Error):
            self.page.title()
        left = [f"{self.path}: {fault}" for fault in self.faults]
        self.context.close()
        return left

    def open(self, path):
        """The status of a page of the console."""
        return self.page.goto(f"{self.base}{path}").status

    def sign_in(self, subject, **changes):
        """Signs in as one of those whom the built-in issuer offers."""
        self.open("/console/sign-in")
        self.page.locator("a[href='/console/sign-in/start']").click()
        card = self.page.locator("li.card", has_text=subject)
        for name, value in changes.items():
            card.locator(f"input[name='{name}']").fill(value)
        card.locator("button").click()
        self.page.wait_for_url(lambda url: "/console/development" not in url)

    def fill(self, **fields):
        for name, value in fields.items():
            element = self.page.locator(f"[name='{name}']").first
            if element.evaluate("each => each.tagName") == "SELECT":
                element.select_option(value)
            else:
                element.fill(value)

    def tick(self, name, *values):
        for value in values:
            self.page.locator(f"input[name='{name}'][value='{value}']").check()

    def submit(self):
        # The first one below the fields sends; another may only keep what was typed, or ask for a row more.
        self.page.locator("form.main p.actions button").first.click()
        self.page.wait_for_load_state()

    def tab_to(self, selector, most=TABS_MAXIMUM):
        """Goes on by the Tab key until the focus is on such an element."""
        focused = self.page.locator(selector).and_(self.page.locator(":focus"))
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if focused.count():
                return
        raise Broken(f"{self.path}: the keyboard does not lead to {selector}")

    @property
    def path(self):
        return self.page.url.removeprefix(self.base)

    def text(self):
        return self.page.locator("main").inner_text()

    def check(self, paper=None):
        """What every page keeps: rules of accessibility, its language, one heading, no faults, nothing cut off.

        `paper`: the language of a page for print, which is as wide as a sheet.
        """
        found = Axe().run(self.page, options={"runOnly": RULES}).response["violations"]
        wrong = [
            f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]
        ]
        if wrong:
            raise Broken(f"{self.path}: {wrong[:4]}")
        said = self.page.locator("html").get_attribute("lang") or ""
        if said.partition("-")[0] != (paper or self.language):
            raise Broken(f"{self.path}: in {said or 'no language'} instead of {paper or self.language}")
        if self.page.locator("h1").count() != 1:
            raise Broken(f"{self.path}: not one heading")
        width = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if width > 0 and not paper:
            raise Broken(f"{self.path}: {width} px wider than the window")
        if self.page.locator("script:not([src])").count():
            raise Broken(f"{self.path}: a script within the page")
        if self.faults:
            told, self.faults = self.faults, []
            raise Broken(f"{self.path}: {told[:3]}")

    def weight(self):
        """Bytes of the page, without style and script, which are fetched once."""
        return len(self.page.content().encode())

    def server_milliseconds(self):
        """From the request of the page to the first byte of its answer."""
        return self.page.evaluate(
            "(() => { const [each] = performance.getEntriesByType('navigation');"
            " return each.responseStart - each.requestStart })()"
        )

    def picture(self, folder: pathlib.Path, name):
        """The page from its head down as far as a reader would look at once."""
        folder.mkdir(parents=True, exist_ok=True)
        width = self.page.viewport_size["width"]
        height = min(self.page.evaluate("document.documentElement.scrollHeight"), PICTURE_HEIGHT_MAXIMUM)
        clip = {"x": 0, "y": 0, "width": width, "height": height}
        self.page.screenshot(path=folder / f"{name}.png", full_page=True, clip=clip)
