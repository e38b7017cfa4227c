"""What a page may weigh, and what no template and no script may hold."""

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client

WEB = Path(__file__).parents[1]
STATIC = WEB / "static"
PACKAGE = WEB.parent
LIMIT = 60_000
INLINE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|hx-on|<script(?![^>]*\bsrc=)|javascript:", re.I)


def packed(data):
    return len(gzip.compress(data, 9))


def with_imports(path, seen=None):
    """The file and all modules it loads at once."""
    seen = set() if seen is None else seen
    if path in seen:
        return seen
    seen.add(path)
    if path.suffix == ".js":
        for name in re.findall(r'^import .* from "\./([^"]+)";$', path.read_text("utf-8"), re.M):
            with_imports(path.parent / name, seen)
    return seen


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["components", "party", "joint", "caucus", "staff", "public"])
def test_first_load_is_light(page):
    answer = Client(headers={"accept-language": "kk"}).get(f"/design/{page}/")
    assert answer.status_code == 200
    names = set(re.findall(r'(?:href|src)="/static/([^"#]+)', answer.text))
    assert any(name.endswith("bitim.css") for name in names)
    files = set().union(*(with_imports(STATIC / name) for name in names))
    weight = packed(answer.content) + sum(packed(file.read_bytes()) for file in files)
    assert weight < LIMIT, f"{weight} bytes"


@pytest.mark.parametrize("template", sorted(PACKAGE.glob("**/templates/**/*.html")), ids=lambda p: p.name)
def test_no_template_has_inline_script_or_style(template):
    if "typst" in template.parts:
        return
    assert not INLINE.search(template.read_text("utf-8"))


def test_party_scripts_keep_nothing_on_the_device():
    for script in (STATIC / "bitim" / "js").glob("*.js"):
        assert not re.search(
            r"localStorage|sessionStorage|indexedDB|caches\.open|\beval\(", script.read_text("utf-8")
        ), script


def test_every_icon_that_templates_name_is_in_the_sprite():
    sprite = (STATIC / "bitim" / "icons.svg").read_text("utf-8")
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    for template in PACKAGE.glob("**/templates/**/*.html"):
        named = set(re.findall(r'{%\s*icon\s+"([^"]+)"', template.read_text("utf-8")))
        assert named <= known, f"{template}: {named - known}"


def test_vendored_files_are_the_accepted_ones():
    import hashlib

    notes = (STATIC / "bitim" / "vendor" / "README.md").read_text("utf-8")
    for name in ("vendor/htmx.min.js", "icons.svg"):
        assert hashlib.sha256((STATIC / "bitim" / name).read_bytes()).hexdigest() in notes


def test_no_file_of_the_sheet_grows_past_the_house_rule():
    assert len((STATIC / "bitim" / "bitim.css").read_text("utf-8").splitlines()) <= 500
