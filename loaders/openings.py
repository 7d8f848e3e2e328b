"""What was read out at the opening of bids (开标记录), the fifteen columns of 开标信息表.

The lot may stand in a column or once above the header: 标段编号：….
"""

from __future__ import annotations

from loaders import keys
from loaders.bidders import BIDDER
from loaders.bids import price_amount, price_rate, price_text
from loaders.cells import CellKind
from loaders.offers import rate_kind
from loaders.outcomes import is_valid, outcome_of
from loaders.shared_columns import BIDDER_CODE, BIDDER_NAME, LOT, required
from loaders.table_map import Column, Derived, EdgeMap, Fixed, Key, NodeMap, TableMap


def _ip(name: str, *headers: str) -> Column:
    return Column(name, headers, CellKind.IPS, example="203.0.113.7")


OPENINGS = TableMap(
    name="openings",
    title="开标记录",
    columns=(
        LOT,
        Column(
            "opened_at",
            ("开标时间", "开标日期", "BID_OPEN_TIME"),
            CellKind.TIME,
            example="2024-05-06 09:30",
        ),
        required(BIDDER_NAME),
        BIDDER_CODE,
        Column("contact", ("联系人", "投标联系人"), CellKind.NAME, example="王五"),
        Column("phones", ("联系电话", "联系方式", "电话"), CellKind.PHONES, example="13800138000"),
        _ip("download_ip", "文件下载IP", "下载IP", "招标文件下载IP"),
        Column(
            "uploaded_at",
            ("标书上传时间", "上传时间", "投标文件递交时间", "递交时间"),
            CellKind.TIME,
            example="2024-05-06 08:45:12",
        ),
        _ip("upload_ip", "标书上传IP", "上传IP", "投标文件上传IP"),
        Column("decrypted", ("解密状态", "解密情况", "解密结果"), example="解密成功"),
        _ip("decrypt_ip", "解密IP", "投标文件解密IP"),
        Column(
            "file_code",
            ("文件码", "文件唯一码", "文件创建标识码", "创建标识码"),
            CellKind.DEVICE_CODES,
            example="6F9619FF-8B86-D011-B42D-00C04FC964FF",
        ),
        Column(
            "lock",
            ("加密锁", "加密锁号", "锁号"),
            CellKind.DEVICE_CODES,
            example="JS0012345678",
        ),
        Column("price_form", ("报价方式", "报价形式", "价款形式"), example="总价"),
        Column(
            "price",
            ("投标报价", "报价", "投标总价", "唱标价", "开标价"),
            CellKind.PRICE,
            example="9876543.21",
        ),
        Column("remark", ("备注", "说明", "开标备注"), example="未在规定时间内解密"),
    ),
    nodes={
        "lot_node": NodeMap("Lot", Key(keys.lot_key, ("lot",)), {"opened_at": "opened_at"}),
        "bidder": BIDDER,
        "bid": NodeMap(
            "Bid",
            Key(keys.bid_key, ("lot", "bidder")),
            {
                "price": Derived(price_amount, ("price",)),
                "rate": Derived(price_rate, ("price",)),
                "rate_kind": Derived(rate_kind, ("price", "price_form")),
                "price_text": Derived(price_text, ("price",)),
                "price_form": "price_form",
                "submitted_at": "uploaded_at",
                "outcome": Derived(outcome_of, ("decrypted", "remark")),
                "valid": Derived(is_valid, ("decrypted", "remark")),
                "reason": "remark",
            },
            recurs=False,
        ),
        "contact_person": NodeMap(
            "Person", Key(keys.contact_key, ("contact", "phones", "bidder")), {"name": "contact"}
        ),
        "phone": NodeMap("Phone", Key(keys.phone_key, ("phones",)), each="phones"),
        **{
            f"{name}_device": NodeMap("Device", Key(make, (name,)), each=name)
            for name, make in (
                ("download_ip", keys.ip_key),
                ("upload_ip", keys.ip_key),
                ("decrypt_ip", keys.ip_key),
                ("file_code", keys.creation_id_key),
                ("lock", keys.lock_key),
            )
        },
    },
    edges=(
        # (:Company)-[:SUBMITTED]->(:Bid)-[:FOR]->(:Lot)
        EdgeMap("SUBMITTED", "bidder", "bid", {"as_written": "bidder_name"}),
        EdgeMap("FOR", "bid", "lot_node"),
        # (:Person)-[:CONTACT_FOR]->(:Bid)<-[:GIVEN_IN]-(:Phone)
        EdgeMap("CONTACT_FOR", "contact_person", "bid"),
        EdgeMap("GIVEN_IN", "phone", "bid"),
        # (:Device)-[:USED_IN {event, at}]->(:Bid)
        EdgeMap("USED_IN", "download_ip_device", "bid", {"event": Fixed("download")}),
        EdgeMap(
            "USED_IN", "upload_ip_device", "bid", {"event": Fixed("upload"), "at": "uploaded_at"}
        ),
        EdgeMap("USED_IN", "decrypt_ip_device", "bid", {"event": Fixed("decrypt")}),
        EdgeMap("USED_IN", "file_code_device", "bid", {"event": Fixed("make")}),
        EdgeMap("USED_IN", "lock_device", "bid", {"event": Fixed("make")}),
    ),
    subject=("bid",),
    titles=("lot",),
    needs_one_of=(("download_ip", "decrypted", "decrypt_ip", "file_code"),),
)
