"""Which place is which: where somebody is insured (参保地), is treated (就医地), or a counter is looked for.

A sign stands right before or behind the name of the place. What other places say of it is in ``placing``. The one
who lives somewhere (老家在…, 人在…) is not insured there for that.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from guides.understanding.gazetteer import Mention

COVER = "医保|社保|农保|生育保险|五险一金|五险|新?农合|合作医疗|居保|医疗保险|农村医保|居民医疗|灵活就业|参保|职工医疗"
KIND = "(?:城镇|城乡|退休|在职|普通)?(?:职工|居民|公司|单位|企业|学生|少儿|大学生|一档|二档|三档)?"
UNIT = "(?:省|市里|市|县里|县|区|那边|这边|老家|本地|当地|屋头|屋里|家里头?|乡下|村里|农村|镇上| )*"

_INSURED_AFTER = re.compile(
    r"^(?:省|市|县)?的(?:社保卡|社会保障卡)(?:能不能|可以|能)?[在到去]|"
    rf"^{UNIT}的?{UNIT}(?:退休|在职)?{KIND}(?:的)?(?:{COVER})(?! ?(?:局|中心|窗口|大厅|经办|事务|服务|办事|电话|待遇|政策|网点))"
    rf"|^{UNIT}(?:单位|公司|学校|厂里|村里|自己|个人)?(?:给)?(?:统一)?(?:[也还又](?=有))?(?:交|缴|参|买|上|入|投|办|有)(?:的|着|了|过)*(?:{KIND}|的)(?:{COVER}|保)(?!局|中心|窗口|卡)"
    rf"|^{UNIT}(?:单位|公司|学校)?(?:给)?(?:统一)?(?:交|缴|上|入|投|参)的(?!院)"
    rf"|^{UNIT}(?:上班|打工|工作|务工)[, ]?(?:公司|单位)?(?:给)?(?:交|缴|上|买|参)(?:的|了|着)*(?:职工|五险|社保|医保)(?!(?:也|都|还|就)*[是在])"
    r"|^(?:市|县)?的?(?:职工|居民|农合)(?:的)?(?:$|[,。;!? ])|^(?:市|县|这边|那边)*(?:还能|还给|能不能|可不可以|可以|能|给|会)+(?:给|再)?报(?:吗|不|么|多少|几|销吗|$|[,。?])"
    r"|^(?:市|县)?(?:医保局|医保中心|医保窗口|社保局|窗口|医保大厅)(?:去|手工)?报(?!名|警|案)"
    r"|^(?:市|县)?(?:那边|这边)?(?:早就|已经|都)*(?:办|批|评|认定|鉴定)(?:过|了|的|好|上|下来)+(?:的|个)?(?:门特|门慢|慢性病|慢病|慢特病|特病|特殊病|两病|认定|鉴定)"
    r"|^(?:市|县)?(?:那边|这边)?(?:早就|已经|都)*(?:认定|鉴定)(?:过|好|完)?了?(?:门特|门慢|慢病|慢特病|特病|透析|血透|糖尿病|高血压|冠心病|尿毒症|类风湿|帕金森|肿瘤|肝硬化|乙肝|$|[,。;!? ])"
    r"|^(?:职工|医保)?[一二12]档"
    r"|^(?:又|也|还)?[给替帮][我他她](?:又|也|还)?(?:交|缴|参|上|买)了一份"
    r"|^(?:市|县)?的?(?:企业|国企|工厂|厂里|公司|单位)?(?:退休|在职)职工|^(?:市|县)?的城[乡镇]居民(?:$|[,。;!?])|^(?:市|县)?是(?:城[乡镇])?(?:职工|居民)医保|^(?:市)?[^,。!?;、 在来去到]{0,4}退的休|^参保|^(?:市|县)?户口?的医保|^(?:市|县|区)?的[,，]"
)
#: 户口衡阳 医保在深圳: the insurance is that of the next place.
_OF_THE_NEXT = re.compile(rf"^(?:市|县)?[ ,]+(?:{COVER})(?:还|都|也|就|一直|现在)*(?:在|是|交在)(?!这)")
_INSURED_BEFORE = re.compile(
    rf"(?:{COVER}|参保地|参保)(?:关系|地|城市|卡)?(?:公司|单位|学校|厂里|老板|自己|个人|我们|我|给|统一|一起|以?个人身份|灵活就业|还|都|均|皆|全|一直|目前|也|现在|早就|老早就?|早已|早|就|仍|是|留|存|挂靠|跟着单位|跟着公司|跟公司|跟着老板|跟着退休单位|跟着厂里|跟单位|年年|每年|随学校|交|缴|放|落|挂|参|办|上|买|属于|归){{0,8}}(?:在|到|是)(?:了)?(?:老家|婆家|娘家|夫家|岳父家|公婆家|原来的|原先的|以前的|老单位|[^,。!?;在]{{1,6}}(?:那边|那头|名下))?$"
    rf"|(?:{COVER})(?:是)?(?:厂里|厂子|公司|单位|老板|村里|学校|自己|个人)给?我?(?:交|缴|上|买|办)(?:的|了|着)?,?(?:就|都|也|还|一直)?在$"
    r"|参保(?:地|城市)(?:是|在|为|[:： ])?$|(?:门特|门慢|慢病|慢特病|特病)(?:证|本|卡)?(?:是|都|还)?(?:办|批|认定|评)?在$|参保在$|(?<![金钱费款税])[交缴]在$|(?:^|[,。!?; 我他她俺爸妈爹娘伴公婆爷奶是])退休在$"
)
#: 医保芜湖的, 社保: 芜湖.
_NAMED_OF = re.compile(rf"(?:{COVER})(?:卡)?[: ]?$")
_OF_IT = re.compile(
    r"^(?:市|县)?(?:现在|目前|如今)?(?:人(?!民|口)|住(?!院|进|上|着院|了)|跟着)|^(?:省|市|县|区|那边|老家)*(?:[交缴参上](?:的|着|了)?|的?(?:职工|居民|农合|灵活就业)?的?)(?:$|[,。.;!? ])"
)
#: 医保在滁州要看门诊: the care is spoken of behind it, and not there.
_TO_COME = re.compile(rf"^{UNIT}(?:要|想|打算|准备|得)")
#: 医保关系转不过来还在大庆: where an insurance stays that cannot be moved.
_STILL_INSURED_IN = re.compile(
    rf"(?:{COVER})[^,。!?;]{{0,14}}(?:[转迁带动挪]不|[没未](?:有)?[转迁带动挪])[^,。!?;]{{0,5}},?(?:人家|现在|一直)?(?:还|仍|就|一直)[然都]?在$"
)
#: 我在佳木斯赶不过去: where the one who speaks is held up.
_SPEAKER_IN = re.compile(r"我们?(?:人|现在|还|一个人)*在$")
_HELD_UP = re.compile(
    r"^(?:市|县)?(?:这边|这里|上班|打工|工作|出差)*,?(?:一时|根本|也|又|都)?[赶过回走去来脱]不[过回开了成去来]"
)
#: 他爸妈在老家孝感: where others of the family are.
_FAMILY_IN = re.compile("[他她](?:爸妈?|妈|父母|家里?人|老婆|老公|孩子)(?:都|还|也|就)*在(?:老家)?$")
#: 我是武汉的: where somebody says he is from, and nothing else.
COMES = re.compile(r"(?:我|我们|本人|他|她|他们|人|老人)(?:都)?是?$")
FROM_THERE = re.compile(r"^(?:市|县)?(?:那边)?的(?:$|[,。;!?])")
#: 已经不在成都住了, 从三亚搬走了: where somebody is no longer.
_LEFT_BEFORE = re.compile(r"(?<!在)不(?:再)?(?:住|待|呆|干)?在$|(?:离开|搬离|搬出)了?$")
_LEFT_AFTER = re.compile(
    r"^(?:市|县)?(?:那边|这边|那里|的房子)?(?:早就|已经|都|也)*(?:不住了|搬走|搬离|退租|退了租|离开)"
)
_RETURNING = re.compile(r"(?:回|回到|拿回|寄回|带回|送回|寄到|拿到|回娘家|回婆家)$")
#: 票都寄回周口了: bills go to where somebody is insured.
_SENT_HOME = re.compile(
    r"(?:票|单子|单据|材料|病历|原件)[^,。!?;]{0,5}[寄拿带送]回$|[寄拿带揣](?:着|了|上)?[^,。!?;]{0,3}(?:票|单子|单据|材料|病历|原件)[^,。!?;]{0,2}回到?$"
)
_TO_CLAIM = re.compile(
    r"^(?:市|县|区|里|老家|那边|这边|医保局|医保中心|窗口|去|再|来|手工|医保|先|要|怎么|咋|如何|也|还能|能|该|应该|得|可以|还|以后|之后|后|补|会不会|能不能|可不可以|给|才|找谁|[去在]?哪里?|走|,){0,8}(?:报|弄|备案|办备案|交材料|交票|开证明|开转诊|办转诊|转诊|盖章|办手续|拿手续|开手续)"
)
_TO_PAY = re.compile(
    r"^(?:市|县|区|那边|这边|单位|公司|老家|一直|每月|自己|已经|早就|年初|[给帮替](?:我们?|[他她]们?|孩子|娃|儿子|女儿|闺女|老人|我?[爸妈])|给|就|都|怎么样?|怎样|咋|如何|能不能|可不可以|能|可以|想要?|要|也|没工作|没单位){0,8}(?:交|缴|参加|加入|参|上|买|办理?)(?:的|了|着|过)?(?:职工|居民|城乡|少儿|学生|灵活就业|新?农合|养老)?(?:的)?(?:医保|社保|五险|农合|合作医疗|居保|保$|保[,。 ]|参保|(?<=居民)(?=$|[,。;!?吗么不行]|[那这]种)|(?<=职工)(?=$|[,。;!?吗么不行]|[那这]种|的[那这]?种?))(?!卡|码|局|电子|报|异地|备案|中心|转)"
    r"|^(?:市|县|区|那边|这边)*[给帮替](?:他们?|她们?|孩子|娃|宝宝|小孩|儿子|女儿|闺女)(?:上|参|参保|交|办)(?:$|[,。!? ]|行|可|能|成|好|吗|不|要)"
)
_OFFICE_AFTER = re.compile(
    r"^(?:省|市|县|区)?(?:的)? ?(?:医保|医疗保障|社保|社保卡) ?(?:局|中心|窗口|大厅|经办|事务|服务|办事|报账|报销窗口|网点|电话|服务网点)"
)

SEEING = (
    r"看|住院|住着|住了|住上|住进|治|就医|就诊|做(?:个|了|的)?(?:手术|化疗|透析|检查|放疗|康复)|手术|化疗|透析|放疗|开刀|抢救|急诊|复查|复诊|动手术"
    r"|生(?:的|孩子|娃|小孩|了|产)|分娩|拿药|买药|买的药|配药|找个?医院|挂号|转诊|转院|检查|透[着了析一二两三四五]|瞧|养病|疗养|康复"
)
_LIVING = r"打工|上班|工作|务工|上(?:小|中|大|幼儿)?学|读(?:书|大学|研)|念书|旅游|旅行|玩|过年|过冬|避暑|出差|项目|定居|养老|居住|生活|长住|带(?:孩子|娃|孙)|帮我|探亲|走亲戚|发病|突发|摔|出了?车祸|实习|做生意|work"
_HOSPITAL = r"(?:省|市|区|县)?(?:第?[一二三四五六七八九十\d]{1,2})?(?:[^,。!?;、 去到在来回转]{0,4}(?:医院|附院|医大|人民|中医|妇幼|肿瘤|儿童)|协和|同济|华西|湘雅|齐鲁|西京|盛京|儿研所|[一二三四五六七八九十]院|一附院|二附院|省立|市立|三甲)"
_CARE_AFTER = re.compile(
    rf"^(?:省|市|县|区)?(?:那边|这边|这儿|那儿|老家|家里|里|本地|当地|的|一家|某|大|药店|这里|那里)*(?:自己|直接|先|再|临时|紧急|急|要|就|又|也|能|可以|想)*(?:{SEEING}|{_LIVING})|^(?:省|市|县|区)?(?:的)?(?!还是|或者?|[和跟与找]){_HOSPITAL}|^的?药店"
)
_CARE_BEFORE = re.compile(
    r"(?:看病|住院|就医|手术)(?:地|在|是)?(?<! )$|(?:(?:去|到|来|跑)的(?:地方|城市|医院)?(?:还|也|仍|都)?(?:是|在)?|(?:住院|看病|就医|手术)的(?:地方|城市|医院)(?:是|在)?|(?<![早晚网马加以身月周])上|奔|直奔|去|跑去|跑到|(?:每[^,。!?;没不]{1,5}|次次|回回|总|老)(?:都|要|得|还)*跑|到|转到?|转去|转往|往|赴|来|来到|(?:去|到|来|转|送|跑)了|住在?|(?:(?<![寄送拿])来|跟|随|接来|接到)(?:了|着)?(?:我们?|[他她]|儿子|女儿|闺女)|住(?:在)?(?:我|我们|他|她)?(?:这里|这边|那里|那边|家)|住进|住到|住去|待在|呆在|留在|搬到|搬去|迁到|迁去|人在|人现在在|现在在|目前在|平时在|如今在|平常在|长住|常住|久住|定居|暂住|驻|长驻|派驻|外派到?|派到|派往|支援|派我去|派我到|派我长驻|调到|备案到|改成去?|改去|改到|送到|送去|拉到|飞到|在)$"
)
_HOUSEHOLD_BEFORE = re.compile(r"(?:户口|户籍)(?:都|还|也|就)*在(?:老家|乡下|农村|下面)?$")
#: 我户口是菏泽的: of the household, and not of an insurance.
_HOUSEHOLD_OF = re.compile(r"(?:户口|户籍)(?:还|都|也|就)*是$")
#: Who is insured through a university is insured where it is.
_STUDYING = re.compile(
    r"^(?:上|读|念)(?:的)?(?:大学|大专|职高|中专|技校|卫校|高中|大[一二三四]|研|书|学|本科|高职|医学院)"
)
_SCHOOL_IN = re.compile(r"(?:学校|大学|校区)(?:就)?(?:在|是)$")
_BY_SCHOOL = re.compile(
    r"学校.{0,4}(?:交|缴|参|上|买|办)|(?:交|缴|参|上|买|办)(?!.{0,3}在学校).{0,4}学校|医保在学校|学校(?:那边|这边|里)?(?:的)?医保|医保(?:是|走|用)?(?:的)?学校"
)
#: 从重庆换到贵阳, 之前备的是苏州: places of another time, which say nothing of today's.
_FORMER_BEFORE = re.compile(r"从$")
#: 备过一次上海的, 之前备到三亚: where somebody filed before.
#: 办过一次三亚的备案.
_FILED_ONCE = re.compile(r"(?:办|做|弄|搞|登记)(?:过|了)(?:一次|一回|个)?$")
#: 备案到我这厦门半年了.
_FILED_TO = re.compile(r"备案?[到在](?:我|我们|他|她|儿子|女儿|闺女)?(?:这|那|这边|那边|家)?$")
_FOR_LONG = re.compile(
    r"(?:市)?(?:快|都|已经)?(?:大?半年|[一二两三四五六几]年|好?几个月|[一两三四五六七八九十]个月|好久|很久)多?了"
)
#: 备案上海的: of a filing, and not of an insurance.
_FILED_OF = re.compile(r"(?<![没未])(?<!没有)备案(?:是)?$")
_ITS_FILING = re.compile("^市?的?(?:长期|临时|异地)?备案")
_FILED_BEFORE = re.compile(
    r"(?<![没未忘准预])(?<!没有)(?:备案(?:是|就|一直|现在)?备(?:在|的)|备(?:过|了|的|成|成了|到了?|去了?)(?:一次|一回|个)?(?:案)?(?:的|了|在|到|过|是)*|备案(?:的|了|过)+(?:城市|地方)?(?:是|在|到)?)$"
    r"|(?<![没未])(?<!没有)备案(?:还|仍|一直|仍然)+(?:在|是)$"
    r"|(?<![没未])(?<!没有)备案?(?:早就?|已经|都|之前|以前|去年|前年|上次)+(?:给)?(?:办|做|弄|搞|登记|报)(?:到|在|去|的是)了?$"
    r"|备案?[^,。!?;]{0,8}(?:选|填|写|点|弄|搞)(?:成|错成|的是)了?$|(?:[填选写弄搞点报]|[^准]备|错)成了?$|(?:之前|原来|以前|上次|去年|前年|早先|已经)[^,。!?;]{0,6}备案?(?:到|在|去)了?$"
)
#: 卡是在衡水办的, 衡水的社保卡: where a card was made.
_CARD = "(?:社保卡|社会保障卡|医保卡|老卡|旧卡|卡)"
#: 在东莞进厂的时候办过一张社保卡.
_MADE_THERE = re.compile(
    r"^(?:(?!住院|看病|手术)[^,。!?;]){0,9}(?:办|领|发)(?:过|的|了)(?:一张|张|第一张)?(?:第?[一二三]代)?(?:社保卡|社会保障卡|卡)"
)
_CARD_BEFORE = re.compile(rf"{_CARD}[^,。!?;]{{0,8}}(?:在|从|由)(?:老家)?$|{_CARD}(?:是|还是)?(?:老家|老家那边)?$")
_MADE = re.compile(rf"^{UNIT}(?:[^,。!?;]{{0,5}}(?:时候|那会|那年|那时|时))?(?:办|发|领|制|开|做)的")
_ISSUED_AFTER = re.compile(
    rf"^{UNIT}(?:办|发|领|制|开|做)的(?:那张|那个)?[旧老]?的?(?:第?[一二三]代)?{_CARD}|^{UNIT}的{UNIT}(?:社保卡|社会保障卡)(?!网点|服务|窗口)"
    rf"|^{UNIT}(?:社保卡|社会保障卡)(?=[^,。!?;]{{0,5}}(?:丢|[补换]|激活|消磁|坏|断|掉|过期|到期|消磁|[刷读]不|不见|找不|挂失|忘|密码|锁))"
)
#: 卡是亳州的, of a card that is lost or broken.
_CARD_OF = re.compile(rf"{_CARD}(?:是|还是|在)?(?:老家|原来|以前)?$")
_NO_CARD_TROUBLE = re.compile(r"备案|直接刷|异地|看病|断缴|骨折|摔[断坏]")
_CARD_TROUBLE = re.compile(
    r"[补换丢坏断掉裂]|挂失|过期|到期|有效期|失效|密码|找不[到着]|不见|消磁|芯片|[刷读]不[了出上动]"
)
#: 周口的社保卡在苏州看病能用吗: such a card tells where somebody is insured.
_NO_TROUBLE_ASKED = re.compile(
    r"社保卡(?:能不能|可以|能)?[在到去][^,。!?;]{2,6}(?:看病|住院|买药|刷|用|就医|门诊|药店)"
)
#: 要在宁波先办好再走: nobody is treated where he only sees to the papers.
_FILED_THERE_FIRST = re.compile(rf"^{UNIT}(?:先|提前)(?:把备案|把手续)?(?:办好|弄好|备好|办了|备了|备案)")
#: 恩施州医院给开了转诊: whoever sends somebody on is not where he is treated.
_SENDING = re.compile(
    rf"^{UNIT}(?:的)?{_HOSPITAL}?[^,。!?;]{{0,4}}?(?:看不了|治不了|治不好|[看治住][^,。!?;]{{0,6}}(?:没效果|不见[好效]|没见好|没起色|越治越|还是不行)|做不了|不敢|没法|没办法|水平|(?<!行)不行|条件|设备|说[^,。!?;]{{1,10}},?(?:建议|推荐|让|叫)|(?:给|没给|不给|不肯|同意|答应|已经)?开(?:好|具)?了?(?:个|张)?转|(?:同意|答应|批准|肯)了?(?:给|让)?(?:我|他|她|我们)?(?:转|开转)|建议|推荐|让(?:我|他|她|我们)?(?:转|去|上|到)|叫(?:我|他|她|我们)?(?:转|去|上|到)|说(?:要|得|最好)?(?:转|去|上)|(?:住院|住着|治)[^,。!?;]{{0,4}}[, ]?(?:现在|又|要|想|准备|再)?(?:转到|转去|转往|转院到|转院去|转上))"
)
#: 在益阳透析两年了, …下月要搬来佛山: where somebody has been treated, and will not be.
_TREATED_SO_FAR = re.compile(
    rf"^{UNIT}(?:做)?(?:透析|血透|腹透|看病|治病|治|看|化疗|吃药|拿药|开药)[^,。!?;]{{0,5}}[年月天]了?(?=[,。!?;])"
)
_MOVES_ON = re.compile(r"(?:下个?月|下周|马上|准备|打算|要|想|过)[^,。!?;]{0,5}(?:搬|转|接|迁)(?:来|到|去|过来)")
#: 一辈子在佳木斯，社保也是那边的: where somebody was, and is insured.
_ALWAYS_IN = re.compile(
    r"(?:一辈子|一直|原来|以前|原先|从小|本来|退休前|没退休时|退休之前|上班时|年轻时|早年|早先)(?:都|就|住)?在$"
)
_A_LIFE_THERE = re.compile(r"^(?:住|待|呆|生活|干|过)了(?:一辈子|大?半辈子|[二三四五六]十年|几十年)")
_INSURED_THERE = re.compile(
    r"(?:医保|社保|农合)(?:关系|现在|至今|目前|仍|也|都|还|就|一直|交|缴|留|上)*(?:是|在)(?:那边|那里|那头|那儿|原地|当地)"
)
#: 以前的医保在重庆交过: where somebody was insured once, and is no longer.
_FORMERLY_INSURED = re.compile(rf"(?:以前|原来|之前|早先|从前)的?(?:{COVER})(?:是)?在$")
_FORMERLY_THERE = re.compile(r"(?:以前|原来|之前|早先|从前|早年)(?:我|都|是)?在$")
_PAID_THEN = re.compile(
    r"^(?:市|县)?(?:交|缴)的(?:年头|年限|那几年|那些年|几年|年数)|^(?:市|县)?(?:交|缴|参|上|买)过(?:$|[^,。!?;]{0,4}[年职]|[^,。!?;]{0,3}[医社]保|[^,。!?;]{0,3}农合|,)"
)
#: 在包头煤矿下井二十年，医保矿上交的: who is insured by those he works for is so where they are.
_WORKED_AND_INSURED = re.compile(
    r"^[^,。!?;]{0,8}(?:上班|下井|干活|打工|工作|做工|教书|踩缝纫机|跑船|开车|干了|做了)[^,。!?;]{0,6}?,?(?:"
    r"(?:医保|社保)(?:也|都|就|一直)?(?:是|都是|一直)?(?:那边|这边|当地|那里)?(?:矿上|厂里|单位|公司|老板|学校)(?:一直|都|统一)?(?:给)?[我他她]?(?:交|缴|上|买)(?:的|了|着)?(?![在到])"
    r"|(?:矿上|厂里|单位|公司|老板)(?:一直|都|也)*(?:给)?[我他她]?(?:交|缴|上|买)(?:的|了|着)?(?:职工|在职)?(?:医保|社保|五险|职工))"
)
#: 公司在北京，派到郑州: who is sent elsewhere is insured where the employer is, if nothing else is said.
_EMPLOYER_IN = re.compile(r"(?<!原)(?:公司|单位|总部|总公司|厂子?)(?:就)?(?:在|是)$")
_SENT = re.compile(r"派|驻|项目|工地|出差|外地施工")
#: 从上海回来: that is where somebody was treated.
_CAME_BACK = re.compile(
    r"^(?:市|省|那边)?(?:的?医院)?(?:看完|治完|住完|出院|回来|回家|转回|回老家|(?:看病|住院|治病|旅游|出差|玩)完?回)"
)


class Role(StrEnum):
    INSURED = "insured"
    CARE = "care"
    OFFICE = "office"  # whose counters or phones are asked for
    ISSUED = "issued"  # where a card was made
    FILED = "filed"  # where somebody filed before
    FORMER = "former"
    IDLE = "idle"  # where somebody is for another reason than to be treated
    FAMILY = "family"  # where those are insured who use another's account
    NONE = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with the role that the words around it give it."""

    mention: Mention
    role: Role


def role(text: str, mention: Mention) -> Role:
    """What the words right before and behind a mention say of it."""
    before, after = text[max(0, mention.start - 14) : mention.start], text[mention.end : mention.end + 16]
    if _is_idle(before, after) or (before.endswith("卡在") and re.match(r"(?:市)?[^,。!?;]{0,2}(?:丢|掉|被偷)", after)):
        return Role.IDLE
    if before.endswith("从") and _CAME_BACK.match(after):
        return Role.CARE
    if _is_of_a_card(text, mention, before, after):
        return Role.ISSUED
    if not re.match(rf"^(?:老家|那边)?(?:{COVER})", after):
        if _is_of_a_filing(before, after):
            return Role.FILED
        if _FORMER_BEFORE.search(before):
            return Role.FORMER
    joins = before.endswith(("在", "回")) and _TO_PAY.match(after)
    if (_SENDING.match(after) and not joins) or (_EMPLOYER_IN.search(before) and _SENT.search(text)):
        return Role.NONE
    if _applies_there(before, after) or _is_insured_by_life(text, mention, before):
        return Role.INSURED
    if _TREATED_SO_FAR.match(after) and _MOVES_ON.search(text[mention.end :]):
        return Role.NONE
    then = _FORMERLY_INSURED.search(before) or _FORMERLY_THERE.search(before)
    if then and _PAID_THEN.match(after):
        return Role.FORMER
    cared, covered = _CARE_AFTER.match(after), _INSURED_BEFORE.search(before)
    if _HOUSEHOLD_OF.search(before) and FROM_THERE.match(after):
        return Role.NONE
    if joins or (_INSURED_AFTER.match(after) and not _OF_THE_NEXT.match(after)):
        return Role.INSURED
    if _RETURNING.search(before):
        return Role.INSURED if _TO_CLAIM.match(after) or _SENT_HOME.search(before) else Role.CARE
    if covered and not (cared and not _TO_COME.match(after) and before.endswith(("医保在", "社保在", "农合在"))):
        return Role.INSURED
    if _is_of_an_insurance(text[: mention.start], before, after) or (COMES.search(before) and FROM_THERE.match(after)):
        return Role.INSURED
    if _OFFICE_AFTER.match(after):
        return Role.OFFICE
    there = not _FILED_THERE_FIRST.match(after) and _CARE_BEFORE.search(before) and not _HOUSEHOLD_BEFORE.search(before)
    return Role.CARE if cared or there else Role.NONE


def _is_idle(before: str, after: str) -> bool:
    """Whether somebody is there no longer, or only others of the family are."""
    left = _LEFT_BEFORE.search(before) or _LEFT_AFTER.match(after)
    held_up = _SPEAKER_IN.search(before) and _HELD_UP.match(after)
    return bool(left or held_up or (_FAMILY_IN.search(before) and re.match("[,。!?;]|$", after)))


def _is_of_a_card(text: str, mention: Mention, before: str, after: str) -> bool:
    """Whether a place is where a card was made: of one that is used there it says how somebody is insured."""
    made_there = before.endswith("在") and _MADE_THERE.match(text[mention.end :])
    of_it = _ISSUED_AFTER.match(after) and (_NO_TROUBLE_ASKED.search(text) is None or _MADE.match(after))
    if made_there or of_it or (_CARD_BEFORE.search(before) and _MADE.match(after)):
        return True
    in_trouble = _CARD_TROUBLE.search(_NO_CARD_TROUBLE.sub("", text))
    return bool(_CARD_OF.search(before) and _OF_IT.match(after) and in_trouble)


def _is_of_a_filing(before: str, after: str) -> bool:
    """Whether somebody filed for a place before: 之前备的是苏州, 办过一次三亚的备案, 备案到我这厦门半年了."""
    once = _FILED_ONCE.search(before) and _ITS_FILING.match(after)
    lasting = _FILED_TO.search(before) and _FOR_LONG.match(after)
    named = _FILED_OF.search(before) and re.match("^(?:市|县)?的(?:$|[,。;!?])", after)
    return bool(once or lasting or named or _FILED_BEFORE.search(before))


def _is_of_an_insurance(all_before: str, before: str, after: str) -> bool:
    """医保芜湖的, 医保转不过来还在大庆; but of 参保 厦门 就医 each is a key word of its own."""
    apart = before.endswith(" ") and after.startswith(" ")
    named = _NAMED_OF.search(before) and _OF_IT.match(after) and not apart
    return bool(named or _STILL_INSURED_IN.search(all_before))


def _applies_there(before: str, after: str) -> bool:
    """去肇东申请: who asks for money somewhere is insured there."""
    return before.endswith(("去", "到", "回", "在")) and bool(re.match(r"(?:市|县|那边)?(?:申请|领大病|领补助)", after))


def _is_insured_by_life(text: str, mention: Mention, before: str) -> bool:
    """Whether somebody has lived, worked or studied in a place, and is insured by that."""
    after = text[mention.end :]
    lives = _ALWAYS_IN.search(before) or _A_LIFE_THERE.match(after)
    studies = _STUDYING.match(after) or re.search("(?:大[一二三四]|研[一二三])在$", before) or _SCHOOL_IN.search(before)
    by_home, by_school = lives and _INSURED_THERE.search(after), studies and _BY_SCHOOL.search(text)
    return bool(by_home or by_school or _WORKED_AND_INSURED.match(after))


def the_only(found: Sequence[Placed], role: Role) -> tuple[Mention, ...]:
    """The mentions of a role, one for each set of codes: more than one is for the visitor to decide."""
    named = {each.mention.codes: each.mention for each in found if each.role is role}
    return tuple(each for each in named.values() if not any(_outer(each, other) for other in named.values()))


def _outer(each: Mention, other: Mention) -> bool:
    """Whether one place is the province that the other one lies in: 去海南, … 住海口."""
    return each.code.endswith("0000") and each.code != other.code and each.code[:2] == other.code[:2]
