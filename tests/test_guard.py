"""What is answered over HTTP: to whom, with which headers, and that nobody can name a session."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from bokeh.util.token import get_token_payload

from app.loaded import PIECES
from app.server import policy
from tests.guarding import APP, PANEL, running


@pytest.fixture(scope="module", params=[APP, PANEL], ids=["python -m app", "panel serve app"])
def server(request):
    with running(*request.param) as server:
        yield server


def test_no_address_names_a_module(server):
    for module in ("unittest.__main__", "test.__main__", "panel.widgets"):
        assert server.get(f"/components/{module}/a/b/c").status == 404
    assert server.get("/app").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/app/autoload.js",
        "/app/autoload.js?bokeh-autoload-element=1",
        "/app/autoload-js",
        "/autoload.js",
        "/app/metadata",
        "/lesson.json?of=../momentum",
        "/lesson-notes?of=nothing",
        "/lesson-sheet",
        "/lessons?of=momentum",
        "/static/extensions/panel/panel.min.js",
        "/components/",
        "/rest",
        "/liveness",
        "/admin",
    ],
)
def test_nothing_is_served_that_the_page_does_not_use(server, path):
    assert server.get(path).status == 404


def test_what_the_page_uses_is_served(server):
    served = "/app /app/static/styles/base.css /bokeh.js /favicon.ico /picture.png?surface=beale"
    served += " /lessons /lesson.json?of=momentum /lesson-notes?of=momentum /lesson-sheet?of=momentum"
    for path in [*served.split(), "/guide", "/cards.json"]:
        assert server.get(path).status == 200


def test_a_race_is_given_away_as_a_file_that_this_server_shows_nobody(server):
    found = server.get("/race.html?surface=beale&racers=sgd")
    assert found.status == 200 and found.headers["Content-Disposition"] == 'attachment; filename="race.html"'
    assert "script-src 'self'" in found.headers["Content-Security-Policy"]
    # What a link could not have is refused in its words, as text.
    wrong = server.get("/race.html?surface=%3Cscript%3E")
    assert wrong.status == 400 and "&lt;script&gt;" in wrong.body and "<script>" not in wrong.body


def test_the_way_to_the_page_keeps_what_was_asked_for(server):
    found = server.get("/?surface=beale&x=%2B1&y=a%20b")
    assert (found.status, found.headers["Location"]) == (302, "./app?surface=beale&x=%2B1&y=a%20b")
    assert server.get("/").headers["Location"] == "./app"
    found = server.get("/app/?surface=beale")
    assert (found.status, found.headers["Location"]) == (302, "../app?surface=beale")


ASKED = "/app / /guide /cards.json /app/static/styles/base.css /bokeh.js /favicon.ico /nothing /app/%00"


@pytest.mark.parametrize("path", ASKED.split())
def test_every_answer_says_what_a_page_may_do(server, path):
    found = server.get(path).headers
    rules = dict(rule.split(" ", 1) for rule in found["Content-Security-Policy"].split("; "))
    host = f"127.0.0.1:{server.port}"
    assert rules == {
        "default-src": "'self'",
        "script-src": "'self' 'wasm-unsafe-eval'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "connect-src": f"'self' ws://{host} wss://{host}",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "* file:",
    }
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "Server" not in found


@pytest.mark.parametrize("name", PIECES)
def test_what_the_page_loads_is_packed_and_kept_by_who_names_its_version(server, name):
    plain, packed = server.get(f"/{name}"), server.get(f"/{name}", {"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert packed.headers["Vary"] == "Accept-Encoding"
    if len(plain.body) > 1000:
        assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"]) / 2.5
    assert plain.headers["Cache-Control"] == "no-cache"
    version = hashlib.sha256(plain.body.encode()).hexdigest()[:16]
    kept = server.get(f"/{name}?v={version}")
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable" and kept.body == plain.body
    # The page names that very version.
    assert f'"{name}?v={version}"' in server.get("/app").body


def test_words_of_a_language_that_is_none_are_not_there(server):
    for lang in ("en", "xx", "constructor"):
        assert server.get(f"/words-{lang}.json").status == 404


def test_pages_are_packed_and_files_asked_for_anew(server):
    for path in ("/app", "/guide", "/lessons", "/app/static/styles/base.css"):
        plain, packed = server.get(path), server.get(path, {"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed.headers["Vary"]
        assert len(packed.body) < len(plain.body) / 2
    # Else a browser keeps it as long as it likes.
    kept = server.get("/app/static/styles/base.css").headers
    assert kept["Cache-Control"] == "no-cache"
    assert server.get("/app/static/styles/base.css", {"If-None-Match": kept["Etag"]}).status == 304
    assert server.get("/guide", {"If-None-Match": server.get("/guide").headers["Etag"]}).status == 304


def test_other_methods_are_refused_with_the_same_headers(server):
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "MADEUP"):
        found = server.get("/app", method=method)
        assert found.status == 405
        assert "Content-Security-Policy" in found.headers


def test_a_host_does_not_write_into_the_policy(server):
    found = server.get("/app", {"Host": "a;script-src*"})
    assert found.status in (200, 400)
    assert "script-src*" not in found.headers.get("Content-Security-Policy", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*", "* file:"),
        ("", "* file:"),
        ("none", "'none'"),
        ("self", "'self'"),
        ("https://a.org, https://*.b.org:8443", "'self' https://a.org https://*.b.org:8443"),
        ("http://[::1]:80", "'self' http://[::1]:80"),
    ],
)
def test_embed_origins_are_written_as_the_policy_wants_them(text, expected):
    assert policy.embedders(text) == expected


@pytest.mark.parametrize(
    "text", ["a.org", "https://a.org/path", "https://a.org;", "none, https://a.org", "javascript:x", "'"]
)
def test_what_is_no_origin_is_refused(text):
    with pytest.raises(ValueError, match="EMBED_ORIGINS must be origins such as"):
        policy.embedders(text)


def _named(token):
    return json.loads(_decoded(token))["session_id"]


def _decoded(token):
    part = token.split(".")[0]
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@pytest.mark.parametrize(
    "name", ["bokeh-session-id", "bokeh%2Dsession%2Did", "%62okeh-session-id", "bokeh-session%2did"]
)
def test_a_visitor_cannot_name_a_session(server, name):
    chosen = "chosen" * 8
    for page in (
        server.get(f"/app?{name}={chosen}"),
        server.get("/app", {"Bokeh-Session-Id": chosen}),
        server.get("/app", {"Cookie": f"bokeh-session-id={chosen}; bokeh-token={chosen}"}),
    ):
        assert page.status == 200
        assert _named(page.token) != chosen


@pytest.mark.parametrize("name", ["bokeh-token", "bokeh%2Dtoken", "%62okeh-toke%6E"])
def test_a_visitor_cannot_hand_over_a_token(server, name):
    token = server.get("/app").token
    for given in (token, "nonsense", "a.b.c", "%FF"):
        page = server.get(f"/app?{name}={given}")
        assert page.status == 200
        assert _named(page.token) != _named(token)


def test_a_token_tells_nothing_of_its_visitor(server):
    secrets = {"Cookie": "login=hunter2", "Authorization": "Basic aHVudGVyMg==", "User-Agent": "hunter2"}
    page = server.get("/app?steps=77", secrets)
    payload = get_token_payload(page.token)
    assert payload["headers"] == {} and payload["cookies"] == {}
    assert payload["arguments"] == {"steps": [b"77"]}
    assert "hunter2" not in page.body and b"hunter2" not in _decoded(page.token)


def test_what_is_no_utf8_is_a_value_that_is_not_allowed(server):
    for query in ("theme=%ED%A0%80", "theme=%FF", "%FF=1", "theme=%00", "theme=%", "%", "theme=%zz", "&&;==", "a=\xff"):
        assert server.get("/app?" + query).status == 200


def test_a_long_address_is_refused_with_a_word(server):
    found = server.get("/app?" + "a" * 20_000)
    assert found.status == 414
    assert "longer than 16384 characters" in found.body
    assert server.get("/app?x=" + "1" * 16_000).status == 200


@pytest.mark.parametrize(
    "request_",
    [
        b"GET\r\n\r\n",
        b"GET /app HTTP/9.9\r\n\r\n",
        b"GET /app HTTP/1.1\r\n\r\n",
        b"\x00\xff\r\n\r\n",
        b"GET /app HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n",
        b"GET /app HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET http://other/app HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /app HTTP/1.1\r\nHost: a\r\nCookie: \x80=\x80\r\n\r\n",
        b"GET /app\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
    ],
)
def test_malformed_requests_leave_no_trace(server, request_):
    before = len(server.log)
    answer = server.raw(request_, seconds=2)
    assert not answer.startswith(b"HTTP/1.1 5")
    assert len(server.log) - before <= 500
