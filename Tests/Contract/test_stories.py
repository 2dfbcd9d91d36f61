"""A story fails when what it is told by fails: who looks, who is killed, and that there is one at all."""

import pathlib
import subprocess
import sys
import threading
import types
import unittest
import unittest.mock

import service
from documents import ROOT

sys.path.insert(0, str(ROOT / "Tests/Stories"))

import processes  # noqa: E402

TALE = types.SimpleNamespace(full=False, count=lambda **_: None)


class Mortal:
    """Stands for a process of a storm: it ends by itself, or does not come back, or does."""

    comes_back = True
    ends = False

    def __init__(self, *arguments):
        self.arguments = arguments[3:]
        self.process = types.SimpleNamespace(poll=lambda: 1 if self.ends else None)
        self.kills = 0
        self.is_killed = threading.Event()

    def start(self):
        self.is_killed.set()
        if not self.comes_back:
            raise AssertionError("no address")

    def kill(self):
        self.kills += 1

    def said(self):
        return "its last words"

    def stop(self):
        pass


class Stories(unittest.TestCase):
    def storm(self, **traits):
        """A storm over such processes, until each was struck."""
        kind = type("Kind", (Mortal,), traits)
        with unittest.mock.patch.object(processes, "Process", kind):
            with processes.under_fire(TALE, ["match"], 1, servers=1) as fire:
                for each in fire.servers + fire.workers:
                    self.assertTrue(each.is_killed.wait(service.COMMAND_SECONDS))
                return fire

    def test_fire(self):
        """a storm is broken by a process that ends by itself or does not come back"""
        fire = self.storm()
        self.assertTrue(fire.is_hot)
        self.assertEqual([each.kills > 0 for each in fire.servers + fire.workers], [True, True])
        for traits, words in (({"comes_back": False}, "no address"), ({"ends": True}, "last words")):
            with self.subTest(**traits), self.assertRaisesRegex(AssertionError, words):
                self.storm(**traits)

    def test_watched(self):
        """what is found while a storm goes on breaks it at its end, and somebody must have looked"""
        looked = threading.Event()

        def look():
            looked.set()
            raise AssertionError("the sums are wrong")

        with self.assertRaisesRegex(AssertionError, "the sums are wrong"):
            with processes.watched(TALE, look):
                self.assertTrue(looked.wait(service.COMMAND_SECONDS))
        with self.assertRaisesRegex(AssertionError, "nobody looked"):
            with processes.watched(TALE, lambda: None):
                pass
        looked.clear()
        with processes.watched(TALE, looked.set):
            self.assertTrue(looked.wait(service.COMMAND_SECONDS))

    def test_names(self):
        """a file that tells no story is none, and every other one is"""
        for path in pathlib.Path(processes.__file__).parent.glob("*.py"):
            name = path.stem
            if f'Tale("{name}")' in path.read_text(encoding="utf-8"):
                continue
            with self.subTest(name=name):
                done = subprocess.run(
                    [ROOT / "Tests/Contract/run", "--story", name],
                    stdin=subprocess.DEVNULL, capture_output=True, timeout=service.COMMAND_SECONDS,
                    encoding="utf-8",
                )  # fmt: skip
                self.assertEqual(done.returncode, 64, done.stdout + done.stderr)
                self.assertIn("no such story", done.stderr)
