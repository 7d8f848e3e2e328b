"""Complaints about tenders and how long each step took (投诉)."""

from __future__ import annotations

from loaders import keys
from loaders.cells import CellKind
from loaders.identifiers import KeyedHash
from loaders.keys import Identified
from loaders.shared_columns import ID_EXAMPLE, LOT, USCC_EXAMPLE, optional
from loaders.table_map import Column, EdgeMap, Key, NodeMap, TableMap


def _day(name: str, *headers: str, example: str) -> Column:
    return Column(name, headers, CellKind.DATE, example=example)


def complaining_firm_key(
    hashed: KeyedHash, id_number: str | None, code: str | None, name: str | None
) -> Identified | None:
    """The firm that complained, unless the row gives a person's number."""
    return None if id_number else keys.company_key(hashed, code, name)


COMPLAINTS = TableMap(
    name="complaints",
    title="投诉",
    columns=(
        Column(
            "code",
            ("投诉编号", "投诉书编号", "受理编号", "投诉号"),
            CellKind.CODE,
            required=True,
            example="TS2024001",
        ),
        optional(LOT),
        Column(
            "complainant",
            ("投诉人", "投诉人名称", "投诉单位"),
            CellKind.NAME,
            example="乙建设有限公司",
        ),
        Column(
            "complainant_code",
            ("投诉人代码", "投诉人统一社会信用代码"),
            CellKind.COMPANY_CODE,
            example=USCC_EXAMPLE,
        ),
        Column("complainant_id", ("投诉人身份证号",), CellKind.ID_NUMBER, example=ID_EXAMPLE),
        Column(
            "about",
            ("被投诉人", "被投诉单位", "被投诉人名称"),
            CellKind.NAME,
            example="甲建设工程有限公司",
        ),
        Column(
            "about_code",
            ("被投诉人代码", "被投诉人统一社会信用代码"),
            CellKind.COMPANY_CODE,
            example=USCC_EXAMPLE,
        ),
        Column("text", ("投诉事项", "投诉内容", "事项"), example="对评标结果有异议"),
        _day("known_on", "知道之日", "知道或者应当知道之日", "知悉日期", example="2024-05-10"),
        _day(
            "received_on", "收到日期", "投诉日期", "提起日期", "收到投诉日期", example="2024-05-14"
        ),
        _day("accepted_on", "受理日期", "受理时间", example="2024-05-16"),
        _day("decided_on", "处理决定日期", "决定日期", "办结日期", example="2024-06-20"),
        Column("result", ("处理结果", "处理决定", "办理结果"), example="驳回投诉"),
    ),
    nodes={
        "complaint": NodeMap(
            "Complaint",
            Key(keys.complaint_key, ("code",)),
            {
                "code": "code",
                "text": "text",
                "known_on": "known_on",
                "received_on": "received_on",
                "accepted_on": "accepted_on",
                "decided_on": "decided_on",
                "result": "result",
            },
            recurs=False,
        ),
        "lot_node": NodeMap("Lot", Key(keys.lot_key, ("lot",)), mention=True),
        "firm": NodeMap(
            "Company",
            Key(complaining_firm_key, ("complainant_id", "complainant_code", "complainant")),
            {"name": "complainant"},
            mention=True,
        ),
        "person": NodeMap(
            "Person",
            Key(keys.identified_person_key, ("complainant", "complainant_id")),
            {"name": "complainant"},
        ),
        "about_firm": NodeMap(
            "Company",
            Key(keys.company_key, ("about_code", "about")),
            {"name": "about"},
            mention=True,
        ),
    },
    edges=(
        # (:Company|:Person)-[:FILED]->(:Complaint)-[:ABOUT]->(:Lot|:Company)
        EdgeMap("FILED", "firm", "complaint"),
        EdgeMap("FILED", "person", "complaint"),
        EdgeMap("ABOUT", "complaint", "lot_node"),
        EdgeMap("ABOUT", "complaint", "about_firm"),
    ),
    subject=("complaint",),
)
