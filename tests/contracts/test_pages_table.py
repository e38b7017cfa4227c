"""Every page is looked at: an address stands in the table of tools/pages.py, or it is said there why it has no picture.

Why: a page that no table names is a page that nobody opens in Kazakh, on a phone, in the dark. Source: docs/design.md.
"""

from tests.contracts.addresses import ADDRESSES
from tools import pages


def addresses() -> set[str]:
    lines = ADDRESSES.strip().splitlines()
    return {line.split("|")[0].strip() for line in lines if line.strip() and not line.startswith("#")}


def test_every_address_is_pictured_or_excused():
    unpictured = pages.without_picture(addresses())
    excused = set(pages.NO_PAGE.split()) | set(pages.NOT_YET.split())
    assert sorted(unpictured - excused) == [], "add it to PAGES of tools/pages.py, or to NO_PAGE or NOT_YET"
    assert sorted(excused - unpictured) == [], "this one has a picture now, or is no address any more"


def test_the_tables_can_be_read():
    assert all(len(row) == 3 for table in (pages.PAGES, pages.STAGED, pages.PAPERS) for row in pages.rows(table))
    assert all(len(row) == 4 for row in pages.rows(pages.ACTS))
    hosts = {host for row in pages.rows(pages.PAGES) for host in row[2].split()}
    assert {"nobody", "aigerim", "nodira", "saule", "daniyar", "gulnar"} <= hosts, "each role looks"
