"""Whether a public text speaks plainly: to whom it speaks, in what words, in sentences of what length."""

import datetime as dt
import re
from collections.abc import Iterator

from guides.outcome import glossary
from guides.outcome.glossary import Glossary
from registry.findings import Finding
from registry.snapshot import Snapshot

#: Words of the trade and of notices that a visitor cannot be expected to know, unless the glossary explains them.
TRADE = (
    *("统筹基金", "统筹支付", "统筹金", "基金支付", "统筹层次", "门诊统筹", "住院统筹", "门诊共济", "先行支付", "拨付"),
    *("医保目录", "药品目录", "三大目录", "甲类", "乙类", "丙类", "诊疗项目", "服务设施", "支付标准", "支付方式"),
    *("按病种", "单病种", "两病", "两定", "高值耗材", "负面清单", "参保关系", "转移接续", "视同缴费", "待遇享受"),
    *("待遇期", "核销", "稽核", "准入", "受理", "办结", "予以", "下浮", "上浮"),
    *("激活", "累计", "断缴", "停缴", "补缴", "低保", "特困", "因病致贫", "个百分点", "近亲属", "监护人", "委托书"),
    *("病案室", "存根", "处方底方", "医嘱单", "派出证明", "超限价", "补充医疗", "互助保障", "告知书", "行政复议"),
    *("结算年度", "一次性支取", "参保信息变更"),
)
#: As many characters as can be read in one breath; a figure or a name may run a little over.
LONGEST_SENTENCE = 40
#: As many characters as a sentence may have to be understood at once; two letters or figures count as one.
LONGEST_READ = 30
#: What stands where a text leaves a place or a phone open.
_FILLED = re.compile(r"\{[^{}]*phone\}"), re.compile(r"\{[^{}]*\}")
_ENDS = re.compile(r"[。；！？\n]+")
_ABBREVIATION = re.compile("[A-Z]{2,}")
_KNOWN_ABBREVIATIONS = frozenset({"APP"})
_QUOTED = re.compile("“[^”]{0,300}”")
_SENTENCE = re.compile(r"[^。；！？，：、\n]+")


def findings(label: str, text: str, snapshot: Snapshot, on: dt.date) -> Iterator[Finding]:
    """What a reviewer should look at again in one text; ``label`` is its name on the form."""
    if words := list(unexplained(text, glossary.of(snapshot, on))):
        yield Finding(
            False,
            f"“{label}”里的“{'”“'.join(words)}”是行话，“词语解释”里也没有解释。"
            "请换成平常的话，或者先在“词语解释”里加上它是什么意思。",
            True,
        )
    if "你" in text:
        yield Finding(False, f"“{label}”里写的是“你”，请改成“您”。", True)
    if long := [part for part in _SENTENCE.findall(text) if len(part) > LONGEST_SENTENCE]:
        yield Finding(False, f"“{label}”里这一句太长：“{long[0][:12]}……”。请分成两句。", True)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text that are too long to be understood at once."""
    phone, place = _FILLED
    for sentence in _ENDS.split(place.sub("某某市", phone.sub("0000-12393", text))):
        if sum(1 if character > "\u2000" else 0.5 for character in sentence if character != " ") > LONGEST_READ:
            yield sentence


def unexplained(text: str, known: Glossary) -> Iterator[str]:
    """Words of the trade that neither the glossary nor the text explains. In quotation marks stands what is printed on a paper."""
    rest = _QUOTED.sub(" ", known.without_terms(text))
    abbreviations = (word for word in _ABBREVIATION.findall(rest) if word not in _KNOWN_ABBREVIATIONS)
    used = [*(word for word in TRADE if word in rest), *dict.fromkeys(abbreviations)]
    yield from (word for word in used if not glossary.explained_beside(word, text))
