"""The sheets as a spreadsheet program opens them: accents, dates, links, and no formula. Needs LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import warnings
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from monitor.export import export
from storage.model import Review, ReviewStatus

OFFICE = shutil.which("soffice")
NOT_HERE = "LibreOffice is not installed"
HOSTILE = ["=1+1", "@SUM(A1:A9)", "+cmd|' /C calc'!A0", "-2+3", "＝1+1", '=HYPERLINK("http://x.example";"y")']
SECONDS = 90

pytestmark = pytest.mark.skipif(OFFICE is None, reason=NOT_HERE)


def converted(source: Path, into: Path, profile: Path, reading: str = "") -> Any:
    """A file as the program reads it, saved again as a workbook: what stands in it is what a person would see."""
    assert OFFICE is not None
    into.mkdir(exist_ok=True)
    command = [OFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += [f"--infilter={reading}"] if reading else []
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(into), str(source)]
    subprocess.run(command, check=True, timeout=SECONDS, capture_output=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl does not read the program's charts
        return openpyxl.load_workbook(into / f"{source.stem}.xlsx")


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office") / "profile"


@pytest.fixture
def mentions(press: Any) -> list[Any]:
    """One with accents and a time, and for each hostile text one that has it everywhere."""
    good = press.mention("L’été à Évry : « ça ; là »", published="2025-02-05 17:48", seen="2025-02-06 09:00")
    texts = []
    for text in HOSTILE:
        review = Review(ReviewStatus.CONFIRMED, None, (text,), True, text, text, text)
        texts.append(
            press.mention(
                text, press.outlet(text, text), "2025-02-06", authors=[text], excerpt=text, review=review,
                organisations=(text,), quoted=(text,), url=f"https://journal.example/{len(texts)}",
            )
        )  # fmt: skip
    return [good, *texts]


def column(page: Any, name: str) -> list[Any]:
    """The cells below one head."""
    place = [cell.value for cell in page[1]].index(name) + 1
    return [page.cell(row, place) for row in range(2, page.max_row + 1)]


def no_formula(workbook: Any) -> bool:
    kinds = {cell.data_type for page in workbook.worksheets for row in page.iter_rows() for cell in row}
    return "f" not in kinds and "e" not in kinds


def test_the_workbook_opens_with_accents_dates_links_and_no_formula(
    press: Any, mentions: list[Any], tmp_path: Path, profile: Path
) -> None:
    source = tmp_path / "liste.xlsx"
    source.write_bytes(export(mentions, "xlsx", "fr", (press.campaign,)))
    opened = converted(source, tmp_path / "opened", profile)
    assert opened.sheetnames == ["Liste", "Médias", "Chronologie", "Méthode"]
    assert no_formula(opened)
    listed = opened.worksheets[0]
    titles = column(listed, "Titre")
    assert titles[0].value == "L’été à Évry : « ça ; là »"
    assert {cell.value for cell in titles[1:]} == set(HOSTILE)
    assert [cell.hyperlink.target for cell in titles] == [one.article.url for one in mentions]
    published = column(listed, "Paru")
    assert published[0].value == datetime.fromisoformat("2025-02-05T17:48")
    assert [cell.is_date for cell in published] == [True] * len(mentions)
    assert listed.auto_filter.ref
    with zipfile.ZipFile(tmp_path / "opened" / "liste.xlsx") as parts:
        assert "xl/charts/chart1.xml" in parts.namelist()
    assert opened.worksheets[2]["A2"].value == datetime.fromisoformat("2025-02-05")


@pytest.mark.parametrize(("language", "separator", "code"), [("fr", 59, 1036), ("en", 44, 2057)])
def test_the_csv_opens_with_accents_dates_and_no_formula(
    press: Any, mentions: list[Any], tmp_path: Path, profile: Path, language: str, separator: int, code: int
) -> None:
    source = tmp_path / "liste.csv"
    source.write_bytes(export(mentions, "csv", language, (press.campaign,)))
    # separator, quote, UTF-8, first line, no column formats, language, texts may be numbers, numbers are looked for
    reading = f"CSV:{separator},34,76,1,,{code},false,true"
    opened = converted(source, tmp_path / "opened", profile, reading)
    assert no_formula(opened)
    listed = opened.worksheets[0]
    head = [cell.value for cell in listed[1]]
    assert head[0] == ("Jour" if language == "fr" else "Day")
    titles = column(listed, "Titre" if language == "fr" else "Title")
    assert titles[0].value == "L’été à Évry : « ça ; là »"
    assert [str(cell.value).lstrip("'") for cell in titles[1:]] == HOSTILE
    days = column(listed, head[0])
    assert [cell.value for cell in days[:2]] == [
        datetime.fromisoformat("2025-02-05"),
        datetime.fromisoformat("2025-02-06"),
    ]
    if language == "fr":
        seen = column(listed, "Vue pour la première fois")[0]
        assert (seen.is_date, seen.value) == (True, datetime.fromisoformat("2025-02-06T09:00"))
