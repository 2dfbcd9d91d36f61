"""The end of the service, after every other test."""

import unittest

import service


class Stop(unittest.TestCase):
    def test_stop(self):
        """SIGTERM ends the service with status 0 and leaves no process and no open port behind"""
        ended = service.shutdown()
        if ended is None:
            self.skipTest("no test started the service")
        self.assertEqual(ended, (0, []))
