"""Shared things that are no clue (豁免清单): public computers, escrow accounts, template codes."""

from __future__ import annotations

from loaders import cells, keys
from loaders.cells import CellKind
from loaders.identifiers import KeyedHash
from loaders.keys import Identified, KeyFunction
from loaders.problems import Complaint
from loaders.shared_columns import Words
from loaders.table_map import Column, Computed, Key, NodeMap, TableMap

KINDS = Words(
    {
        "mac": "mac",
        "网卡": "mac",
        "cpu": "cpu",
        "硬盘": "disk",
        "disk": "disk",
        "主板": "mainboard",
        "mainboard": "mainboard",
        "内存": "memory",
        "memory": "memory",
        "加密锁": "lock",
        "锁": "lock",
        "lock": "lock",
        "证书": "ca",
        "ca": "ca",
        "标识码": "creation_id",
        "文件码": "creation_id",
        "creation_id": "creation_id",
        "机器码": "machine",
        "machine": "machine",
        "ip": "ip",
        "账": "account",
        "帐": "account",
        "account": "account",
        "电话": "phone",
        "手机": "phone",
        "phone": "phone",
        "邮": "email",
        "email": "email",
        "地址": "address",
        "address": "address",
    },
    "Write mac, cpu, disk, lock, ip, account, phone, email or address.",
)

_READERS = {
    "mac": CellKind.MACS,
    "ip": CellKind.IPS,
    "account": CellKind.ACCOUNT,
    "phone": CellKind.PHONES,
    "email": CellKind.EMAILS,
    "address": CellKind.TEXT,
}
_DEVICE_KEYS: dict[str, KeyFunction] = {
    "mac": keys.mac_key,
    "cpu": keys.cpu_key,
    "disk": keys.disk_key,
    "mainboard": keys.mainboard_key,
    "memory": keys.memory_key,
    "lock": keys.lock_key,
    "ca": keys.ca_key,
    "creation_id": keys.creation_id_key,
    "machine": keys.machine_key,
    "ip": keys.ip_key,
}


def normalised(kind: str | None, value: str | None) -> str | Complaint | None:
    """The value as the tables that use it write it in the graph."""
    if kind is None or value is None:
        return None
    found = cells.READERS[_READERS.get(kind, CellKind.DEVICE_CODES)](value)
    if isinstance(found, Complaint):
        return Complaint(found.rule, found.advice)
    one = found[0] if isinstance(found, tuple) and found else found
    if not isinstance(one, str):
        return Complaint("says nothing that could be exempt.", "Write the number to be exempt.")
    return one


def device_key(hashed: KeyedHash, kind: str | None, value: str | None) -> Identified | None:
    """The device of a kind of device."""
    make = _DEVICE_KEYS.get(kind or "")
    return make(hashed, value) if make else None


def _only(kind: str, make: KeyFunction) -> KeyFunction:
    def key(hashed: KeyedHash, stated: str | None, value: str | None) -> Identified | None:
        return make(hashed, value) if stated == kind else None

    return key


def _exempt(label: str, make: KeyFunction) -> NodeMap:
    return NodeMap(label, Key(make, ("kind", "thing")), {"exempt": "reason"}, recurs=False)


EXEMPTIONS = TableMap(
    name="exemptions",
    title="豁免清单",
    columns=(
        Column("kind", ("类型", "种类", "豁免类型"), required=True, clean=KINDS, example="mac"),
        Column(
            "value",
            ("值", "豁免值", "号码", "内容"),
            required=True,
            example="3C-52-82-AA-BB-CC",
        ),
        Column(
            "reason",
            ("理由", "豁免理由", "原因", "说明"),
            required=True,
            example="交易中心公用电脑",
        ),
    ),
    computed={"thing": Computed(normalised, ("kind", "value"), "value")},
    nodes={
        "device": _exempt("Device", device_key),
        "account": _exempt("Account", _only("account", keys.account_key)),
        "phone": _exempt("Phone", _only("phone", keys.phone_key)),
        "email": _exempt("Email", _only("email", keys.email_key)),
        "address": _exempt("Address", _only("address", keys.address_key)),
    },
    edges=(),
    subject=("device", "account", "phone", "email", "address"),
)
