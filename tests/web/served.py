"""Tests of what a real server serves to a real browser."""

import json
import os
import pathlib
import unittest

from browser import Browser
from troupe import Folder, Server

needs_axe = unittest.skipUnless("TROUPE_AXE" in os.environ, "TROUPE_AXE names axe.min.js")


class ServedTest(unittest.TestCase):
    """A server and a browser for all tests of a class; a page must end without faults."""

    SETTINGS = {}
    DOCUMENTS = {}

    @classmethod
    def setUpClass(cls):
        cls.folder = Folder(cls.DOCUMENTS)
        cls.addClassCleanup(cls.folder.remove)
        cls.server = cls.enterClassContext(Server(cls.folder, **cls.SETTINGS))
        cls.browser = cls.enterClassContext(Browser())
        cls.url = "http://{}:{}/".format(*cls.server.address)

    def open(self, url=None, **size):
        page = self.browser.open(url or self.url, **size)
        self.addCleanup(self.end, page)
        return page

    def end(self, page):
        page.close()
        self.assertEqual(page.faults, [])

    def prefer(self, page, name, value):
        page.call("Emulation.setEmulatedMedia", features=[{"name": name, "value": value}])

    def check_by_axe(self, page, what):
        if not page.run("!!window.axe"):
            page.run(pathlib.Path(os.environ["TROUPE_AXE"]).read_text() + ";0")
        found = page.run("axe.run().then(({violations}) => violations.map(v => [v.id, v.help, v.nodes.map(n => n.html + ' ' + n.failureSummary)]))")
        self.assertEqual(found, [], what)


class ModuleTest(ServedTest):
    """Modules by themselves, in a page of their server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = cls.browser.open(cls.url)

    def run_with(self, module, body, *arguments):
        """`body` is a function's, with the module's exports and `given`."""
        return self.page.run(f"import(new URL('web/{module}', document.baseURI)).then(m => ((m, given) => {{ {body} }})(m, {json.dumps(arguments)}))")
