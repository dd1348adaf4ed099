import pytest

from yibao_site.handler import plain_type


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("", ""),
        ("application/x-www-form-urlencoded", "application/x-www-form-urlencoded"),
        ("application/x-www-form-urlencoded; charset=gbk", "application/x-www-form-urlencoded"),
        ("text/plain; CHARSET*=utf-8''hex", "text/plain"),
        ("multipart/form-data; boundary=x", "multipart/form-data; boundary=x"),
        ('multipart/form-data; charset=hex; boundary="--a b"; charset=hex', "multipart/form-data; boundary=--a"),
        ("Multipart/Form-Data; boundary=x;charset=hex", "Multipart/Form-Data; boundary=x"),
        ("multipart/form-data; charset=hex", "multipart/form-data"),
    ],
)
def test_content_type_names_no_charset(said, meant):
    assert plain_type(said) == meant
