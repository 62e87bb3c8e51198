"""Make the corpus: small files of text and bytes, and special files; each with its expected outcome.

An outcome is `kept` (a document comes of it), or the reason of its reject.
"""

from __future__ import annotations

import io
import os
import socket
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

NEWS = "临江市高新区前三季度营业收入120亿元，同比增长7.1%。目前已有26家企业获得贷款，区长李建国表示将继续努力。\n"
TRADITIONAL = "臨江市高新區前三季度營業收入120億元，同比增長7.1%。目前已有26家企業獲得貸款。\n" * 4
KEPT = "kept"
REFUSED = "refused"
ANY = "kept or refused"


def encoded(encoding: str, text: str = NEWS * 4) -> bytes:
    return text.encode(encoding)


# Content and outcome by name of the file.
FILES: dict[str, tuple[bytes, str]] = {
    "utf8.txt": (encoded("utf-8"), KEPT),
    "utf8_bom.txt": (encoded("utf-8-sig"), KEPT),
    "gbk.txt": (encoded("gbk"), KEPT),
    "gb18030.txt": (encoded("gb18030", NEWS * 4 + "𠮷野家"), KEPT),
    "big5.txt": (encoded("big5", TRADITIONAL), KEPT),
    "utf16_le_bom.txt": (b"\xff\xfe" + encoded("utf-16-le"), KEPT),
    "utf16_be_bom.txt": (b"\xfe\xff" + encoded("utf-16-be"), KEPT),
    "utf16_le_bare.txt": (encoded("utf-16-le"), ANY),
    "utf32.txt": (encoded("utf-32"), ANY),
    "latin1.txt": ("café résumé".encode("latin-1"), ANY),
    "shift_jis.txt": ("日本語のニュースです。".encode("shift_jis") * 4, ANY),
    "utf8_cut.txt": (encoded("utf-8").rstrip()[:-1], REFUSED),
    "utf8_cut_inside.txt": (encoded("utf-8")[:100] + b"\xe4\xb8" + encoded("utf-8"), REFUSED),
    "utf8_overlong.txt": (b"\xc0\xaf" + encoded("utf-8"), REFUSED),
    "utf8_surrogate.txt": (b"\xed\xa0\x80" + encoded("utf-8"), REFUSED),
    "gbk_cut.txt": (encoded("gbk", NEWS.rstrip("。\n"))[:-1], ANY),
    "gbk_named_utf8_mixed.txt": (encoded("utf-8") + encoded("gbk"), REFUSED),
    "random.txt": (bytes((number * 7919 + number // 3) % 256 for number in range(4000)), REFUSED),
    "picture_named_txt.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, REFUSED),
    "nul_only.txt": (b"\0" * 500, ANY),
    "nul_inside.txt": (NEWS.replace("企业", "企\0业").encode(), ANY),
    "empty.txt": (b"", "empty_file"),
    "blank.txt": ("\n \n　\n".encode(), ANY),
    "bom_only.txt": (b"\xef\xbb\xbf", ANY),
    "one_character.txt": ("一".encode(), KEPT),
    "punctuation.txt": ("。，、；：？！“”（）".encode() * 20, KEPT),
    "digits.txt": (b"1234567890" * 500, KEPT),
    "decimal_points.txt": (b"1.2.3.4,5,6" * 300, KEPT),
    "percent_signs.txt": (("%％‰" * 800).encode(), KEPT),
    "chinese_digits.txt": (("一二三四五六七八九十百千万亿" * 200).encode(), KEPT),
    "hundred_million.txt": (("亿" * 3000).encode(), KEPT),
    "quotes_open.txt": (("“" * 2000).encode(), KEPT),
    "quotes_nested.txt": (("“‘" * 500 + "好" + "’”" * 500).encode(), KEPT),
    "brackets.txt": (("（" * 3000 + "）" * 2999).encode(), KEPT),
    "bidi.txt": (NEWS.replace("120", "\u202e021\u202c").encode(), KEPT),
    "zero_width.txt": ("\u200b".join(NEWS).encode(), KEPT),
    "soft_hyphens.txt": ("\u00ad".join(NEWS).encode(), KEPT),
    "combining.txt": (NEWS.replace("元", "元" + "\u0301" * 300).encode(), KEPT),
    "emoji.txt": (("👨‍👩‍👧‍👦🇨🇳" * 200 + NEWS).encode(), KEPT),
    "private_use.txt": (("\ue000\uf8ff" * 200 + NEWS).encode(), KEPT),
    "noncharacters.txt": (("\ufffe\uffff\U0010ffff" + NEWS).encode(), KEPT),
    "rare_ideographs.txt": (("𠀀𪚥𫝀𰻝" * 200 + NEWS).encode(), KEPT),
    "full_width.txt": ("营收１２０亿元，同比增长７．１％。".encode() * 20, KEPT),
    "line_separators.txt": (NEWS.replace("，", "\u2028").replace("。", "\x85\x0b\x0c\u2029").encode(), KEPT),
    "cr_only.txt": (NEWS.replace("。", "。\r").encode(), KEPT),
    "mixed_line_ends.txt": (NEWS.replace("。", "。\r\n\r\n\n\r").encode(), KEPT),
    "escape_codes.txt": (("\x1b[31m" + NEWS + "\x1b]0;title\x07").encode(), KEPT),
    "long_line.txt": (NEWS.replace("。", "，").strip().encode() * 300, KEPT),
    "no_punctuation.txt": (("临江市高新区企业增长贷款" * 3000).encode(), KEPT),
    "many_lines.txt": (("\n" * 20_000 + NEWS).encode(), KEPT),
    "one_character_per_line.txt": ("\n".join(NEWS * 10).encode(), KEPT),
    "script.html": (f"<html><head><title><script>alert(1)</script></title></head><body><script>x</script><p>{NEWS * 4}</p></body></html>".encode(), KEPT),
    "no_text.html": (b"<html><head><style>a{}</style></head><body><script>1</script></body></html>", ANY),
    "deep.html": (b"<div>" * 5000 + NEWS.encode() + b"</div>" * 5000, ANY),
    "entity_bomb.html": (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><p>&b;</p>' + NEWS.encode(), ANY),
    "broken.html": (b"<html><p <b <<<>>" + NEWS.encode(), ANY),
    "no_text.pdf": (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", REFUSED),
    "broken.pdf": (b"%PDF-1.7\nnothing of the kind", REFUSED),
    "text_named.pdf": (NEWS.encode(), REFUSED),
    "formulas.csv": (f"title,text\n=1+1,\"{NEWS.strip()}\"\n@SUM(A1),-cmd|' /C calc'!A0\n".encode(), KEPT),
    "no_text_column.csv": (b"a,b\n1,2\n", "no_text"),
    "unclosed_quote.csv": (b'title,text\nx,"never closed\n' + NEWS.encode(), ANY),
    "huge_field.csv": (b"text\n" + "好".encode() * 60_000 + b"\n", KEPT),
    "good_and_bad.jsonl": (b'{"text": "' + NEWS.strip().encode() + b'"}\nnot json\n{"text": 5}\n[1]\n', KEPT),
    "surrogate.jsonl": (b'{"text": "\\ud800"}\n', "no_text"),
    "deep.jsonl": (b'{"text": ' + b"[" * 100_000 + b"\n", "no_text"),
    "not_parquet.parquet": (b"PAR1 no PAR1", "unreadable"),
    "sql.txt": (("'; DROP TABLE documents; --\" OR 1=1 /* {0} ${x} %s " * 20 + NEWS).encode(), KEPT),
    "it's \"quoted\"; DROP TABLE x.txt": (NEWS.encode(), KEPT),
    "-rf.txt": (NEWS.encode(), KEPT),
    " leading blank.txt": (NEWS.encode(), KEPT),
    "name\nwith line break.txt": (NEWS.encode(), KEPT),
    "文件名（中文）.TXT": (NEWS.encode(), KEPT),
    "e\u0301.txt": (NEWS.encode(), KEPT),
    "no_suffix": (NEWS.encode(), "unknown_suffix"),
    "program.exe": (b"MZ", "unknown_suffix"),
    "no_archive.zip": (b"PK\x03\x04 no zip", "damaged_archive"),
    "no_archive.tar.gz": (b"\x1f\x8b no gzip", "damaged_archive"),
}  # fmt: skip


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, payload in members.items():
            archive.writestr(name, payload)
    return out.getvalue()


def tarred(kind: bytes, target: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo("link.txt")
        info.type, info.linkname = kind, target
        archive.addfile(info)
    return out.getvalue()


# The same of archives; the outcome is that of the only member.
ARCHIVES: dict[str, tuple[bytes, str]] = {
    "bomb.zip": (zipped({"bomb.txt": b"\0" * 20_000_000}), "too_large"),
    "slip.zip": (zipped({"../../slip.txt": NEWS.encode()}), "member_out_of_archive"),
    "absolute.zip": (zipped({"/etc/kechuang.txt": NEWS.encode()}), "member_out_of_archive"),
    "windows.zip": (zipped({"C:\\kechuang.txt": NEWS.encode()}), "member_out_of_archive"),
    "nested.zip": (zipped({"inner.zip": zipped({"a.txt": NEWS.encode()})}), "unknown_suffix"),
    "good.zip": (zipped({"page.txt": NEWS.encode()}), KEPT),
    "symlink.tar.gz": (tarred(tarfile.SYMTYPE, "/etc/passwd"), "not_a_file"),
    "hardlink.tar.gz": (tarred(tarfile.LNKTYPE, "../../etc/passwd"), "not_a_file"),
    "device.tar.gz": (tarred(tarfile.CHRTYPE, ""), "not_a_file"),
}


def _surrogate_name(folder: Path) -> str:
    name = os.fsdecode(b"\xff\xfe name.txt")
    (folder / name).write_text(NEWS, encoding="utf-8")
    return os.fsencode(name).decode("utf-8", "replace")


def _fifo(folder: Path) -> str:
    os.mkfifo(folder / "pipe.txt")
    return "pipe.txt"


def _socket(folder: Path) -> str:
    # A short path: the name of a socket has room for about a hundred bytes.
    here = Path.cwd()
    os.chdir(folder)
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind("socket.txt")
    os.chdir(here)
    return "socket.txt"


def _loop(folder: Path) -> str:
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    return "loop.txt"


def _broken_link(folder: Path) -> str:
    (folder / "broken.txt").symlink_to("nowhere.txt")
    return "broken.txt"


def _way_out(folder: Path) -> str:
    (folder / "way_out.txt").symlink_to("/etc/hostname")
    return "way_out.txt"


def _parquet(folder: Path) -> str:
    pq.write_table(pa.table({"text": [NEWS, None], "title": ["=1+1", "x"]}), folder / "rows.parquet")
    return "rows.parquet"


def _sparse(folder: Path) -> str:
    with (folder / "sparse.txt").open("wb") as handle:
        handle.truncate(300_000_000)
    return "sparse.txt"


def _endless(folder: Path) -> str:
    """One line of 50 MB without a mark of punctuation."""
    piece = "临江市高新区企业增长贷款三千万元同比达到" * 1000
    with (folder / "endless.txt").open("wb") as handle:
        for _ in range(50_000_000 // len(piece.encode())):
            handle.write(piece.encode())
    return "endless.txt"


def _forbidden(folder: Path) -> str:
    """Nobody may read it; root may, unless the reader gives up that capability."""
    (folder / "forbidden.txt").write_text(NEWS, encoding="utf-8")
    (folder / "forbidden.txt").chmod(0)
    return "forbidden.txt"


SPECIAL: tuple[tuple[Callable[[Path], str], str], ...] = (
    (_surrogate_name, KEPT),
    (_fifo, "not_a_file"),
    (_socket, "not_a_file"),
    (_loop, "broken_link"),
    (_broken_link, "broken_link"),
    (_way_out, "link_out_of_source"),
    (_parquet, KEPT),
    (_sparse, "too_large"),
    (_endless, "endless_line"),
    (_forbidden, "unreadable"),
)


def make_corpus(folder: Path) -> dict[str, str]:
    """Write everything below the folder; returns the expected outcome by the name that rejects and documents show."""
    folder.mkdir(parents=True, exist_ok=True)
    expected: dict[str, str] = {}
    for name, (payload, outcome) in {**FILES, **ARCHIVES}.items():
        (folder / name).write_bytes(payload)
        expected[name] = outcome
    for make, outcome in SPECIAL:
        expected[make(folder)] = outcome
    # A folder that leads back to itself: nothing of it may be read twice.
    (folder / "again").symlink_to(folder, target_is_directory=True)
    assert all(not stat.S_ISDIR((folder / name).lstat().st_mode) for name in FILES)
    return expected
