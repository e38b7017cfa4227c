"""Leafing through everything that one person can reach: each page, and each file of it, as words.

Links are followed from a few pages; forms are not sent, a live line is not listened to. What a file holds is read as a
reader would: a PDF as text, each file of an archive, a calendar file as it is.
"""

import base64
import io
import re
import zipfile
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

from tests.support.office import text_of

FETCH = """async (paths) => Promise.all(paths.map(async (path) => {
  const answer = await fetch(path, { redirect: "follow", signal: AbortSignal.timeout(15000) });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return [answer.status, answer.headers.get("content-type") || "", btoa(binary)];
}))"""
LINK = re.compile(r"""(?:href|src|action)=["']([^"']+)["']""")
NOT_FOLLOWED = re.compile(r"^/(static|staff|language|theme|leave|neutral|demo|outbox|letter|locked|live|j)(/|$)")
MOST, AT_ONCE = 250, 12


def words_of(content: bytes, media_type: str) -> str:
    """Return what a file says, whatever it is."""
    if "pdf" in media_type or content[:4] == b"%PDF":
        return text_of(content)
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(words_of(archive.read(name), name) for name in archive.namelist())
    return content.decode("utf-8", "replace")


def read(page: Page, paths: list[str]) -> dict[str, str]:
    """Return {path: words} of these addresses, as this person gets them."""
    got = [one for at in range(0, len(paths), AT_ONCE) for one in page.evaluate(FETCH, paths[at : at + AT_ONCE])]
    return {
        path: words_of(base64.b64decode(data), media_type)
        for path, (_status, media_type, data) in zip(paths, got, strict=True)
    }


def leaf_through(page: Page, *starts: str) -> dict[str, str]:
    """Return {path: words} of everything that this person's links lead to from `starts`; what answers with a refusal
    is kept too, for a refusal can tell something."""
    waiting, seen = list(starts), dict[str, str]()
    known = set(starts)
    while waiting and len(seen) < MOST:
        batch, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
        for path, words in read(page, batch).items():
            seen[path] = words
            for one in _links(words, path):
                if one not in known:
                    known.add(one)
                    waiting.append(one)
    assert not waiting, "there is more to read than was thought"
    return seen


def _links(html: str, path: str) -> list[str]:
    if "<html" not in html[:400]:
        return []
    found = []
    for one in LINK.findall(html):
        parts = urlsplit(urljoin(path, one.replace("&amp;", "&")))
        if parts.scheme or parts.netloc or NOT_FOLLOWED.match(parts.path):
            continue
        found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def where(seen: dict[str, str], *phrases: str) -> dict[str, list[str]]:
    """Return which of the phrases stand on which paths: {path: phrases}."""
    found = {path: [one for one in phrases if one in words] for path, words in seen.items()}
    return {path: phrases for path, phrases in found.items() if phrases}
