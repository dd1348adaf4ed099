"""Whether somebody is in danger now: an emergency that is over, only asked about or only feared is none.

A symptom in a text is taken for one that is seen this minute, unless the words around say otherwise: who is told to ring
120 once too often loses a second.
"""

import re

from guides.understanding.phrases import Hit

#: It is happening while this is written, whatever else is told.
_NOW = re.compile(
    r"救命|救救|快来人|正在|正抢|现在(?!寄|票|发票|单|钱|费|医药费|住院费|想|怎么|问|才|已经|没事|好|回|报|要报|能报|还能[报补]|能不能[报补]|补|办|人好|人没事|人已经|都好|缓)|此刻|这会|刚刚(?!好)|刚才|刚[发晕昏倒抽喝吞送掉摔被]|还在|在抢救|抢救[中呢着]|[没不]醒|快不行|赶紧|赶快|急死|马上|怎么救"
    r"|往医院|(?:救护车|120)(?:来|到|拉走)"
)
#: What can only be seen, and comes at once.
_SEEN = re.compile(
    r"突然|忽然|突发|猛地|一下子|羊水破|破水|[叫喊]不[醒应]|没呼吸|没气|喘不|透不过气|吐白沫|止不住|流血不止|血流不止"
)
_OVER = re.compile(
    r"去年|前年|上个?(?:月|周|星期|礼拜)|上[次回]|那[次回时]|当时|以前|曾经|之前[晕昏中抽突]|[年月天]前|前(?:几|两)天|前天|前阵|出院|后遗症|康复|病史|恢复|[得犯中]过"
    r"|回来(?:后|以后|问|再|了|,)|(?:十[一二]?|[一二三四五六七八九]|\d{1,2})月(?:份|底|初)?(?:在|去|我)|节(?:在|去|那天|期间|的时候)|观察了|没住院,花了|[票据]都|票据|(?:所以|都|只好|就|全)自己(?:付|垫|掏)了|发票|报回来"
    r"|[人爸妈伴爷奶公婆](?:就|已经)?(?:没了(?!气)|走了|不在了)|去世|过世|病逝|离世|没救[过回]|救(?:过来|回来|活)|好转|脱离危险|(?:装|放|搭|做)了[^,。!?;]{0,4}(?:支架|桥)|报完|报了以?后|结完账|现在[^,。!?;]{0,2}好了|醒(?:了|来|过来)|缓过来|住了\S{1,3}(?:天|周|个?月)"
)
#: Whatever else is told, the worst is behind.
_OUT_OF_IT = re.compile(
    r"(?:转到|转入|转回|转去|转进|回到|回了|进)[^,。!?;]{0,2}普通病房|(?:转出|出了|离开)(?:了)?(?:重症|icu|监护)"
)
#: 中风能申请慢病吗, 心梗有什么前兆.
_SPOKEN_OF = re.compile(
    r"(?:能不能|可不可以|可以|能)[喝吃][^,。!?;]{0,3}(?:酒|茶|奶|辣|海鲜|$|[,。?])|预防|前兆|征兆|症状|万一|如果|假如|要是|算不算|属于|包括|病种|慢病|慢性病|慢特病|门特|门慢|护理|是什么|什么意思|偏方|遗传|吃什么|忌口"
)
#: 正在急诊输液, 抢救到现在还没醒: whatever the bill is asked for, it is this minute.
_HERE = re.compile(
    r"(?:正在|现在|还在|这会儿?|此刻|人在|正)[^,。!?;]{0,4}(?:急诊|抢救|急救)(?!费|的?[钱票])"
    r"|急诊[^,。!?;]{0,4}(?:[打挂输吊]着|输液|吊水|留观|躺)[^,。!?;]{0,4}呢"
    r"|(?:抢救|急救|昏迷|icu|重症)[^。!?;]{0,8}(?:还|一直)[没不]醒"
)
#: In good hands, unless it is worse than that.
_IN_CARE = re.compile(r"住院|住进|住到[^,。!?;]{0,4}医院|住着|病房|医院(?:里)?[躺住]")
_WORSE = re.compile(r"抢救|急救|急诊|icu|重症|病危|昏迷")
_BILL = re.compile(
    r"能报|可以报|报销|报[多几吗不]|给报|怎么报|赔|医保[管出给]|[给管]出[吗不么]|收了?(?:我们?)?[一二三四五六七八九十两几\d]{1,4}[百千万块]|管不管|花[了的费]|费用|[费药]钱|的钱|医药费|自费|发票|多少钱|垫[付了的]|工伤"
    r"|(?:老板|东家|工头|单位|公司|厂里|对方|雇主|司机|人家|主家)[^,。!?;]{0,4}(?:不管|不认|不赔|不出|不负责|跑了)"
)


def happening(text: str, hits: list[Hit]) -> list[Hit]:
    """The phrases without those of an emergency that is none of this minute."""
    told = [hit for hit in hits if hit.phrase.means.get("stage") == "emergency"]
    if told and _HERE.search(text):
        return [hit for hit in hits if "stage=emergency" not in hit.phrase.excludes]
    if not told or not (is_over(text) or any("stage=emergency" in hit.phrase.excludes for hit in hits)):
        return hits
    return [hit for hit in hits if hit not in told]


def is_over(text: str) -> bool:
    """Whether an emergency that a text speaks of is not one of this minute."""
    if _OUT_OF_IT.search(text):
        return True
    if _IN_CARE.search(text) and not _WORSE.search(text):
        return True
    if _NOW.search(text):
        return False
    return bool(_OVER.search(text) or _SPOKEN_OF.search(text) or (_BILL.search(text) and not _SEEN.search(text)))
