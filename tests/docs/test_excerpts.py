"""Code in the documentation is a verbatim excerpt of a file that is compiled or run by a test."""

import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"(?:<!-- from: (?P<source>\S+) -->\n)?```(?P<language>cpp|python)\n(?P<code>.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


def blocks():
    for page in PAGES:
        for match in BLOCK.finditer(page.read_text(encoding="utf-8")):
            yield pytest.param(match["source"], match["code"], id=f"{page.relative_to(ROOT)}:{match.start()}")


@pytest.mark.parametrize("source, code", blocks())
def test_a_block_of_code_stands_in_the_file_it_names(source, code):
    assert source, "put <!-- from: path --> above the block"
    # The formatter may have wrapped lines differently in the file.
    assert " ".join(code.split()) in " ".join((ROOT / source).read_text(encoding="utf-8").split())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_link_leads_somewhere(page):
    prose = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in LINK.findall(prose):
        assert (page.parent / target).exists(), target
