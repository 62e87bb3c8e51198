"""What is read from files, folders, archives and tables, and what is turned away."""

from __future__ import annotations

import io
import json
import os
import tarfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.archives import ArchiveLimits
from flows.sources import Input, SourceError, list_inputs, read_inputs
from seeds.load import load_seeds
from transforms.documents import decode_documents

PAGE = "今天天气很好。\n"


def write(path: Path, text: str = PAGE, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, payload in members.items():
            archive.writestr(name, payload)
    return path


def reasons(rejects: object) -> set[str]:
    return {row["reason"] for row in rejects}  # type: ignore[attr-defined]


def test_a_folder_is_read_in_order_of_names_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.md", ".git/3.txt", "a/.4.txt"):
        write(tmp_path / name)
    listing = list_inputs([str(tmp_path)])
    assert [item.source_uri for item in listing.inputs] == ["a/1.md", "b/2.txt"]
    assert len({item.digest for item in listing.inputs}) == 1


def test_names_do_not_tell_where_the_folder_lies(tmp_path: Path) -> None:
    for root in ("here", "there"):
        write(tmp_path / root / "x/page.txt")
    here, there = (list_inputs([str(tmp_path / root)]).inputs[0].content_name for root in ("here", "there"))
    assert here == there == "x/page.txt"


@pytest.mark.parametrize("day", ["1998-01-05", "19980105", "1998/01/05", "1998-01/05", "1998-01-05/p01"])
def test_a_page_has_one_name_whichever_dated_folder_is_the_source(
    tmp_path: Path, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = write(tmp_path / "in" / day / "page.txt")
    monkeypatch.chdir(page.parent)
    for source in ("in", f"in/{day}", f"in/{day}/page.txt", f"in/{day}/*.txt", "in/**/*.txt"):
        names = [item.content_name for item in list_inputs([str(tmp_path / source)]).inputs]
        assert names == [f"{day}/page.txt"], source
    assert list_inputs(["page.txt"]).inputs[0].content_name == f"{day}/page.txt"


def test_pages_of_one_name_and_two_days_stay_two(tmp_path: Path) -> None:
    for day in ("1998-01-05", "1998-01-06"):
        write(tmp_path / day / "page.txt")
    listing = list_inputs([str(tmp_path / "1998-01-05"), str(tmp_path / "1998-01-06")])
    assert not listing.rejects
    raw, _ = read_inputs(listing.inputs)
    documents = decode_documents(raw, seeds=load_seeds()).table
    assert [str(day) for day in documents.column("issue_date").to_pylist()] == ["1998-01-05", "1998-01-06"]
    assert set(documents.column("issue_date_source").to_pylist()) == {"folder"}
    assert sorted(map(str, documents.column("duplicate_kind").to_pylist())) == ["None", "exact"]


def test_a_dated_folder_far_above_is_of_something_else(tmp_path: Path) -> None:
    write(tmp_path / "backup-2024-05-01/home/pages/page.txt")
    listing = list_inputs([str(tmp_path / "backup-2024-05-01/home/pages")])
    assert [item.content_name for item in listing.inputs] == ["page.txt"]


@pytest.mark.parametrize("source", ["missing", "missing/*.txt"])
def test_a_source_without_files_is_an_error(tmp_path: Path, source: str) -> None:
    with pytest.raises(SourceError, match="missing"):
        list_inputs([str(tmp_path / source)])


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nothing to read"):
        list_inputs([str(tmp_path)])


def test_a_folder_of_unusable_files_is_an_error_that_says_why(tmp_path: Path) -> None:
    write(tmp_path / "a.exe")
    with pytest.raises(SourceError, match="suffix"):
        list_inputs([str(tmp_path)])


def test_unusable_files_are_rejected_with_their_reason(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside.txt")
    root = tmp_path / "root"
    write(root / "good.txt")
    write(root / "bad.exe")
    write(root / "empty.txt", "")
    write(root / "long.txt", PAGE * 100)
    (root / "link.txt").symlink_to(outside)
    (root / "broken.txt").symlink_to(root / "nowhere.txt")
    os.mkfifo(root / "pipe.txt")
    listing = list_inputs([str(root)], max_bytes=1000)
    assert [item.source_uri for item in listing.inputs] == ["good.txt"]
    assert {row["reason"] for row in listing.rejects} == {
        "unknown_suffix",
        "empty_file",
        "too_large",
        "link_out_of_source",
        "broken_link",
        "not_a_file",
    }


def test_a_glob_reads_what_it_matches(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.md"):
        write(tmp_path / name)
    assert [item.content_name for item in list_inputs([str(tmp_path / "*.txt")]).inputs] == ["a.txt", "b.txt"]


def test_overlapping_sources_read_a_file_once(tmp_path: Path) -> None:
    page = write(tmp_path / "a.txt")
    listing = list_inputs([str(tmp_path), str(page)])
    assert len(listing.inputs) == 1
    assert not listing.rejects


def test_files_of_one_name_in_two_sources_are_both_read(tmp_path: Path) -> None:
    write(tmp_path / "x/page.txt", "第一。")
    write(tmp_path / "y/page.txt", "第二。")
    listing = list_inputs([str(tmp_path / "x"), str(tmp_path / "y")])
    assert [item.source_uri for item in listing.inputs] == ["page.txt", "y/page.txt"]
    raw, _ = read_inputs(listing.inputs)
    assert sorted(payload.decode() for payload in raw.column("payload").to_pylist()) == sorted(["第一。", "第二。"])


def test_the_same_file_in_two_sources_is_rejected_once(tmp_path: Path) -> None:
    for root in ("x", "y"):
        write(tmp_path / root / "page.txt")
    listing = list_inputs([str(tmp_path / "x"), str(tmp_path / "y")])
    assert len(listing.inputs) == 1
    assert reasons(listing.rejects) == {"same_input"}


def test_members_of_a_zip_are_read_and_dangerous_ones_refused(tmp_path: Path) -> None:
    archive = zipped(
        tmp_path / "pages.zip",
        {
            "a/1.txt": PAGE.encode(),
            "../out.txt": PAGE.encode(),
            "bomb.txt": b"\0" * 1_000_000,
            "x.exe": b"MZ",
            ".hidden/2.txt": PAGE.encode(),
        },
    )
    listing = list_inputs([str(archive)])
    assert [item.source_uri for item in listing.inputs] == ["pages.zip!a/1.txt"]
    assert reasons(listing.rejects) == {"member_out_of_archive", "too_large", "unknown_suffix"}
    raw, rejects = read_inputs(listing.inputs)
    assert raw.column("payload").to_pylist() == [PAGE.encode()]
    assert rejects.num_rows == 0


def test_a_zip_of_too_many_members_is_cut(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "pages.zip", {f"{number}.txt": PAGE.encode() for number in range(5)})
    listing = list_inputs([str(archive)], limits=ArchiveLimits(members=3))
    assert len(listing.inputs) == 3
    assert reasons(listing.rejects) == {"too_many_members"}


def test_chinese_names_of_a_zip_made_on_windows_are_read(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("NAME.txt")
    archive = tmp_path / "pages.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr(info, PAGE)
    name = "新闻".encode("gbk")
    archive.write_bytes(archive.read_bytes().replace(b"NAME.txt", name + b".txt"))
    assert [item.member for item in list_inputs([str(archive)]).inputs] == ["新闻.txt"]


def test_members_of_a_tar_are_read_and_links_refused(tmp_path: Path) -> None:
    archive = tmp_path / "pages.tar.gz"
    with tarfile.open(archive, "w:gz") as out:
        for name in ("b.txt", "a.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(PAGE.encode())
            out.addfile(info, io.BytesIO(PAGE.encode()))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        out.addfile(link)
    listing = list_inputs([str(archive)])
    assert [item.member for item in listing.inputs] == ["a.txt", "b.txt"]
    assert reasons(listing.rejects) == {"not_a_file"}
    raw, _ = read_inputs(listing.inputs)
    assert raw.num_rows == 2


def test_a_damaged_archive_is_rejected(tmp_path: Path) -> None:
    write(tmp_path / "good.txt")
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 no zip")
    listing = list_inputs([str(tmp_path)])
    assert reasons(listing.rejects) == {"damaged_archive"}


def test_rows_of_tables_are_inputs_with_their_metadata(tmp_path: Path) -> None:
    rows = [{"text": PAGE, "title": "天气", "date": "2018-12-03"}, {"text": None}, {"text": "第二。"}]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows) + "\nno json\n", encoding="utf-8")
    write(tmp_path / "b.csv", f'标题,正文\n天气,"{PAGE}"\n', "gb18030")
    pq.write_table(pa.table({"content": [PAGE]}), tmp_path / "c.parquet")
    raw, rejects = read_inputs(list_inputs([str(tmp_path)]).inputs)
    assert raw.column("source_uri").to_pylist() == ["a.jsonl#0", "a.jsonl#2", "b.csv#0", "c.parquet#0"]
    assert raw.column("metadata_title").to_pylist() == ["天气", None, "天气", None]
    assert raw.column("metadata_date").to_pylist()[0] == "2018-12-03"
    assert rejects.column("reason").to_pylist() == ["no_text", "no_text"]


def test_the_option_date_reaches_every_input(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    raw, _ = read_inputs(list_inputs([str(tmp_path)]).inputs, option_date="2018-12-03")
    assert [str(day) for day in raw.column("option_date").to_pylist()] == ["2018-12-03"]


def test_a_file_that_went_away_is_rejected(tmp_path: Path) -> None:
    page = write(tmp_path / "a.txt")
    inputs = list_inputs([str(tmp_path)]).inputs
    page.unlink()
    raw, rejects = read_inputs(inputs)
    assert raw.num_rows == 0
    assert rejects.column("reason").to_pylist() == ["unreadable"]


def test_a_file_that_is_touched_once_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs, turns = changing(tmp_path, monkeypatch, writes=1, text="")
    raw, rejects = read_inputs(inputs)
    assert raw.column("payload").to_pylist() == [PAGE.encode()]
    assert (len(turns), rejects.num_rows) == (2, 0)


def test_a_file_that_has_changed_since_it_was_listed_is_left_to_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs, turns = changing(tmp_path, monkeypatch, writes=1)
    raw, rejects = read_inputs(inputs)
    assert (raw.num_rows, len(turns)) == (0, 2)
    assert rejects.column("reason").to_pylist() == ["changed_while_read"]
    raw, rejects = read_inputs(list_inputs([str(tmp_path)]).inputs)
    assert raw.column("payload").to_pylist() == [(PAGE * 2).encode()]
    assert rejects.num_rows == 0


def test_a_file_that_keeps_changing_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs, turns = changing(tmp_path, monkeypatch, writes=100)
    raw, rejects = read_inputs(inputs)
    assert (raw.num_rows, len(turns)) == (0, 3)
    assert rejects.column("reason").to_pylist() == ["changed_while_read"]
    assert "changes while it is read" in rejects.column("detail")[0].as_py()


def changing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, writes: int, text: str = PAGE
) -> tuple[tuple[Input, ...], list[Path]]:
    """A file to which another program writes each time it has been read, so many times; and the reads."""
    page = write(folder / "a.txt")
    inputs = list_inputs([str(folder)]).inputs
    turns: list[Path] = []
    read_bytes = Path.read_bytes

    def read_while_written(path: Path) -> bytes:
        payload = read_bytes(path)
        turns.append(path)
        if len(turns) <= writes:
            with page.open("ab") as handle:
                handle.write(text.encode())
            if not text:
                page.touch()
        return payload

    monkeypatch.setattr(Path, "read_bytes", read_while_written)
    return inputs, turns
