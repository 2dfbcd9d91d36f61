"""Runs the contract tests and says how many passed and failed."""

import ctypes
import inspect
import pathlib
import signal
import sys
import time
import unittest

import service

FOLDER = pathlib.Path(__file__).parent
# What needs no service first; events last, since they follow from everything else.
MODULES = [
    "test_documents", "test_catalog", "test_api", "test_matrix", "test_access", "test_clients",
    "test_events",
    "test_webhooks", "test_operations", "test_fuzz", "test_stories", "test_stop",
]  # fmt: skip


class InOrder(unittest.TestLoader):
    """Tests in the order they are written; those of bases in the order in which a class names these.

    Some build on what earlier ones made.
    """

    def getTestCaseNames(self, case):
        def place(name):
            base = next(number for number, each in enumerate(case.__mro__) if name in vars(each))
            return base, inspect.getsourcelines(getattr(case, name))[1]

        return sorted(super().getTestCaseNames(case), key=place)


class Report(unittest.TestResult):
    """One line a test; a test with several failures counts once."""

    def __init__(self):
        super().__init__()
        self.titles = []
        self.failed = {}
        self.began = 0.0

    def startTest(self, test):
        super().startTest(test)
        self.titles.append(self.title(test))
        self.began = time.monotonic()

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.note(test, subtest, error)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.note(test, test, error)

    def addError(self, test, error):
        super().addError(test, error)
        self.note(test, test, error)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.titles.remove(self.title(test))

    def note(self, test, place, error):
        text = self._exc_info_to_string(error, test)
        where = place._subDescription() if place is not test and place != test else ""
        self.failed.setdefault(self.title(test), []).append(f"{where} {text}".strip())

    def stopTest(self, test):
        super().stopTest(test)
        title = self.title(test)
        mark = "passed" if title in self.titles else "skipped"
        if title in self.failed:
            mark = "failed"
        print(f"{mark}  {time.monotonic() - self.began:6.2f} s  {title}")

    @staticmethod
    def title(test):
        return (getattr(test, "_testMethodDoc", None) or str(test)).strip().splitlines()[0]


# prctl(2): the signal this process gets when its parent is gone.
PR_SET_PDEATHSIG = 1


def interrupt(*_):
    # The one exception that unittest does not take for a failed test.
    raise KeyboardInterrupt


def main():
    signal.signal(signal.SIGTERM, interrupt)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    sys.path.insert(0, str(FOLDER))
    loader = InOrder()
    loader.testNamePatterns = [f"*{name}*" for name in sys.argv[1:]] or None
    report = Report()
    try:
        for module in MODULES:
            loader.loadTestsFromName(module).run(report)
    except KeyboardInterrupt:
        print("已中断 interrupted", file=sys.stderr)
        sys.exit(130)
    finally:
        service.shutdown()
    for title, texts in report.failed.items():
        print(f"\nFAILED {title}")
        for text in texts[:20]:
            print(text)
        if len(texts) > 20:
            print(f"… and {len(texts) - 20} more")
    for problem in loader.errors:
        print(problem)
    # A class that could not be set up failed without any test of it having started.
    failed = len(report.failed) + len(loader.errors)
    passed = sum(title not in report.failed for title in report.titles)
    print(f"\n合同测试 contract tests: {passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
