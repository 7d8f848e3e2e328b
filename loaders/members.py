"""The project teams that bids propose (项目班子)."""

from __future__ import annotations

from loaders import keys
from loaders.bidders import BIDDER, NAMED_BID, NAMED_BY
from loaders.cells import CellKind
from loaders.shared_columns import BIDDER_CODE, BIDDER_NAME, CERTIFICATE_NO, ID_EXAMPLE, LOT
from loaders.table_map import Column, EdgeMap, Key, NodeMap, TableMap

MEMBERS = TableMap(
    name="members",
    title="项目班子",
    columns=(
        LOT,
        BIDDER_NAME,
        BIDDER_CODE,
        Column(
            "name",
            ("成员姓名", "姓名", "人员姓名", "项目成员", "NAME"),
            CellKind.NAME,
            required=True,
            example="张三",
        ),
        Column(
            "id_number",
            ("身份证号", "成员身份证号", "身份证号码", "证件号码", "身份证", "ID_CARD_NO"),
            CellKind.ID_NUMBER,
            example=ID_EXAMPLE,
        ),
        Column(
            "phones",
            ("联系电话", "手机", "电话", "手机号码", "PHONE"),
            CellKind.PHONES,
            example="13800138000",
        ),
        Column("post", ("岗位", "职务", "岗位名称", "POSITION"), required=True, example="安全员"),
        Column(
            "certificate_no",
            ("证书编号", "注册证书号", "执业证书编号", "证书号", "CERTIFICATE_NO"),
            CellKind.CODE,
            example="闽1352020202012345",
        ),
    ),
    nodes={
        "bidder": BIDDER,
        "bid": NAMED_BID,
        "person": NodeMap(
            "Person", Key(keys.person_key, ("name", "id_number", "bidder")), {"name": "name"}
        ),
        "phone": NodeMap("Phone", Key(keys.phone_key, ("phones",)), each="phones"),
    },
    edges=(
        # (:Person)-[:MEMBER_OF {post, certificate_no}]->(:Bid)
        EdgeMap("MEMBER_OF", "person", "bid", {"post": "post", "certificate_no": CERTIFICATE_NO}),
        # (:Person)-[:REACHED_AT]->(:Phone)
        EdgeMap("REACHED_AT", "person", "phone", recurs=True),
    ),
    subject=("bid",),
    needs_one_of=(NAMED_BY,),
)
