"""What the files of a bid carry from the machine that made them (投标文件特征)."""

from __future__ import annotations

from loaders import keys
from loaders.bidders import BIDDER, NAMED_BID, NAMED_BY
from loaders.cells import CellKind
from loaders.devices import DEVICE_COLUMNS, device_edges, device_nodes
from loaders.shared_columns import BIDDER_CODE, BIDDER_NAME, LOT
from loaders.table_map import Column, EdgeMap, Fixed, Key, NodeMap, TableMap

TRACES = TableMap(
    name="traces",
    title="投标文件特征",
    columns=(
        LOT,
        BIDDER_NAME,
        BIDDER_CODE,
        Column(
            "document",
            ("投标文件名称", "文件名称", "文件名", "BID_DOCUMENT_NAME"),
            example="技术标.pdf",
        ),
        Column("part", ("文件类别", "文件类型", "标书部分"), example="技术标"),
        Column(
            "md5",
            ("投标文件MD5", "文件MD5", "MD5", "BID_DOCUMENT_MD5"),
            CellKind.CODE,
            example="9E107D9D372BB6826BD81D3542A419D6",
        ),
        Column("sha256", ("投标文件SHA256", "SHA256", "SHA-256"), CellKind.CODE),
        Column(
            "bytes",
            ("投标文件大小", "文件大小", "文件大小(字节)", "BID_DOCUMENT_SIDE"),
            CellKind.INTEGER,
            example="1048576",
        ),
        Column("author", ("文件作者", "作者", "创建者"), example="zhangsan"),
        Column("last_modified_by", ("最后修改者", "最后保存者", "修改者"), example="lisi"),
        Column("company", ("文件单位", "元数据单位"), example="甲公司"),
        Column(
            "application",
            ("制作工具版本", "制作工具", "编辑软件", "TOOL_VERSION"),
            example="某投标工具 7.2",
        ),
        Column(
            "created_at", ("文件创建时间", "创建时间"), CellKind.TIME, example="2024-05-01 20:11"
        ),
        Column(
            "modified_at", ("文件修改时间", "修改时间"), CellKind.TIME, example="2024-05-05 22:40"
        ),
        Column("pages", ("页数", "文件页数"), CellKind.INTEGER, example="268"),
        *DEVICE_COLUMNS,
        Column(
            "at",
            ("投标文件提交时间", "提交时间", "制作时间", "TENDER_DOC_SUBMITTIME"),
            CellKind.TIME,
            example="2024-05-06 08:45:12",
        ),
    ),
    nodes={
        "bidder": BIDDER,
        "bid": NAMED_BID,
        "file": NodeMap(
            "Document",
            Key(keys.document_key, ("bid", "document", "md5")),
            {
                "name": "document",
                "kind": "part",
                "md5": "md5",
                "sha256": "sha256",
                "bytes": "bytes",
                "author": "author",
                "last_modified_by": "last_modified_by",
                "company": "company",
                "application": "application",
                "created_at": "created_at",
                "modified_at": "modified_at",
                "pages": "pages",
            },
            recurs=False,
        ),
        **device_nodes(),
    },
    edges=(
        # (:Document)-[:BELONGS_TO]->(:Bid)<-[:USED_IN {event, at}]-(:Device)
        EdgeMap("BELONGS_TO", "file", "bid"),
        *device_edges({"event": Fixed("make"), "at": "at"}),
    ),
    subject=("bid",),
    needs_one_of=(NAMED_BY, ("document", "md5", "sha256", "bytes")),
)
