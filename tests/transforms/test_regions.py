"""Administrative divisions: codes, chains, ambiguous names."""

import pytest

from flows.annotate import extract
from seeds.load import load_seeds
from transforms.engine.regions import load_regions

SEEDS = load_seeds(models=False)
REGIONS = load_regions(SEEDS)


def places(text: str) -> dict[str, tuple[str | None, str | None]]:
    parts = extract([{"id": "a", "text": text}], seeds=SEEDS, plain=True, until="mentions")["entity_parts"].to_pylist()
    return {row["canonical_name"]: (row["region_code"], row["region_note"]) for row in parts}


def test_every_chain_ends_in_a_province() -> None:
    for code in REGIONS.by_code:
        chain = REGIONS.chain(code)
        assert REGIONS.by_code[chain[-1]].level == "province"
        assert len(chain) <= 3


def test_codes_of_a_chain_share_their_beginning() -> None:
    for code, region in REGIONS.by_code.items():
        if region.parent:
            assert code[:2] == region.parent[:2]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("河北省固安县", "固安县", "131022"),
        ("重庆合川区", "合川区", "500117"),
        ("江苏苏州", "苏州市", "320500"),
        ("天长市", "天长市", "341181"),
    ],
)
def test_places_carry_their_code(text: str, name: str, code: str) -> None:
    assert places(text)[name][0] == code


def test_an_ambiguous_district_is_resolved_by_the_place_before_it() -> None:
    assert places("辽宁沈阳和平区的街道").get("和平区", (None, None))[0] == "210102"


def test_an_ambiguous_district_is_resolved_by_its_document() -> None:
    code, note = places("天津的企业很多。和平区的企业更多。")["和平区"]
    assert code == "120101"
    assert note is not None


def test_an_ambiguous_district_alone_stays_open_with_its_reason() -> None:
    code, note = places("和平区的企业很多。")["和平区"]
    assert code is None
    assert note is not None and note.startswith("ambiguous")


def test_an_organisation_carries_the_code_of_its_place() -> None:
    assert places("成立河北昌泰集团")["河北昌泰集团"][0] == "130000"
