"""Invented names: places, firms, people, works."""

from __future__ import annotations

import random

PROVINCE = "江岭省"
# 38 is no province in GB/T 2260: neither the codes nor the places exist.
REGIONS = {
    "380100": "岚川市",
    "380200": "泊溪市",
    "380300": "青浔市",
    "380400": "云桥市",
    "380500": "澜丘市",
}
DISTRICTS = ("东塘区", "西垣区", "南渚区", "北坞区", "临芜县", "望岫县")
STREETS = ("同和路", "桐荫街", "石桥路", "望湖路", "采薇路", "春浦街", "知行路", "嘉禾街")

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余"
    "于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏方邹熊白孟秦邱侯江尹薛"
)
COMMON_SHARE = 0.45  # of all people bear one of the first twelve surnames
MALE = "伟强磊军洋勇杰涛超明刚平辉鹏飞斌波宇浩凯健俊帆博文志峰东宏毅诚岩松涵旭晨"
FEMALE = "芳娜敏静丽艳娟霞秀玲桂英慧巧雅莉倩雪琳玉洁梅萍红云兰凤琴蓉薇菁岚婷"

FIRST = "衡珩晟禾澄栩岑峤璟昱翊骏筑垣翰朗屹砺砚穗泽沅湛漪榕桦栎槿嵘崧岱"
SECOND = "远业立诚达和盛昌瑞安泰宁建通信邦成隆源益博维丰"
TRADES = {
    "works": ("建设工程有限公司", "建筑工程有限公司", "市政工程有限公司", "建工集团有限公司"),
    "supervision": ("工程监理有限公司", "工程咨询有限公司", "项目管理有限公司"),
    "design": ("建筑设计有限公司", "勘察设计有限公司", "规划设计有限公司"),
    "goods": ("商贸有限公司", "办公设备有限公司", "科教仪器有限公司"),
    "medical": ("医疗器械有限公司", "医疗科技有限公司"),
    "cold": ("水文仪器有限公司", "监测技术有限公司"),
    "property": ("物业服务有限公司", "保洁服务有限公司", "后勤管理有限公司"),
    "software": ("信息技术有限公司", "软件有限公司", "数据科技有限公司"),
}
BANKS = ("江岭农商银行", "岚川银行", "泊溪村镇银行", "云桥城市商业银行", "青浔信用合作联社")
PLACES = (
    "同和路", "石桥路", "春浦河", "望湖片区", "采薇小学", "知行中学", "东塘社区", "南渚产业园",
    "嘉禾新村", "西垣泵站", "北坞水厂", "临芜客运站", "桐荫公园", "望岫镇", "青石湾", "柳浦大道",
    "双桥片区", "文汇中心", "滨江绿道", "岚山隧道",
)  # fmt: skip


def person_name(rng: random.Random, *, woman: bool) -> str:
    """A name of two or three characters; common names recur, as they do in life."""
    common = rng.random() < COMMON_SHARE
    surname = rng.choice(SURNAMES[:12] if common else SURNAMES)
    pool = FEMALE if woman else MALE
    given = rng.choice(pool) if rng.random() < 0.3 else rng.choice(pool) + rng.choice(pool)
    return surname + given


class CompanyNames:
    """Gives out company names; none is given twice."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        brands = [a + b for a in FIRST for b in SECOND]
        rng.shuffle(brands)
        self.brands = brands

    def bidder(self, region: str, trade: str) -> str:
        """A firm: place, brand, trade. Each brand is used once."""
        return REGIONS[region] + self.brands.pop() + self.rng.choice(TRADES[trade])

    def holding(self, region: str) -> str:
        """An investment firm that owns others and never bids."""
        return REGIONS[region] + self.brands.pop() + "投资有限公司"

    def agency(self, region: str) -> str:
        """A tendering agency."""
        return REGIONS[region] + self.brands.pop() + "招标代理有限公司"


def address(rng: random.Random, region: str) -> str:
    """A street address down to the room; the room makes it practically unique."""
    number, tower, room = rng.randrange(1, 999), rng.randrange(1, 19), rng.randrange(101, 3299)
    place = f"{PROVINCE}{REGIONS[region]}{rng.choice(DISTRICTS)}{rng.choice(STREETS)}"
    return f"{place}{number}号{tower}幢{room}室"
