"""Numbers of machines, locks and connections in the record of a bid (投标设备)."""

from __future__ import annotations

from collections.abc import Mapping

from loaders import keys
from loaders.bidders import BIDDER, NAMED_BID, NAMED_BY
from loaders.cells import CellKind
from loaders.shared_columns import BIDDER_CODE, BIDDER_NAME, LOT, Words
from loaders.table_map import Column, EdgeMap, Key, NodeMap, PropertySource, TableMap

EVENTS = Words(
    {
        "制作": "make",
        "编制": "make",
        "生成": "make",
        "上传": "upload",
        "递交": "upload",
        "下载": "download",
        "解密": "decrypt",
        "开标": "decrypt",
        "计价": "price",
        "造价": "price",
    },
    "Write 制作, 上传, 下载, 解密 or 计价.",
)

# Column, headers, reader, key function, example: one kind of device each.
_KINDS = (
    (
        "mac",
        ("网卡MAC地址", "MAC地址", "网卡地址", "MAC", "MAC_ADDRESS"),
        CellKind.MACS,
        keys.mac_key,
        "3C-52-82-AA-BB-CC",
    ),
    (
        "cpu",
        ("CPU序列号", "CPU编号", "CPU", "CPU_ID"),
        CellKind.DEVICE_CODES,
        keys.cpu_key,
        "BFEBFBFF000906EA",
    ),
    (
        "disk",
        ("硬盘序列号", "硬盘编号", "硬盘号", "HARD_DISK_SERIAL_NUMBER"),
        CellKind.DEVICE_CODES,
        keys.disk_key,
        "WD-WCC4N0123456",
    ),
    (
        "mainboard",
        ("主板序列号", "主板编号"),
        CellKind.DEVICE_CODES,
        keys.mainboard_key,
        "PF0ABCDE",
    ),
    (
        "memory",
        ("内存序列号", "MEMORY_SERIAL_NUMBER"),
        CellKind.DEVICE_CODES,
        keys.memory_key,
        "8A1B2C3D",
    ),
    (
        "ip",
        ("IP地址", "上传IP", "下载IP", "解密IP", "标书上传IP", "文件下载IP", "IP", "NET_ID"),
        CellKind.IPS,
        keys.ip_key,
        "203.0.113.7",
    ),
    (
        "lock",
        ("造价软件加密锁号", "加密锁号", "计价软件加密锁号", "加密锁", "锁号"),
        CellKind.DEVICE_CODES,
        keys.lock_key,
        "JS0012345678",
    ),
    (
        "ca",
        ("CA证书编号", "CA锁号", "CA证书序列号", "CA编号"),
        CellKind.DEVICE_CODES,
        keys.ca_key,
        "CA053D310C50",
    ),
    (
        "creation_id",
        ("文件创建标识码", "创建标识码", "文件码", "文件唯一码"),
        CellKind.DEVICE_CODES,
        keys.creation_id_key,
        "6F9619FF-8B86-D011-B42D-00C04FC964FF",
    ),
    (
        "machine",
        ("文件制作机器码", "制作机器码", "机器码", "机器特征码"),
        CellKind.DEVICE_CODES,
        keys.machine_key,
        "A1B2C3D4E5F6",
    ),
)

DEVICE_COLUMNS = tuple(
    Column(name, headers, kind, example=example) for name, headers, kind, _, example in _KINDS
)


def device_nodes() -> dict[str, NodeMap]:
    """One node for each kind of device."""
    return {
        f"{name}_device": NodeMap("Device", Key(make, (name,)), each=name)
        for name, _, _, make, _ in _KINDS
    }


def device_edges(properties: Mapping[str, PropertySource]) -> tuple[EdgeMap, ...]:
    """(:Device)-[:USED_IN {event, at}]->(:Bid), one for each kind of device."""
    return tuple(EdgeMap("USED_IN", f"{name}_device", "bid", properties) for name, *_ in _KINDS)


DEVICES = TableMap(
    name="devices",
    title="投标设备",
    columns=(
        LOT,
        BIDDER_NAME,
        BIDDER_CODE,
        Column("event", ("环节", "操作环节", "操作类型", "阶段"), clean=EVENTS, example="上传"),
        *DEVICE_COLUMNS,
        Column(
            "ca_issued_at",
            ("CA证书签发时间", "证书签发时间", "CA办理时间", "CA证书办理时间", "证书颁发时间"),
            CellKind.TIME,
            example="2024-04-02 10:15",
        ),
        Column(
            "at",
            ("时间", "操作时间", "上传时间", "发生时间", "标书上传时间"),
            CellKind.TIME,
            example="2024-05-06 08:45:12",
        ),
    ),
    nodes={
        "bidder": BIDDER,
        "bid": NAMED_BID,
        **device_nodes(),
        "ca_device": NodeMap(
            "Device", Key(keys.ca_key, ("ca",)), {"issued_at": "ca_issued_at"}, each="ca"
        ),
    },
    edges=(
        # (:Device)-[:USED_IN {event, at}]->(:Bid)
        *device_edges({"event": "event", "at": "at"}),
    ),
    subject=("bid",),
    needs_one_of=(NAMED_BY, tuple(name for name, *_ in _KINDS)),
)
