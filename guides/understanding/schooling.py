"""Who is at university and asks, or is asked for, how to be insured there: no member of a family who is ill, but a student."""

import re
from collections.abc import Sequence

from guides.understanding.phrases import Hit

_AT_UNIVERSITY = r"(?:(?:上|念|读|考上|考到|考取|考进|在)[^,。!?;]{0,8}?(?:大学|大专|专科|本科|研究生|高职|职院|学院|研(?=[,。究一二三])|博士?(?=[,。]))|大学里?[上念读在]|大[一二三四](?![点岁些个张步])|研[一二三](?!究)|大学生|新生)"
_STUDENT = re.compile(_AT_UNIVERSITY)
#: 女儿在大学当老师, 大学毕业了.
_NO_STUDENT = re.compile(
    r"毕业|(?:大学|学院)[^,。!?;]{0,4}(?:老师|教书|教师|工作|上班|食堂|保安|附属|医院|宿管)|学校[^,。!?;]{0,2}(?:当|教书|工作|上班)|幼儿园|小学|一年级"
)
_COVER_OF_SCHOOL = re.compile(
    r"(?:学校|辅导员|班主任|学院|大学|班级?群|校)[^。!?;]{0,14}(?:医保|参保|保险|[交收缴催])|(?:医保|参保)[^,。!?;]{0,5}(?:学校|大学)|大学生医保"
)
#: Who is ill, or asks for the money of an illness; but 往后看病会不会报不了 only fears for it.
_OF_CARE = re.compile(
    r"住院|住进|住了|生病|病了|摔|断|骨折|阑尾|炎|急诊|手术|发烧|疼|痛|医院|看牙|药|自费|自己掏|备案|异地|[想能]报|报销|垫|转诊|门诊|社保卡|补卡|(?<!往后)(?<!以后)(?<!将来)(?<!后面)看[了个]?病"
)
#: 我大二, 我在长沙读大专.
_MYSELF = re.compile(
    rf"(?:^|[,。!?; ])(?:我|本人)(?:是|在|今年|刚|现在|也|就)*[^,。!?;爸妈儿女姐弟哥妹]{{0,6}}?{_AT_UNIVERSITY}"
)


#: 学校让交医保 is asked of pupils too.
_PUPIL = re.compile(r"幼儿园|小学|[一二三四五六]年级|初[一二三中]|高[一二三中]")
_GRADUATE = re.compile(r"(?:大学|大专|研究生|本科|专科|学校)[^,。!?;不没]{0,4}毕业(?!证)")
_KIN = re.compile(r"儿子|女儿|闺女|孩子|姑娘|弟|妹|侄|外甥|孙")


#: What is told of who is or was treated.
_TREATED = re.compile(r"住院|出院|手术|骨折|摔[断伤了]|急诊|自费|自己掏|发票|垫|报销|住了|住着")


def of_care(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """The phrases without those of a student who is to be insured, where one is told to have been ill."""
    if not _TREATED.search(text):
        return list(hits)
    return [hit for hit in hits if hit.phrase.means.get("for_whom") != "student" or not hit.phrase.guides]


def is_myself(text: str) -> bool:
    """Whether a student asks for his own insurance."""
    return bool(_MYSELF.search(text)) and _is_asked_for(text)


def _is_asked_for(text: str) -> bool:
    """Whether a text asks for the insurance of somebody at university, and tells of no care."""
    if _NO_STUDENT.search(text) or _OF_CARE.search(text):
        return False
    return bool(_STUDENT.search(text) and _COVER_OF_SCHOOL.search(text))


def students(text: str, pairs: Sequence[tuple[Hit, str]]) -> list[tuple[Hit, str]]:
    """Who is meant: a student where a university's insurance is asked for, and neither a pupil nor a graduate is one."""
    if _is_asked_for(text):
        meant = {"self"} if _MYSELF.search(text) else {"family", "child"}
        return [(hit, "student" if value in meant else value) for hit, value in pairs]
    if (pupil := _PUPIL.search(text)) or _GRADUATE.search(text):
        otherwise = ("child" if pupil else "family") if _KIN.search(text) else "self"
        return [(hit, otherwise if value == "student" else value) for hit, value in pairs]
    return list(pairs)
