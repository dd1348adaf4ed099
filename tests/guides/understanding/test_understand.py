"""Sentences understood as a whole, by the phrases of the content pack."""

import random

import pytest

from guides.understanding import phrases, spelling
from guides.understanding.phrases import Phrase
from guides.understanding.spelling import Spelling
from guides.understanding.understand import Reader


def said(reader: Reader, text: str) -> dict[str, str]:
    return {each.key: each.value for each in reader.read(text).conclusions}


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("卡没丢，就是刷不出来", "trouble", "damaged"),
        ("不是给我妈用，是给我姥姥用我的个账", "relation", "grandparent"),
        ("不是社保卡丢了，是社保卡密码忘了", "trouble", "locked"),
        ("长期备案 居住证过期 只有社区证明", "proof", "community_letter"),
        ("我司有十几名销售常驻武汉，参保均在宁波", "for_whom", "employer"),
        ("我是孙女，能拿我账上的钱给爷爷看牙吗", "relation", "grandparent"),
        ("我妈说她卡丢了，其实在抽屉里，就是刷不出来", "for_whom", "family"),
        ("单位没给上职工医保，他的居民医保一直在老家交着", "scheme", "resident"),
        ("私立医院说跟医保没联网，钱自己付的", "why_not_settled", "hospital_not_linked"),
        ("县里让去省里，最后在长沙湘雅住下了，邵阳的医保", "stage", "admitted"),
        ("不是工伤，自己走路崴的脚，现在杭州住院，医保上饶", "stage", "admitted"),
        ("现在在张家界的医院等着做手术，我岳母是灌云县的农合", "stage", "admitted"),
        ("医保就停了，到这个月正好两个月，想接着交", "lapsed_for", "within_3_months"),
        ("大一新生，学校叫交社保卡，可我打小就没办过", "for_whom", "self"),
        ("备案早就办到杭州了，这次还是杭州住院", "filed_before", "same_city"),
        ("前年农合断了，去年补的职工，厂里说职工医保在南宁交的", "scheme", "employee"),
        ("孩子在广州开完刀还没出院，咱是永州的居民医保", "scheme", "resident"),
        ("老公个人账户有钱，想给我爸妈交居民医保，他俩在宿州，老公参保合肥", "insured_place", "340100"),
        ("医保卡忘我妈家了，今天看牙花了三百现金", "why_not_settled", "no_card"),
        ("老妈摔断胯骨，人现在兰大二院骨科", "stage", "admitted"),
        ("当时医保卡消磁了刷不出来，收费员让先交现金，出院了", "why_not_settled", "no_card"),
        ("一个人在大连给人看孩子，医保是通辽的", "reason", "works_there"),
        ("发票单位会计拿去入账不给我", "receipts", "given_away"),
        ("他没在厂里上医保，交的是老家的农合", "scheme", "resident"),
        ("我妈不知道，又在老家给我交了居民医保，我在苏州上班", "for_whom", "self"),
        ("爸妈给我在老家交了居民，我自己单位也有", "for_whom", "self"),
        ("俺爹跟我在郑州住着呢，想在这边查查", "stage", "planning"),
        ("婆婆来温州带二宝，医保在六安，要看门诊", "stage", "planning"),
        ("医保在六安，人在温州，要提前报备不", "stage", "planning"),
        ("我大姨医保在宿迁，现在住苏州医院", "stage", "admitted"),
        ("我大姨在苏州厂里干活，现在住苏州医院", "reason", "works_there"),
        ("我爸医保在达州，在成都照了片子，说要住院我们什么都没办", "stage", "planning"),
        ("惠民保我买了商业险没买，医保报完找谁", "other_cover", "city_plan"),
        ("没买商业险，惠民保买了，医保报完找谁", "other_cover", "city_plan"),
        ("嫁到杭州了，原来金华的社保卡要不要换", "trouble", "moved"),
        ("医院没这个药，让去外头买，要走医保", "care_kind", "outside_drug"),
        ("不是医院给转的，是她自个儿想上北京看眼睛", "reason", "own_choice"),
        ("我爱人还在化疗住着没结账呢", "discharged", "not_yet"),
        ("爸六十一了刚办退休，差的年限怎么补", "for_whom", "family"),
        ("我住院的发票原件在我爸那儿", "for_whom", "self"),
        ("我从厂里出来社保停了，想着有老婆的农合，谁知道我自己没交就是断了", "for_whom", "self"),
        ("我舅前年得的尿毒症，今年三月出院，发票都在", "discharged", "this_year"),
        ("我爸在青岛，哦不对现在转到济南了，医保是潍坊的", "care_place", "370100"),
        ("发票还在，就是病历本丢了", "receipts", "paper"),
        ("不是车祸也不是工伤，就是老毛病", "injury", "no"),
        ("儿子在天津工作，我和老头子过来给他们看孩子", "reason", "lives_there"),
        ("我奶奶医保在阜阳，我爸妈在常州打工把她也带过来了", "reason", "lives_there"),
        ("我把他接到苏州来住了", "reason", "lives_there"),
        ("我今年七十二岁，医保在淮安", "for_whom", "self"),
        ("俺两口子在济南接送，孙子在济南念小学", "for_whom", "family"),
        ("之前备案的是杭州，现在人换到杭州另一家医院", "filed_before", "same_city"),
        ("不能刷外地医保，先自己交的钱", "why_not_settled", "hospital_not_linked"),
        ("没有实体卡，就手机上的码，打不开了", "card_kind", "code_only"),
        ("单子上看不清大病给没给", "catastrophic_line", "unreadable"),
        ("我上派出所改了名，社保卡上还印着旧名字", "for_whom", "self"),
        ("俺爹在济南住院，医保是聊城的，没备案", "stage", "admitted"),
        ("去上海还是北京还没想好，备案怎么备", "care_place", "undecided"),
        ("有居住证，户口不在这边，想参加居民医保", "residence", "permit"),
        ("转院的单子他答应给开但还没拿到手", "referral_letter", "agreed"),
        ("发票没丢，是交给保险公司了", "receipts", "given_away"),
        ("不是工伤，在家摔断腿", "injury", "yes"),
        ("工地上摔了，老板叫我拿医保刷", "injury", "work"),
        ("手上就一张居住证，没有房产证也没租房合同，备案够不够", "proof", "residence_permit"),
        (
            "我和老公在苏州上班，社保也在苏州，婆婆从宿迁过来带娃，农合还是那边的，婆婆摔断手腕",
            "insured_place",
            "321300",
        ),
        ("我爸是攀枝花的退休工人，我妈前年走了以后他就跟我弟住在昆明", "for_whom", "family"),
        ("我老公在佛山打工，孩子六岁，得了手足口住院五天", "for_whom", "child"),
        ("医保是汉中的，去西安看专家，还要我自己再备案吗", "stage", "planning"),
        ("那家医院说外地的医保刷不了，自己垫的", "why_not_settled", "hospital_not_linked"),
        ("医院一直没给开发票，说电子票过几天才有", "receipts", "not_issued"),
        ("人还没出院", "stage", "admitted"),
        ("人还没出院", "discharged", "not_yet"),
        ("我姥爷在丹东交的居民医保，想上大连看白内障", "scheme", "resident"),
        ("我弟媳能不能绑我的共济", "relation", "other"),
        ("我姐家孩子六岁，发烧了", "for_whom", "child"),
        ("我住院了，孩子说还能找工会再要一份", "for_whom", "self"),
        ("我在昆山上班，我妈从周口来住院，她交的农合", "scheme", "resident"),
        ("乌海的职工，住院了", "scheme", "employee"),
        ("冬天去三亚，我爸办了糖尿病特门，药在那边拿", "where", "other_city"),
        ("去香港看病能报吗", "care_place", "abroad"),
        ("老公职工医保，我是居民，能用他的钱看牙吗", "owner_scheme", "employee"),
        ("我妈社保是在湛江交的不对不对是茂名交的", "insured_place", "440900"),
        ("给我爸妈交合作医疗，老公的账户能扣吗", "relation", "parent"),
        ("自己在家住，胃疼", "for_whom", "self"),
        ("去年在上海做的手术", "discharged", "last_year"),
        ("上个月出的院", "discharged", "this_year"),
        ("婆婆来中山帮我带娃两年多了", "for_whom", "family"),
        ("儿子在外地上大学", "for_whom", "family"),
        ("老头子没了", "for_whom", "deceased"),
        ("我们公司外派员工", "for_whom", "employer"),
        ("不走转诊，想自己去", "reason", "own_choice"),
        ("自己交职工医保的", "scheme", "flexible"),
        ("蓝色的老医保卡，上面没有银行标志，丢了", "card_kind", "old_medical_card"),
        ("去年备过一次上海的，这次又去上海复查", "filed_before", "same_city"),
        ("之前备案了是三亚，今年去海口看", "filed_before", "other_city"),
        ("医生不给开转院证明", "referral_letter", "none"),
        ("爷爷上个月没了", "for_whom", "deceased"),
        ("原发票让平安保险收走了", "receipts", "given_away"),
        ("刷不出来，说密码错误次数太多", "trouble", "locked"),
        ("明天就要住院，卡断了", "need_now", "soon"),
        ("养老金不在这张卡上", "pension_on_card", "no"),
        ("之前认定过门诊特病", "chronic_approved", "yes"),
        ("慢病还没认定", "chronic_approved", "no"),
        ("农合今年几号截止", "matter", "pay"),
        ("在三亚陪老伴过冬时我犯的胆结石，住院自费了", "for_whom", "self"),
        ("在三亚陪老伴过冬时他犯的胆结石，住院自费了", "for_whom", "family"),
        ("社保是珠海的厂给买的，那我回贵州看病算异地吗", "for_whom", "self"),
        ("我妈住院了，能不能由家里人拿病历去代办", "for_whom", "family"),
        ("太太在湛江参保，到广州开刀", "for_whom", "family"),
        ("我小叔子在武威入的居民医保，这两年在乌鲁木齐开大车，送到人民医院住下了", "scheme", "resident"),
        ("我小叔子在武威入的居民医保，这两年在乌鲁木齐开大车，送到人民医院住下了", "reason", "works_there"),
        ("我爸在驻马店入的居民，跟着我在郑州住", "scheme", "resident"),
        ("攀枝花医保早就批过他的慢特病", "recognised", "yes"),
        ("听病友说办个门诊慢特病能多报不少", "recognised", "no"),
        ("医保卡坏了，下午还得去拿药", "need_now", "today"),
        ("社保卡好好的，就是取钱那六位数想不起来了", "trouble", "locked"),
        ("他抬都抬不动，我拿着他身份证去给他补一张社保卡", "in_person", "no"),
        ("发票原件让我公公卷烟抽了", "receipts", "lost"),
        ("嫌我没带身份证和卡不给刷医保，全自己付的", "why_not_settled", "no_card"),
        ("医保断到现在大半年，想接上", "lapsed_for", "within_a_year"),
        ("同事说可以用个人账户给媳妇交居民医保", "relation", "spouse"),
        ("在三亚过冬的时候我心梗放了支架", "for_whom", "self"),
        ("我婆婆从没交过医保，想给她上个居民医保", "for_whom", "family"),
        ("厂子倒闭了，我们几个工人的医保断了，我还没找到活", "for_whom", "self"),
        ("慢病证十年前就在大庆办好了", "recognised", "yes"),
        ("全自费，票据寄到公司，公司人事又退回来，老婆自己去报", "for_whom", "family"),
        ("我们是通化的居民医保，我爸没救过来，花了六万", "scheme", "resident"),
        ("我大姨信不过我们县医院，去上海做的手术，农合是在宿州交的", "where", "other_city"),
        ("今年四月闺女在嘉兴住院六天，全款付的", "discharged", "this_year"),
        ("断了快一年，想接上", "lapsed_for", "within_a_year"),
        ("他看牙想从我账户里走两千块", "goal", "pay_care"),
        ("我家老大七岁没手机，把他的医保码挂在我微信里", "family_phone", "child"),
        ("门诊慢性病本子早些年就办下来了", "recognised", "yes"),
        ("社保卡被孙子掰成两半了，我这当媳妇的去银行换新卡", "trouble", "damaged"),
        ("老医保卡赶集丢了，她不认字", "trouble", "lost"),
        ("脑梗送进医院，眼下已从重症转到普通病房", "stage", "admitted"),
        ("我生二胎在惠州花了七千，孩子现在两个月了，单据齐全，能不能寄给公司人事去报", "for_whom", "self"),
        ("大嫂带孙子在常州住了三年，农合在邓州", "for_whom", "family"),
        ("单位把我外派到乌鲁木齐两年，想在这边看门诊", "for_whom", "self"),
        ("下周我们就打算开车带他去西南医院", "stage", "planning"),
        ("社保公司在郑州交着，在拉萨住了三天院已经出院了", "scheme", "employee"),
        ("眼下住在天水市第一医院骨科", "stage", "admitted"),
        ("每回都是在杭州的医院窗口直接结的，医保报完还掏了九万", "first_claim", "direct"),
        ("电子发票在我手机里，拿什么去报", "receipts", "electronic"),
        ("去年国庆在青岛住了五天，当时没备案，今年还能回济宁报吗", "discharged", "last_year"),
        ("断了快三年了，想赶紧把居民医保续上", "matter", "lapsed"),
        ("我姐个人账户钱多，我是自由职业交的居民医保，我能用她的吗", "goal", "pay_care"),
        ("门诊特病证在衡阳办好几年了", "recognised", "yes"),
        ("慢病卡今年六月到期了没去复审", "recognised", "expired"),
        ("医生叫去申请门诊特殊病种，批下来以后能在网上买药吗", "recognised", "no"),
        ("社保卡芯片那块掉了刷不出来", "trouble", "damaged"),
        ("换到杭州工作半年了，社保卡还是在老家领的，要重新办一张吗", "trouble", "moved"),
        ("从来没交过医保，想参加医保", "matter", "first"),
        ("还有两年退休，医保才交了二十年，差几年怎么补", "matter", "retiring"),
        ("居民医保这两年忙忘了没交", "matter", "lapsed"),
        ("公司把我裁了，医保没人交", "matter", "left_job"),
        ("辞职了下个月才入职新公司，医保怎么办", "job", "starting"),
        ("我们公司有五个人长驻武汉，社保交在杭州", "reason", "works_there"),
        ("押金交了，医生说后天就能出院，还来得及补备案吗", "stage", "admitted"),
        ("孩子要做手术，下周住进去", "stage", "planning"),
        ("社保卡让小孙子剪成两半了", "trouble", "damaged"),
        ("卡丢了，明天要去复诊", "need_now", "soon"),
        ("高血压一直吃药，没办过慢病本", "recognised", "no"),
        ("已经办过糖尿病门特了", "recognised", "yes"),
        ("医保钱包跨省给妈妈", "relation", "parent"),
        ("余额能给岳母买药吗", "relation", "in_law"),
        ("我医保在鸡西，这不跟老姑娘在威海猫冬嘛，心脏不得劲", "for_whom", "self"),
        ("我同小儿子住在佛山，眼睛白内障要做手术", "for_whom", "self"),
        ("我妈跟我弟在东莞住，要做白内障手术", "for_whom", "family"),
        ("跟我爸一起来的广州，他肺不好要住院", "for_whom", "family"),
        ("没备案也没带身份证，住院自费的", "why_not_settled", "not_filed"),
        ("公司要派八个工程师常驻鄂尔多斯，备案由人事统一报", "for_whom", "employer"),
        ("结算单当时没要，大病那块给没给报不清楚", "catastrophic_line", "no_statement"),
        ("没抢救过来，单据都齐全，他人已经不在了", "receipts", "paper"),
        ("不找医院开转诊了，自己直接去上海瑞金", "reason", "own_choice"),
        ("本来说去上海中山医院看，后来改了，还是去杭州，医保是衢州的", "care_place", "330100"),
        ("以前都在县医院拿药，现在想就近到药店买，办过慢病", "buys", "pharmacy"),
        ("以前交的职工医保，现在回徐州交居民", "scheme", "resident"),
        ("之前有单位，现在自己在家待着，医保断了", "job", "none"),
        ("住院了才知道没备案，现在出院了，自费的", "stage", "discharged"),
        ("现在人在安医大住院，要不要先备案", "stage", "admitted"),
        ("前年户口都迁到大连了，想去大医院查查", "reason", "resettled"),
        ("公司派我去乌鲁木齐的项目上待两年，想备案", "reason", "works_there"),
        ("准备这个月底在西安做个心脏搭桥，医保是榆林的", "stage", "planning"),
        ("不是工伤也不是跟人打架，就是从梯子上摔下来手腕断了", "injury", "yes"),
        ("我们一家都在温州参保，想给孩子用我账户的钱看牙", "family_place", "330300"),
        ("我爱人在部队，我随军的，居民医保断了", "for_whom", "self"),
        ("我孩子十七了在读高中，摔下来骨裂", "for_whom", "family"),
    ],
)
def test_answer_is_heard(reader: Reader, text: str, key: str, value: str) -> None:
    assert said(reader, text).get(key) == value


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("电子社保卡是什么", "card_kind"),
        ("农合的钱打到存折上，存折密码他记不得了", "trouble"),
        ("医保卡丢了", "card_kind"),
        ("医院支持异地结算吗", "hospital_linked"),
        ("是不是工伤", "injury"),
        ("我今年七十二岁，医保在淮安", "care_place"),
        ("人不在本地，社保卡丢了", "for_whom"),
        ("密码试了好几次，给锁死了", "for_whom"),
        ("报销款还没出来", "stage"),
        ("我在单位交的医保，去北京看病", "reason"),
        ("不想转院", "reason"),
        ("跟我在大庆儿子家住着", "stage"),
        ("不知道大病给没给报", "catastrophic_line"),
        ("去年工会给交了重大疾病互助", "discharged"),
        ("发票弄丢了", "trouble"),
        ("没带卡自费了", "trouble"),
        ("俺娘来看俺，俺在青岛上班", "scheme"),
        ("医生不给开转院证明", "reason"),
        ("卡又找到了怎么解除挂失", "trouble"),
        ("滑雪摔断了锁骨", "insured_now"),
        ("医生让我去外面药店买", "for_whom"),
        ("在宁波打工，社保在宁波交，回老家上饶住院", "reason"),
        ("我弟在舟山一个船厂打工，社保厂里交的也在舟山，回麻城住院", "reason"),
        ("我想问一下转诊怎么办", "for_whom"),
        ("我替他去补卡", "for_whom"),
        ("社区不给开证明", "proof"),
        ("没有居住证，房东也不肯给租房合同", "proof"),
        ("我妈想参加居民医保", "scheme"),
        ("在苏州打工，想住院做手术", "discharged"),
        ("打算问问住院能报多少", "stage"),
        ("我的卡是在重庆办的，人在福建上班回不去，怎么补", "in_person"),
        ("我爸走了，住院的账还没结", "stage"),
        ("没单位，想按灵活就业交", "scheme"),
        ("没单位，能以个人身份接着交吗", "scheme"),
        ("惠民保没赶上买", "other_cover"),
        ("派驻证明人事不给盖章", "proof"),
        ("我舅在养老院住着", "stage"),
        ("医院说不给重开，还有出院小结", "stage"),
        ("大病报了多少我都不知道", "catastrophic_line"),
        ("隔壁低保户老汉住院报完了还欠一万", "for_whom"),
        ("现在住湘雅", "reason"),
        ("老太太不会用智能机", "relation"),
        ("我娘在咸阳我姐那儿住着养身子", "stage"),
        ("我爷在杭州的护理院住着", "stage"),
        ("工会那个互助保障我没参加", "other_cover"),
        ("婆婆去年在成都住院的，出院半年多她就没了", "reason"),
        ("孩子烧到四十度在杭州看的急诊", "injury"),
        ("医保卡忘我妈家了，今天看牙花了三百现金", "relation"),
        ("媳妇是越南人，能不能交农合", "care_place"),
        ("我在温州住院，医保丽水的，老婆在家带孩子过不来", "relation"),
        ("女儿今年刚考上长沙的大学，扭了脚看的急诊", "discharged"),
        ("医院没这个药，让去外头买", "reason"),
        ("母亲家在湛江，医保佛山", "relation"),
        ("给我妈瞧眼睛医保是聊城的要弄个啥", "matter"),
        ("卡落在老家家里了，咋结", "trouble"),
        ("派出所还没处理，医保能用不", "reason"),
        ("惠民保去年忘了买", "other_cover"),
        ("邻居说他家老头慢病本办下来了，我妈高血压也想办", "recognised"),
        ("同事在青岛住院直接就结了，我也在青岛住院怎么不给结", "stage"),
        ("卡丢了急不急补", "need_now"),
        ("社保卡丢没丢不知道", "trouble"),
        ("身份证丢了社保卡还在，能看病吗", "trouble"),
        ("医保卡落婆家了，住院自费的", "trouble"),
        ("女婿的医保账户能不能给我老伴看病用", "relation"),
        ("孩子一直没上过医保，户口在安庆，能在常州给他上吗", "residence"),
        ("住院的是我，我爱人替我来报", "for_whom"),
        ("发票我拍照发给孩子了，九江医保", "for_whom"),
        ("老公让我交居民医保", "for_whom"),
        ("闺女嫁到义乌，我过来给她做饭，胆囊疼得不行想看急诊", "for_whom"),
        ("宝宝社保卡银行说要监护人激活", "trouble"),
        ("老公让我交居民医保，我户口在德州，人在济南", "residence"),
        ("老公在外地，剖宫产的医院不能用生育保险", "for_whom"),
        ("我妈没经过当地医院，现在住着呢", "reason"),
        ("女儿上的居民医保，我是职工，她住院怎么报", "for_whom"),
        ("老公医保在宁波，我在老家衡阳生的孩子", "insured_place"),
        ("孙子的社保断了一年，我退休职工医保，能给他接着交吗", "scheme"),
        ("听说不转诊报得少，医保宝鸡", "reason"),
        ("我没说要住院，就是去拿个化验单", "care_type"),
        ("社保卡被我媳妇拿走了，用现金交的，票有", "for_whom"),
        ("住的是济南我姐家，住在我姐家等着看专家", "for_whom"),
        ("那天门诊全自费，本地医院", "insured_place"),
        ("吃了头孢能不能喝酒", "stage"),
        ("就去药店买点药，能刷外地的卡吗", "hospital_linked"),
        ("民政救助是不是要等医保报完", "first_claim"),
    ],
)
def test_what_was_not_said_is_not_heard(reader: Reader, text: str, key: str) -> None:
    assert key not in said(reader, text)


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("我住院了没法跑，让我媳妇拿着单子去报", "for_whom", "self"),
        ("暑假带娃去厦门玩，娃发烧", "reason", "own_choice"),
        ("上个月抢救花了五千，已经出院", "care_kind", "emergency"),
        ("我的社保卡丢了，我回不去，能让我姐在固始代我补一张吗", "for_whom", "self"),
        ("我医保在东莞，回玉林陪父母，在玉林看病", "for_whom", "self"),
        ("在医院陪我爸，他还没结账", "for_whom", "family"),
        ("陪我妈在长沙看病的时候我自己摔骨折了", "for_whom", "self"),
        ("我外派到哈密修铁路，胃疼想看看", "for_whom", "self"),
        ("我请假回信阳照顾我妈，自己在医院查出胆囊炎要开刀", "for_whom", "self"),
        ("我社保卡借给堂弟用，丢了", "for_whom", "self"),
        ("我老公工亡了，之前住院的钱医保给不给", "for_whom", "deceased"),
        ("老公医保在宁波，我在老家衡阳生的孩子", "for_whom", "self"),
        ("我妈没有惠民保，单位给她上了补充医疗", "other_cover", "employer"),
        ("公司派我常驻沈阳，医保在潍坊，租房合同倒是有", "reason", "works_there"),
        ("大哥在医院陪护我爸，我爸农合是驻马店的", "scheme", "resident"),
    ],
)
def test_who_helps_travels_or_is_well_again_is_not_mistaken(reader: Reader, text: str, key: str, value: str) -> None:
    found = said(reader, text)
    assert found[key] == value
    assert found.get("stage") != "emergency"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("医保在襄阳，准备去武汉协和看病，要先备案吗", "filed_before"),
        ("社保卡被小孩剪坏了", "for_whom"),
        ("我在三家公司干过", "for_whom"),
        ("在深圳租房带孙子，我是衡阳退休职工，看病要登记吗", "for_whom"),
    ],
)
def test_what_only_looks_like_an_answer_is_none(reader: Reader, text: str, key: str) -> None:
    assert said(reader, text).get(key, "") in ("", "self")


@pytest.mark.parametrize("text", ["我能用我妈的医保账户看病吗", "儿子卡里的钱能替我交居民医保不"])
def test_who_owns_the_account_is_not_whose_kin_uses_it(reader: Reader, text: str) -> None:
    assert said(reader, text).get("relation", "") == ""


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("在黄冈住的院，单子我妈都给我收着呢", "for_whom", ""),
        ("发票我爸帮我收着，我该找谁报", "for_whom", "self"),
        ("发票我老伴不知道塞哪去了", "for_whom", ""),
        ("票据都在我姐那儿放着，我去年住的院", "for_whom", "self"),
        ("我妈发烧住院，发票丢了", "for_whom", "family"),
        ("我的门慢待遇到期了要复审", "for_whom", "self"),
        ("不是转诊，就是自己想去上海看膝盖", "for_whom", "self"),
        ("医生叫我去省城复查", "for_whom", "self"),
        ("我的孩子要复查", "for_whom", "child"),
        ("湖南的医院说住院还没办呢，能先备案吗", "stage", "planning"),
        ("我妈住院了，备案还没办", "stage", "admitted"),
    ],
)
def test_who_keeps_papers_asks_or_waits_is_told_apart(reader: Reader, text: str, key: str, value: str) -> None:
    assert reader.read(text).value(key) == value


@pytest.mark.parametrize(
    ("text", "insured", "care"),
    [
        ("我姐在宁波上班医保也是那边公司给交的，过年回老家安庆摔了一跤住院了", "330200", "340800"),
        ("我在昆山电子厂打工社保厂里给交，清明回赣州犯了肾结石住院", "320500", "360700"),
        ("外婆在岳阳办过门慢，现在长住惠州女儿家，药想在惠州的药店买", "430600", "441300"),
        ("我爸在周口评上的慢病，人跟我住嘉兴，能在嘉兴开药吗", "411600", "330400"),
        ("我在中山干了五年，厂里一直给交职工医保，下个月要跳去长沙一家公司", "442000", ""),
    ],
)
def test_who_pays_or_recognises_says_where_somebody_is_insured(
    reader: Reader, text: str, insured: str, care: str
) -> None:
    found = reader.read(text)
    assert (found.value("insured_place"), found.value("care_place")) == (insured, care)


def test_part_of_a_place_is_no_word(reader: Reader) -> None:
    reader = Reader([Phrase("moved", ("医保…迁",), topics=("answer:transfer",))], reader.gazetteer, reader.flows)
    assert reader.read("医保是宿迁的").scores == {}
    assert "answer:transfer" in reader.read("医保怎么迁").scores


def test_place_of_a_card_speaks_for_the_card(reader: Reader) -> None:
    found = reader.read("卡是在老家衡水办的，人在石家庄")
    assert found.value("issued_place") == "131100"
    assert max(found.scores, key=lambda target: found.scores[target]) == "guide:card-replacement"


def test_what_was_bought_before_counts_beside_what_was_bought_since(reader: Reader) -> None:
    found = reader.read("单位以前给买过补充医疗，另外还买了惠民保，发票在我手里，先找谁").conclusions
    assert {each.value for each in found if each.key == "other_cover"} == {"employer", "city_plan"}


def test_who_speaks_is_not_who_is_ill(reader: Reader) -> None:
    assert said(reader, "俺娘在菏泽老家交的农合，俺在青岛上班，她来看俺的时候摔了")["reason"] == "own_choice"


def test_two_readings_of_one_thing_are_asked(reader: Reader) -> None:
    found = reader.read("医保一会儿说是职工医保，一会儿说是居民医保")
    assert "scheme" in found.unclear
    assert not found.value("scheme")


def test_contradiction_is_not_filled_in(reader: Reader) -> None:
    found = reader.read("没住院，出院了")
    assert found.value("care_kind") in ("", "inpatient")
    assert found.value("stage") != "admitted"


def test_every_conclusion_keeps_the_words_it_came_from(reader: Reader) -> None:
    found = reader.read("我妈医保在铁岭，现在住沈阳我家")
    words = {each.key: each.words for each in found.conclusions}
    assert words["for_whom"] == "我妈"
    assert words["insured_place"] == "铁岭"
    assert words["care_place"] == "沈阳"
    assert words["reason"] == "现在住"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("医保断缴三个月有什么影响", "answer:lapse"),
        ("鞍山医保局在哪里", "office:210300"),
        ("徐州医保", "place:320300"),
        ("起付线是个啥", "glossary:deductible"),
        ("住院花了五万，能报下来多少", "estimate"),
        ("养老金下个月涨多少", "out_of_scope:12333"),
        ("孩子脸上起红疹子是什么病", "out_of_scope:12320"),
    ],
)
def test_page_that_is_meant_fits_best(reader: Reader, text: str, target: str) -> None:
    scores = reader.read(text).scores
    assert max(scores, key=lambda each: scores[each]) == target


def test_key_words_name_a_page_in_any_order(reader: Reader) -> None:
    ordered, turned = (reader.read(text).scores for text in ("错过 集中缴费期 居民", "居民 集中缴费期 错过"))
    assert "answer:late-enrol" in ordered.keys() & turned.keys()
    assert "reported" not in {each.key for each in reader.read("社保卡 挂失 电话").conclusions}


def test_characters_that_stand_apart_are_one_text(reader: Reader) -> None:
    apart, together = reader.read("卡 丢 了 怎 么 办"), reader.read("卡丢了怎么办")
    assert (apart.conclusions, apart.scores) == (together.conclusions, together.scores)
    assert apart.value("trouble") == "lost"


HOSTILE = [
    "", "医", "😀" * 300, "<script>alert(1)</script>", "' OR 1=1; DROP TABLE guides_phrase; --", "\x00\x01", "%00",
    "卡" * 300, "没" * 300, "去" * 300, "yi" * 150, "a" * 300, "北京上海" * 75, "朝阳" * 150, "医报" * 150, "行长重调" * 75,
    "我妈我爸" * 75, "住院出院报销" * 50, "ﷺ" * 1200, "叫王" * 600, "1" * 2000, "（|" * 150, "…" * 300, "日本东京看病",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_is_typed_raises_or_grows(reader: Reader, text: str) -> None:
    found = reader.read(text)
    assert len(found.text) <= 400
    assert len(found.hits) <= phrases._MOST_HITS


def test_words_of_the_rows_in_any_order_do_no_harm(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """The work on one text is counted: that many steps take less than 20 ms on the slowest machine we have."""
    steps = 0
    follow = phrases._follow

    def counted(text, phrase, word, pieces, start, starts):
        nonlocal steps
        steps += len(pieces)
        return follow(text, phrase, word, pieces, start, starts)

    monkeypatch.setattr(phrases, "_follow", counted)
    words = list(reader.lexicon.words())
    chance = random.Random(1)
    for _ in range(60):
        steps = 0
        reader.read("".join(chance.choice(words) for _ in range(120)))
        assert steps <= phrases._MOST_STEPS


@pytest.mark.parametrize(
    ("text", "most"),
    [("住在北京的医院" * 43, 40), ("我妈在北京住院" * 43, 40), ("北京" * 150, 10), (None, spelling._MOST_LOOKUPS)],
)
def test_what_is_said_again_is_looked_up_once(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, text: str | None, most: int
) -> None:
    looked_up = []
    meant = Spelling._meant

    def counted(self: Spelling, typed: str, sounds: list[tuple[str, ...]]) -> str:
        looked_up.append(typed)
        return meant(self, typed, sounds)

    monkeypatch.setattr(Spelling, "_meant", counted)
    names = [name for name in reader.gazetteer.names if not name.isascii()]
    reader.read(text or "".join(random.Random(1).choices(names, k=120)))
    assert len(looked_up) <= most


def test_every_row_hears_its_own_sentence_and_leaves_the_other_alone(reader: Reader) -> None:
    keys = [phrase.key for phrase in reader.lexicon.phrases]
    assert len(keys) == len(set(keys))
    assert sum(len(phrase.says) for phrase in reader.lexicon.phrases) >= 600


@pytest.mark.parametrize(
    ("text", "insured", "care"),
    [
        ("转到华西医院去了，凉山州的医生给开了转院单", "513400", "510100"),
        ("在湘雅医院住院，邵阳的", "430500", "430100"),
        ("去四川省人民医院看病，医保绵阳的", "510700", "510100"),
        ("在湘雅医院住院", "", "430100"),
    ],
)
def test_named_hospital_is_a_place_of_care(reader: Reader, text: str, insured: str, care: str) -> None:
    found = reader.read(text)
    assert (found.value("insured_place"), found.value("care_place")) == (insured, care)


@pytest.mark.parametrize(
    ("text", "issued"),
    [
        ("社保卡被洗衣机搅断了，怎么换新的 人在合肥 卡是亳州的", "341600"),
        ("卡丢了，卡是安庆的", "340800"),
        ("医保卡是福建莆田的 能直接刷吗", ""),
    ],
)
def test_card_that_is_broken_or_lost_was_made_somewhere(reader: Reader, text: str, issued: str) -> None:
    found = reader.read(text)
    assert found.value("issued_place") == issued
    assert "answer:lapse" not in found.scores


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("去年在广州住院自己花的钱，医保是南宁的，现在回南宁还能报吗", "guide:manual-claim"),
        ("在外地看病自己先垫的钱，参保信阳，在郑州住的院已经出院了", "guide:manual-claim"),
        ("医保信阳，下周去郑州住院", "guide:remote-care"),
        ("公公腊月走的，之前在洛阳住院的钱还没报，医保是三门峡灵宝的", "guide:manual-claim"),
        ("今年查出糖尿病，医保信阳，人在郑州，要备案吗", "guide:remote-care"),
        ("孩子在朝阳区看病，户口和医保都是辽宁朝阳的", "guide:remote-care"),
    ],
)
def test_what_is_over_is_claimed_and_what_is_to_come_is_filed(reader: Reader, text: str, first: str) -> None:
    scores = reader.read(text).scores
    assert max(scores, key=lambda each: scores[each]) == first


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("我是公司社保专员，有个员工去成都出差住了三天院，钱是他自己垫的", ("for_whom", "self")),
        ("我是学校老师，班里有个学生在外地摔骨折了，他的医保怎么报", ("for_whom", "self")),
        ("我是村干部，村里有个老人在贵阳住院了", ("for_whom", "self")),
        ("前几天买药刷不出来，一查公司八月份起就没给我们交", ("trouble", "damaged")),
        ("看病时刷不了卡，窗口说公司断缴了", ("trouble", "damaged")),
        ("公司两个月没给交医保了，前几天才知道，万一住院能报吗", ("discharged", "this_year")),
        ("公司两个月没给交医保了，前几天才知道，万一住院能报吗", ("care_kind", "inpatient")),
        ("上个月刚辞职，这期间如果住院了医保还管吗", ("discharged", "this_year")),
        ("我在苏州work，医保交在西安，想请几天假去上海看个专家号", ("reason", "works_there")),
        ("本人在天津做工，医保在沧州，去北京看病怎么备案", ("reason", "works_there")),
        ("出来打工带着老娘，俺在郑州，娘的合作医疗在曹县，娘要做白内障", ("reason", "works_there")),
    ],
)
def test_what_is_another_ones_or_only_feared_is_not_taken(reader: Reader, text: str, answer: tuple[str, str]) -> None:
    assert answer not in said(reader, text).items()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("我是公司会计，上个月自己在成都住院垫的钱", ("for_whom", "self")),
        ("公司医保一直交着，可卡刷不出来，芯片磨坏了", ("trouble", "damaged")),
        ("前几天住院自己垫的，要是再住院还要垫吗", ("discharged", "this_year")),
        ("我在青岛上班，医保在菏泽，在青岛看病怎么备案", ("reason", "works_there")),
        ("上次备案是在佛山打工那会儿，如今活儿换到惠州了，社保一直在来宾", ("reason", "works_there")),
    ],
)
def test_what_is_so_is_taken_beside_the_same_words(reader: Reader, text: str, answer: tuple[str, str]) -> None:
    assert answer in said(reader, text).items()
