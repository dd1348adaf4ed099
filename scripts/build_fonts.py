"""Regenerate fixtures/fonts/NotoSansSC-Regular.ttf, NotoSansSC-Bold.ttf, signs.txt (what they can set) and OFL.txt.

How to run: npm on the PATH and a virtual environment of its own (the product needs neither):

    pip install -r scripts/requirements.txt    # fonttools
    python scripts/build_fonts.py

The sources are the static Regular and Bold of one npm package, pinned by version and digest. Kept of each:
GB2312, the punctuation and signs our sheets use, every character of fixtures/regions.csv, and the characters
of names and places that GB2312 lacks. A missing character would print as nothing, so it ends the run.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
TARGET = FIXTURES / "fonts"

PACKAGE = "@expo-google-fonts/noto-sans-sc@0.4.3"
PACKAGE_SHA256 = "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59"
WEIGHTS = {
    "NotoSansSC-Regular.ttf": "package/400Regular/NotoSansSC_400Regular.ttf",
    "NotoSansSC-Bold.ttf": "package/700Bold/NotoSansSC_700Bold.ttf",
}
LICENCE = {"OFL.txt": "package/LICENSE_FONT"}

ASCII = "".join(map(chr, range(0x20, 0x7F)))
CIRCLED = "".join(map(chr, range(0x2460, 0x2474)))  # ①–⑳
SIGNS = "−✓□→←↑↓‹›·…—–―“”‘’「」『』〔〕〖〗〈〉《》【】（）％‰×÷≤≥≈≠±°℃′″￥¥€§©®™№㎡㎏■●○◆◇▲△▼▽★☆"
# What notices and addresses have besides: a year written 二〇二六, units, fractions, Roman numerals, bullets.
SELDOM = "〇•‐‑‒²³¹½¼¾µ£†‡ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ℉∶"
# Noto Sans SC lacks these; they are made from □ and ✓.
CHECK_MARKS = "✔☐☑"

# 通用规范汉字表 (2013), the list new names and places are written with, less GB2312: its 1,467 others.
NAMES_AND_PLACES = (
    "啰瞭乂丏夬匜厾玕玙抔抃㧐芼旸吽牤沚沨纴玡玭玠玥玦拤劼拃㧟茓茀杻旻昉呣䏝𬉼炘㤘祎祇垱挦剋柈𠳐眊峣郤"
    "饸饹疭竑闿羑浕恓牁姮珰珣琤栟彧眬鸮䥽盉俵俶訚烜浥牂骎琇捯埵捽堉棻梿棁晞唵崚秾鸻馃阇焗惇郿欸琫琯揳"
    "塆靰靸椪雱睄嗞嵖嵎铻媭鲀颎焜湜湲湉愔祾翚瑄蒟楯跶跐嗐锜鹐亶瘆滫滃滪窣璈叆摽榖靺靿僰豨䁖嘡嘚箓魆粿"
    "熥嫚奭鋆瞋颙踒𥻗熜潟褟璟璠璘縠嚄螠䦃镚镠膙獴赟澥窸璪鞡鞬罽鳀鞨鞧藠蹚鹮霨蹽蹾齁㸆巉镴臜瓘镵齉卬𠙶"
    "毌邘圢伋冮氿汈氾𬣙讱扞圲圫芃朳朸𨙸邨屼屾辿伣伈癿甪邠𬇕汋䜣讻𬣞孖𬘓玒玓玘玚刬𫭟坉扽𫭢坋扺㧑毐芣苉"
    "芠𫇭杕杙杄杧尪尨轪𫐄坒旴旵㕮𫵷岠呇冏觃伾㑇伭佖佁飏汧汫𣲘𣲗沄沘𬇙汭㳇沇忳忺𬣡祃诇邲诐屃𫸩岊䢺妧妘"
    "𨚕纮驲𫘜纻𬘘𫘝纼玤玞玱邽邿坥坰坬坽弆䢼𦭜茋苧苾枅㭎枍矼矻匼𬨂𬀩𬀪旿昇昄昒昈咉咇咍岨岞峂㟃囷𬬩钖牥"
    "垈侁侹佸佺㑊侂佽侘郈舠郃攽肸狉狝饳忞炌炆泙沺泂泜泃泇峃祋祊𫍣𬣳𬩽鸤弢弨陑𬮿陎𬯀乸妭姈𫰛叕𬳵𬳶䌹𫠊"
    "㛃玶珇珅𬍛珋玹珌玿韨垚垯垙垍耇鿍垎垟垞挓垵垏荖荁荙茽荄𬜬荓𦰡㭕柷柊枹栐柖郚剅䴓迺厖砆砄耏奓䶮昺𪾢"
    "昽盷咡咺昳昣昤昫昡咥昪虷虸哃峘耑峛𪨰峗峧帡钘𫓧𬬮𬬱𬬭秬俫俙俍垕衎弇侴鸧䏡胠𦙶胈胣朏飐訄饻庤疢炣炟"
    "㶲洭洘洓洿㳚泚浉洸洑洢洈洺洨浐㳘洴洣恔宬扂袆祏祐祕叚陞娀姞姱姤姶姽枲绖骃𬘡𬳽𬘩𫄧骉珪珛珹玼珖𪟝珽"
    "珦珫珒𬍤珢珕珝𫭼埗垾垺埆垿埌埇茝𬜯鄀莝䓖莙栻𬂩梠栴梴栒𫠆砵砠砫硁翃郪𨐈辀𬌗剕哢晅晊唝哱冔晐畖蚄蚆"
    "𫑡崁峿𪨶崄帨崀𬬸𬬻𬬹𬬿𬭁甡倻倴脩倕倞𫢸倓倧衃虒舥鸰朓虓鱽峱𫗧勍竘羖羓烠烔烶烻𬊈涍浡浭浬涄涢涐浰浟"
    "浛浲涘悈悢𬒈宧窅窊窎扅扆袪袗袯隺堲疍𨺙烝砮㛚翀翂剟𬳿𫄨绤骍𬘫䂮琎珸珵琄琈琀珺堎堐埼埫堌晢𫮃掞埪壸"
    "㙍萚莿䓫勚䓬菂菍菼萣䓨菉䓛梼梽桲梾桯梣梌桹敔硔鿎硙硚硊硍勔䴕龁逴啫翈㫰晙畤𬱖跂蛃蚲𬟽啴䎃崟崒崌崡"
    "铏𫓯𫟹𫟼铚牻笯偰偡偭偲偁㿠鄅偓徛衒舲鸼悆鄃瓻䝙脟䏲鱾猇猄𠅤庱庼痓䴔竫堃羕焆烺焌淏𬇹淟淜淴淯湴涴𬍡"
    "㥄惛惔悰惙寁𬤇𫍯裈祲𬤊𫍲谞弸弶𬯎隃婞娵婼媖婳婍婌婫婤婘婠𬘬𬘭𬴂𫘦绹𫟅𬘯骕𫘧絜珷琲琡琟琔琭堾堼揕㙘"
    "堧喆堨塅𪣻𡎚惎萳靬葴鄚蓇萩蒐葰葎鄑葖蒄萹棤棽棫椓椑𬃊鹀椆棓棬棪椀𬷕甦酦奡皕詟𫐐辌棐龂𬹼牚睎晫晪晱"
    "𧿹畯斝喤崶嵁𫶇嵅崿嵚翙𫖮圌圐赑赒鿏𬭊𨱇𫓶𬭎犇颋稌筀筜筥傃傉翛傒傕畬𫖯脿腘䐃腒𬱟鲃猰𫛭猯㺄馉凓鄗𫷷"
    "廋廆鄌遆旐𬮱焞𬊤欻𣸣溚溁湝渰㴔渟溠渼溇湣湑溞愐愃敩棨扊祼婻媆媞㛹媓媂媄矞𬴃𫘨缊缐骙瑃瑓瑅瑆䴖瑖瑝"
    "瑔瑀𤧛瑳瑂嶅瑑髢堽赪摛塝搒蒱蒨蓏蔀蓢蓂蒻楪榃榅楒楩椸楙歅𬪩碃碏𬒔碈䃅硿鄠辒𬨎𫐓䣘暕鹍𫫇㬊暅跱蜐蜎"
    "嵲赗𫓹锳锧𬭚𬭛稑稙䅟𬕂筼筶筦筤僇艅谼貆腨腯鲉鲊鲌䲟𬶋𬶍鲏雊猺飔觟𦝼馌裛鄘鹒鄜麀阘𫔶煁煃煴煋煟煓溍"
    "溹滆滉溦溵漷滧滘滍愭慥慆塱𫌀禋禔禘禒鹔𫖳嫄媱勠戣𫘪𫘬缞耤瑧𫞩瑨瑱瑢斠摏墕墈墐墘摴𡐓𪤗靽鞁蔈蔊榰榑"
    "槚𣗋槜疐𬸘酺碶䃎𬒗碨𥔲𫚖䴗鹖㬎幖嶍圙𨱏锽𬭤镃馝鹙箖劄僔僎槃㙦𫚕鲖鲗鲘鲙𬶐𬶏𩽾夐飗𬸚凘廙鲝鄫熇漹漖"
    "潩漼漴㽏漈漋漻慬㮾𬤝褕禛隩嫕嫭嫪𬙂㻬麹璆漦叇墣墦墡薁蕰蔃鼒槱鹝磏殣慭霅暵暲暶踦䗖蝘蝲噇噂噀罶嶲嶓"
    "㠇嶟嶒镈镋𬭩镕皞皛䴘艎鹟𩾃鲪鲬觭鹠鹡鹢熛潖潵㵐澂澛瑬潽潾潏憭憕𬸣戭褯禤𫍽嫽遹𬴊璥璲璒憙薳黇𬞟蕗薢"
    "橞橑橦觱磡𥕢磜豮𫟦𬺈𫠜虤暿曌曈㬚蹅踶䗛疁㠓幪𪩘嶦𬭬𨱑𬭯馞穄篯簉衠盦螣縢鲯鲹𫗴亸𬸦羱糒燋熻燊燚燏濩"
    "濋澪澽澴澭澼憺嬛翯𫄷璱𤩽璬璮髽擿薿薸櫆檞醨繄磹磻瞫蹐蟏㘎𬭳𬭶𫔍𬭸𨱔𬭼𫔎矰穙穜穟簕簃儦魋斶𬸪谿䲠𬶟"
    "鲾𬶠鲿鳁鳂鳈鳉䗪襕襚𬶨螱嬬嬥𦈡𫄸瓀釐鬶爇鞳鞮𬟁藟藦藨鹲黡礌𥖨蹢蹜蟫䗴嚚髃镮酂馧簠簝簰鼫鼩皦臑䲢鳑"
    "鳒鹯癗𦒍旞翷䎖瀔瀍瀌襜䴙𬙊嚭㰀鬷蠋翾儳儴𬶭𩾌鳚鳛麑麖彟嬿鬒蘘欂甗𨟠巇酅髎犨𬶮𨭉㸌爔瀱瀼襫孅骦𬙋耰"
    "𤫉瓖鬘趯𬺓罍鼱鳠鳡鳣爟爚灈韂糵礵鹴皭龢鳤亹籥𫚭玃醾齇觿"
)
# Variants outside that list which older papers and people insist on.
VARIANTS = "盩厔氹暐燁濬堯囍喦巖亞龑槑崐崑廼頔姸鈺璿叡彣雲勳輝婭嫺嫻偉傑韡雋皜顥澔晳玧峯瑠玆"


def gb2312():
    """Every character of GB2312: lead and trail bytes A1–FE, where assigned."""
    cells = (bytes((lead, trail)) for lead in range(0xA1, 0xF8) for trail in range(0xA1, 0xFF))
    return "".join(cell.decode("gb2312", errors="ignore") for cell in cells)


def wanted():
    regions = (FIXTURES / "regions.csv").read_text(encoding="utf-8").replace("\n", "")
    return set(ASCII + CIRCLED + SIGNS + SELDOM + NAMES_AND_PLACES + VARIANTS + regions + gb2312())


def fetch(folder):
    """Pack the npm package into the folder, check its digest and unpack the files we use."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    archive = next(Path(folder).glob("*.tgz"))
    if hashlib.sha256(archive.read_bytes()).hexdigest() != PACKAGE_SHA256:
        sys.exit(f"{PACKAGE} is not the file this script was written for")
    with tarfile.open(archive) as package:
        for member in (WEIGHTS | LICENCE).values():
            package.extract(member, folder, filter="data")


def options():
    chosen = subset.Options()
    chosen.layout_features = ["kern", "liga", "ccmp", "mark", "mkmk"]
    chosen.hinting = False
    chosen.glyph_names = False
    chosen.name_IDs = ["*"]  # the licence travels inside the font too
    chosen.notdef_outline = True
    chosen.drop_tables += ["BASE", "STAT", "vhea", "vmtx"]
    return chosen


def cut(source, characters):
    font = TTFont(source, recalcTimestamp=False)
    missing = characters - set(map(chr, font.getBestCmap()))
    if missing:
        sys.exit(f"{source.name} lacks {''.join(sorted(missing))}")
    subsetter = subset.Subsetter(options())
    subsetter.populate(unicodes=map(ord, characters))
    subsetter.subset(font)
    return font


def add_check_marks(font):
    """✔ drawn as ✓, ☐ as □, and ☑ as □ with a smaller ✓ in its middle."""
    names = font.getBestCmap()
    box, tick = names[ord("□")], names[ord("✓")]
    ticked = "ticked_box"
    font["glyf"][ticked] = ticked_box(font, box, tick)
    font["hmtx"][ticked] = font["hmtx"][box]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap |= dict(zip(map(ord, CHECK_MARKS), (tick, box, ticked), strict=True))


def ticked_box(font, box, tick, scale=0.7):
    glyphs = font["glyf"]
    pen = TTGlyphPen(glyphs)
    pen.addComponent(box, (1, 0, 0, 1, 0, 0))
    across = middle(glyphs[box], "x") - scale * middle(glyphs[tick], "x")
    up = middle(glyphs[box], "y") - scale * middle(glyphs[tick], "y")
    pen.addComponent(tick, (scale, 0, 0, scale, round(across), round(up)))
    return pen.glyph()


def middle(glyph, axis):
    return (getattr(glyph, f"{axis}Min") + getattr(glyph, f"{axis}Max")) / 2


def main():
    characters = wanted()
    with tempfile.TemporaryDirectory() as folder:
        fetch(folder)
        for name, member in WEIGHTS.items():
            font = cut(Path(folder, member), characters)
            add_check_marks(font)
            font.save(TARGET / name)
            size = (TARGET / name).stat().st_size
            print(f"{name}: {len(font.getBestCmap())} characters, {size / 1e6:.2f} MB")
            (TARGET / "signs.txt").write_text("".join(map(chr, sorted(font.getBestCmap()))), encoding="utf-8")
        for name, member in LICENCE.items():
            (TARGET / name).write_bytes(Path(folder, member).read_bytes())


if __name__ == "__main__":
    main()
