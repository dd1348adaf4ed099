"""What is drawn on a page, kind by kind: all that is kept of each, and what each part of it is."""

import re


def _keys(**kinds: str) -> dict[str, str]:
    """What is kept of a kind: each sort, or kind, with the keys that are of it."""
    return {f"/{key}": kind for kind, keys in kinds.items() for key in keys.split()}


_METRICS = "Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth ItalicAngle"
#: What is no dictionary is of one of these sorts: what of it may stand alone, and what in rows, and rows of those. Readers
#: work with a number as it stands: where one must be, nothing else may.
SORTS = {
    "number": ({"number"}, set()),
    "numbers": ({"number"}, {"number"}),
    "flag": ({"flag"}, set()),
    "flags": ({"flag"}, {"flag"}),
    "name": ({"name"}, set()),
    "names": ({"name"}, {"name"}),
    "codes": (set(), {"number", "name"}),
    "text": ({"text"}, set()),
    "word": ({"name", "text"}, set()),
}
#: Of which sort a kind may be where it is no dictionary: a colour by its name, a mask by its colours, a font's size.
INSTEAD = {
    **dict.fromkeys(("space", "softness", "function", "encoding", "table", "layer"), "name"),
    **{"mask": "numbers", "sized": "number", "colours": "text"},
}
#: What else the same dictionary is called, where something else may stand instead of it.
SAME = {"mask": "image", "sized": "font", "colours": "table"}
#: A kind in ``[`` may also be a row of such, one in ``{`` is called by names of the page's own.
KINDS = {
    "page": _keys(
        **{"numbers": "MediaBox CropBox", "number": "Rotate UserUnit"},
        **{"resources": "Resources", "group": "Group", "[content": "Contents"},
    ),
    "resources": _keys(
        **{"names": "ProcSet", "{state": "ExtGState", "{space": "ColorSpace", "{pattern": "Pattern"},
        **{"{shading": "Shading", "{drawing": "XObject", "{font": "Font", "{layer": "Properties"},
    ),
    "content": {},
    "group": _keys(name="Type S", flag="I K", space="CS"),
    "state": _keys(
        **{"number": "LW LC LJ ML OPM FL SM CA ca", "numbers": "D", "flag": "OP op SA AIS TK", "name": "Type RI"},
        **{"names": "BM", "[sized": "Font", "softness": "SMask", "[function": "TR TR2"},
    ),
    "softness": _keys(name="Type S", numbers="BC", drawing="G", function="TR"),
    "profile": _keys(number="N", numbers="Range", space="Alternate"),
    "calibrated": _keys(numbers="WhitePoint BlackPoint Gamma Matrix Range"),
    "table": {},
    "function": _keys(
        **{"number": "FunctionType BitsPerSample Order N", "numbers": "Domain Range Decode Encode Size C0 C1 Bounds"},
        **{"[function": "Functions"},
    ),
    "shading": _keys(
        **{"number": "ShadingType BitsPerCoordinate BitsPerComponent BitsPerFlag VerticesPerRow"},
        **{"numbers": "Background BBox Domain Matrix Coords Decode", "flag": "AntiAlias", "flags": "Extend"},
        **{"space": "ColorSpace", "[function": "Function"},
    ),
    "pattern": _keys(
        **{"name": "Type", "number": "PatternType PaintType TilingType XStep YStep", "numbers": "BBox Matrix"},
        **{"resources": "Resources", "shading": "Shading", "state": "ExtGState"},
    ),
    "form": _keys(
        **{"name": "Type Subtype", "number": "FormType", "numbers": "BBox Matrix"},
        **{"resources": "Resources", "group": "Group", "layer": "OC"},
    ),
    "image": _keys(
        **{"name": "Type Subtype Intent", "number": "Width Height BitsPerComponent SMaskInData"},
        **{"numbers": "Decode Matte", "flag": "ImageMask Interpolate"},
        **{"space": "ColorSpace", "mask": "Mask", "image": "SMask", "layer": "OC"},
    ),
    "font": _keys(
        **{"name": "Type Subtype", "word": "Name BaseFont", "number": "FirstChar LastChar DW"},
        **{"numbers": "Widths W DW2 W2 FontBBox FontMatrix", "descriptor": "FontDescriptor"},
        **{"encoding": "Encoding ToUnicode", "table": "CIDToGIDMap", "[font": "DescendantFonts"},
        **{"system": "CIDSystemInfo", "{content": "CharProcs", "resources": "Resources"},
    ),
    "descriptor": _keys(
        **{"name": "Type FontStretch", "word": "FontName FontFamily CharSet Lang", "numbers": "FontBBox"},
        **{"number": f"FontWeight Flags {_METRICS}", "program": "FontFile FontFile2 FontFile3", "style": "Style"},
    ),
    "style": _keys(text="Panose"),
    "program": _keys(number="Length1 Length2 Length3", name="Subtype"),
    "encoding": _keys(
        **{"name": "Type BaseEncoding CMapName", "number": "WMode", "codes": "Differences"},
        **{"system": "CIDSystemInfo", "encoding": "UseCMap"},
    ),
    "system": _keys(word="Registry Ordering", number="Supplement"),
    "shown": _keys(name="BaseState"),
    "one layer": _keys(name="Type", word="Name", names="Intent"),
    "layers": _keys(**{"name": "Type P", "[layer": "OCGs VE"}),
    "parameters": _keys(
        **{"number": "Predictor Colors BitsPerComponent Columns Rows K DamagedRowsBeforeError ColorTransform"},
        **{"flag": "EndOfLine EncodedByteAlign EndOfBlock BlackIs1", "table": "JBIG2Globals"},
    ),
}
#: What one may say that it is; readers that mend a file go by other words for it.
TYPES = {
    *("/Group", "/ExtGState", "/Mask", "/Pattern", "/XObject", "/Font", "/FontDescriptor", "/Encoding", "/CMap"),
    *("/OCG", "/OCMD"),
}
#: What is nothing without its bytes, and what may have some.
STREAMS = {"content", "profile", "form", "image", "program"}
EITHER = {"table", "function", "shading", "pattern", "encoding"}
#: Which of a drawing's kinds it says it is; the program of a printer is none.
DRAWINGS, LAYERS = {"/Form": "form", "/Image": "image"}, {"/OCG": "one layer", "/OCMD": "layers"}
#: The colours that say more than numbers: what stands in each place after the name.
SPACES = {
    **{name: ["calibrated"] for name in ("/CalGray", "/CalRGB", "/Lab")},
    **{name: ["names", "space", "function"] for name in ("/Separation", "/DeviceN")},
    **{"/ICCBased": ["profile"], "/Indexed": ["space", "number", "colours"], "/Pattern": ["space"]},
}
FLATE, PICTURES = "/FlateDecode", {"/DCTDecode", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode"}
#: What a reader that mends a file looks for. No bytes of a stream may be taken for it.
MARKS = re.compile(rb"\d[\0\s]+\d+[\0\s]*obj|endobj|endstream|trailer|xref[\0\s]|%%EOF")
#: Never a key of what is written, whatever stands above.
FORBIDDEN = {
    *("/AA", "/A", "/OpenAction", "/JS", "/JavaScript", "/Names", "/Dests", "/AcroForm", "/XFA", "/Annots", "/AF"),
    *("/EF", "/F", "/FS", "/UF", "/URI", "/URL", "/Ref", "/OPI", "/PieceInfo", "/Metadata", "/StructTreeRoot"),
    *("/Outlines", "/Collection", "/Alternates", "/Threads", "/B", "/PresSteps", "/Next", "/Encrypt"),
}
