"""The text of a secret is in nothing that is found, whichever extractor finds something beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aphoria.extractor import Found, Observes, shipped
from aphoria.language import language_of
from aphoria.source import Source
from aphoria.syntax.secrets import MASKED, masked

PASSWORD, KEY = "hunter2!Hunter2", "AKIA" + "J5Q7R2T3W6Z4X2B7"

CODES = [
    ("a.py", f'import jwt\njwt.encode(payload, "{PASSWORD}", algorithm="HS256")'),
    ("b.py", f'PASSWORD = "{PASSWORD}"\nrequests.get(url, verify=False, password="{PASSWORD}", timeout=3)'),
    ("c.py", f'requests.get("http://user:{PASSWORD}@api.weather.com/")\nkey = "{KEY}"'),
    ("d.py", f'response.set_cookie("id", api_key="{KEY}", secure=False)'),
    ("e.js", f'tls.connect({{ password: "{PASSWORD}", rejectUnauthorized: false }});'),
    ("f.go", f'package a\nvar c = http.Cookie{{Secure: false, Value: "{KEY}"}}\nconst password = "{PASSWORD}"'),
    ("g.rs", f'const SECRET: &str = "{PASSWORD}";\nfn f() {{ EncodingKey::from_secret("{PASSWORD}".as_ref()); }}'),
    ("H.java", f'class H {{ String password = "{PASSWORD}"; void f() {{ Algorithm.HMAC256("{PASSWORD}"); }} }}'),
]
SECURITY = (
    "jwt_config",
    "hardcoded_secrets",
    "high_entropy_secrets",
    "cleartext_urls",
    "insecure_cookies",
    "tls_verify",
)


@pytest.mark.parametrize(("name", "code"), CODES)
def test_no_secret_is_shown(name: str, code: str) -> None:
    language = language_of(name)
    assert language is not None
    source = Source(name, code.encode(), language, "project", ("file",))
    found = [one for each in SECURITY if shipped()[each].reads(language) for one in shipped()[each].checked(source)]
    assert found
    assert not [one for one in found if PASSWORD in one.text or KEY in one.text]


def test_a_value_hides_it_too() -> None:
    found = Found("api/f", "signature", f'(password="{PASSWORD}")', (1, 1), "")
    extractor = replace(
        shipped()["jwt_config"], observes=(Observes("api/f", "signature", ""),), extract=lambda _: iter([found])
    )
    language = language_of("a.py")
    assert language is not None
    source = Source("a.py", b"", language, "project", ("a",))
    assert [one.value for one in extractor.checked(source)] == [f'(password="{MASKED}")']


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f'connect(password="{PASSWORD}", timeout=3)', f'connect(password="{MASKED}", timeout=3)'),
        (f"'api_key': '{PASSWORD}'", f"'api_key': '{MASKED}'"),
        (f'headers["X-Token"] = "{PASSWORD}', f'headers["X-Token"] = "{MASKED}"'),
        (f'set("token", "{PASSWORD}")', f'set("token", "{MASKED}")'),
        (f"http://user:{PASSWORD}@host/", f"http://{MASKED}@host/"),
        (f"f({KEY})", f"f({MASKED})"),
        (f'get(url, auth=("me", "{PASSWORD}"))', f'get(url, auth=("me", "{MASKED}"))'),
        ('f(password, "x")', 'f(password, "…")'),
        ('f(name="x")', 'f(name="x")'),
    ],
)
def test_what_is_given_to_a_secret_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown
