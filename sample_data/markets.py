"""The markets: class and region, how many lots and firms, and how bids are judged there."""

from __future__ import annotations

from sample_data.model import Market

LOWEST = "经评审的最低投标价法"
COMPREHENSIVE = "综合评估法"
AVERAGE = "平均值评标基准价法"
POINTS = "综合评分法"
LOWEST_PURCHASE = "最低评标价法"
TENDER, PURCHASE = "招标投标法", "政府采购法"
SPREAD = {LOWEST: 0.06, LOWEST_PURCHASE: 0.07, AVERAGE: 0.016, COMPREHENSIVE: 0.035, POINTS: 0.045}
LEVEL = {LOWEST: 0.86, LOWEST_PURCHASE: 0.87, AVERAGE: 0.93, COMPREHENSIVE: 0.92, POINTS: 0.92}

WORKS = ((LOWEST, 0.45), (COMPREHENSIVE, 0.27), (AVERAGE, 0.28))
SERVICES = ((COMPREHENSIVE, 0.7), (LOWEST, 0.3))
PURCHASES = ((POINTS, 0.7), (LOWEST_PURCHASE, 0.3))
ROADS = (
    "{}道路提升工程施工",
    "{}老旧小区改造工程施工",
    "{}综合楼新建工程施工",
    "{}雨污分流工程施工",
)
GOODS = ("{}教学设备采购", "{}办公家具采购", "{}信息化终端采购")
MEDICAL = ("{}卫生院超声设备采购", "{}卫生院检验设备采购")
PROPERTY = ("{}物业服务采购", "{}保洁服务采购")
SOFTWARE = ("{}信息系统运维服务", "{}数据治理服务")
GAUGES = ("{}水位监测仪器采购", "{}雨量遥测设备采购")

# Code, class, region, trade, lots, firms, bidders a lot, law, methods, ceiling (万元), names.
# fmt: off
ALL = (
    Market("works-1", "A080100", "380100", "works", 185, 96, (5, 8), TENDER, WORKS, 2600, ROADS),
    Market("works-2", "A080100", "380200", "works", 122, 66, (5, 7), TENDER, WORKS, 2200, ROADS),
    Market("works-3", "A080100", "380300", "works", 64, 44, (5, 8), TENDER, WORKS, 1700, ROADS),
    Market("works-4", "A080100", "380400", "works", 44, 32, (5, 8), TENDER, WORKS, 1500, ROADS),
    Market("supervision", "A050100", "380100", "supervision", 70, 32, (3, 7), TENDER, SERVICES, 160,
           ("{}改造工程监理", "{}新建工程监理")),
    Market("design", "A040100", "380200", "design", 40, 26, (3, 6), TENDER, SERVICES, 140,
           ("{}改造工程设计", "{}规划设计")),
    Market("goods", "B010100", "380100", "goods", 60, 38, (3, 7), PURCHASE, PURCHASES, 180, GOODS),
    Market("medical", "B020100", "380300", "medical", 42, 24, (3, 6), PURCHASE, PURCHASES,
           320, MEDICAL),
    Market("property", "C010100", "380400", "property", 50, 28, (3, 7), PURCHASE, PURCHASES,
           120, PROPERTY),
    Market("software", "C020100", "380100", "software", 50, 30, (3, 6), PURCHASE, PURCHASES,
           210, SOFTWARE),
    Market("gauges", "B030100", "380500", "cold", 38, 0, (5, 7), PURCHASE, PURCHASES, 90, GAUGES),
)
# fmt: on
MARKETS = {market.code: market for market in ALL}
