"""What is drawn on a page, kind by kind: all that is kept of each, and what each part of it is."""

import re


def _keys(plain: str, **kinds: str) -> dict[str, str]:
    """What is kept of a kind, each with its own kind: plain is a name, a number, a text, or rows of those."""
    return {f"/{key}": kind for key, kind in {**dict.fromkeys(plain.split(), "plain"), **kinds}.items()}


_CALIBRATED = "WhitePoint BlackPoint Gamma Matrix Range"
_NUMBERS = "Domain Range Decode Encode Size BitsPerSample Order C0 C1 N Bounds FunctionType"
_METRICS = "Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth ItalicAngle"
#: A kind in ``[`` may also be a row of such, one in ``{`` is called by names of the page's own.
KINDS = {
    "page": _keys("MediaBox CropBox Rotate UserUnit", Resources="resources", Group="group", Contents="[content"),
    "resources": _keys(
        "ProcSet",
        **{"ExtGState": "{state", "ColorSpace": "{space", "Pattern": "{pattern", "Shading": "{shading"},
        **{"XObject": "{drawing", "Font": "{font", "Properties": "{layer"},
    ),
    "content": {},
    "group": _keys("Type S I K", CS="space"),
    "state": _keys(
        "Type LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK",
        **{"Font": "[font", "SMask": "softness", "TR": "[function", "TR2": "[function"},
    ),
    "softness": _keys("Type S BC", G="drawing", TR="function"),
    "profile": _keys("N Range", Alternate="space"),
    "calibrated": _keys(_CALIBRATED),
    "table": {},
    "function": _keys(_NUMBERS, Functions="[function"),
    "shading": _keys(
        "ShadingType Background BBox AntiAlias Domain Matrix Coords Extend BitsPerCoordinate BitsPerComponent"
        " BitsPerFlag Decode VerticesPerRow",
        **{"ColorSpace": "space", "Function": "[function"},
    ),
    "pattern": _keys(
        "Type PatternType PaintType TilingType BBox XStep YStep Matrix",
        **{"Resources": "resources", "Shading": "shading", "ExtGState": "state"},
    ),
    "form": _keys("Type Subtype FormType BBox Matrix", **{"Resources": "resources", "Group": "group", "OC": "layer"}),
    "image": _keys(
        "Type Subtype Width Height BitsPerComponent Intent ImageMask Decode Interpolate SMaskInData Matte",
        **{"ColorSpace": "space", "Mask": "image", "SMask": "image", "OC": "layer"},
    ),
    "font": _keys(
        "Type Subtype Name BaseFont FirstChar LastChar Widths DW W DW2 W2 FontBBox FontMatrix",
        **{"FontDescriptor": "descriptor", "Encoding": "encoding", "ToUnicode": "encoding", "CIDToGIDMap": "table"},
        **{"DescendantFonts": "[font", "CIDSystemInfo": "system", "CharProcs": "{content", "Resources": "resources"},
    ),
    "descriptor": _keys(
        f"Type FontName FontFamily FontStretch FontWeight Flags FontBBox CharSet Lang {_METRICS}",
        **{"FontFile": "program", "FontFile2": "program", "FontFile3": "program", "Style": "style"},
    ),
    "style": _keys("Panose"),
    "program": _keys("Length1 Length2 Length3 Subtype"),
    "encoding": _keys("Type BaseEncoding Differences CMapName WMode", CIDSystemInfo="system", UseCMap="encoding"),
    "system": _keys("Registry Ordering Supplement"),
    "shown": _keys("BaseState"),
    "one layer": _keys("Type Name Intent"),
    "layers": _keys("Type P", OCGs="[layer", VE="[layer"),
    "parameters": _keys(
        "Predictor Colors BitsPerComponent Columns Rows K EndOfLine EncodedByteAlign EndOfBlock BlackIs1"
        " DamagedRowsBeforeError ColorTransform",
        JBIG2Globals="table",
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
    **{name: ["plain", "space", "function"] for name in ("/Separation", "/DeviceN")},
    **{"/ICCBased": ["profile"], "/Indexed": ["space", "plain", "table"], "/Pattern": ["space"]},
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
