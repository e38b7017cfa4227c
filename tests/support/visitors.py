"""Persons in front of browsers, each watched for what a page must never do."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts"
HERE = {"localhost", "127.0.0.1", ""}
HEIGHT = 800

# The console names a refusal only in words; the event says which rule, and fires without unsafe-eval.
WATCH_POLICY = """document.addEventListener('securitypolicyviolation', event =>
    console.error(`content policy: ${event.violatedDirective} refused ${event.blockedURI} ${event.sourceFile}`))"""


class Visitors:
    """Opens one browser context per person and collects what went wrong in any of them."""

    def __init__(self, browser: Browser, story: str) -> None:
        self._browser = browser
        self._story = re.sub(r"\W+", "-", story)
        self._contexts: list[BrowserContext] = []
        self._expected: list[str] = []
        self.findings: list[str] = []

    def __call__(
        self,
        *,
        at: str,
        language: str = "kk",
        width: int = 360,
        dark: bool = False,
        javascript: bool = True,
    ) -> Page:
        """Return a fresh person's page; nothing is shared with another visitor."""
        context = self._browser.new_context(
            base_url=at,
            locale=language,
            viewport={"width": width, "height": HEIGHT},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=javascript,
        )
        context.add_cookies([{"name": "bitim-language", "value": language, "url": at}])
        context.add_init_script(WATCH_POLICY)
        context.on("console", self._heard)
        context.on("request", self._asked)
        context.on("weberror", lambda failure: self.findings.append(f"script stopped: {failure.error}"))
        context.set_default_timeout(30_000)
        self._contexts.append(context)
        return context.new_page()

    def expects(self, words: str) -> None:
        """Name a complaint that this story brings about on purpose, such as "404"."""
        self._expected.append(words)

    def picture(self, page: Page, name: str) -> None:
        """Keep a picture of the whole page in artefacts/, to be looked at, when PICTURES is set: painting hundreds
        of pages takes a run nearly a minute."""
        if not os.environ.get("PICTURES"):
            return
        size = page.viewport_size or {"width": 0}
        path = ARTEFACTS / self._story / f"{name}-{size['width']}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, full_page=True)

    def leave(self) -> None:
        """Close every browser and fail the story on what was found."""
        for context in self._contexts:
            context.close()
        left = [found for found in self.findings if not any(words in found for words in self._expected)]
        assert not left, "The browser complained:\n" + "\n".join(left)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.findings.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _asked(self, request: Request) -> None:
        host = urlsplit(request.url).hostname or ""
        if host not in HERE and not host.endswith(".localhost"):
            self.findings.append(f"asked a stranger: {request.url}")
