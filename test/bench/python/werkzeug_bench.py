"""The tasks of micro/toolkits.mjs in the original: nanoseconds of CPU per call.

python3 -m pip install werkzeug==3.1.8 && python3 test/bench/python/werkzeug_bench.py
"""

import io
import time

from werkzeug.datastructures import Headers, MultiDict
from werkzeug.datastructures import MIMEAccept
from werkzeug.formparser import parse_form_data
from werkzeug.http import parse_accept_header, parse_cookie
from werkzeug.sansio.multipart import Epilogue, MultipartDecoder, NeedData
from werkzeug.wrappers import Request, Response


def environ(n):
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": f"/items/{n}",
        "QUERY_STRING": f"page={n}&sort=name",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_COOKIE": f"session={n}abcdef; theme=dark",
        "HTTP_X_TRACE": f"t{n}",
    }


def reads(n):
    request = Request(environ(n))
    return (
        len(request.method)
        + len(request.path)
        + len(request.host)
        + len(request.headers["X-Trace"])
        + len(request.args["page"])
        + len(request.cookies["session"])
    )


@Request.application
def service(request):
    return Response("Mon Nov 23 18:00:00 2026", content_type="text/plain; charset=utf-8")


def answer(n):
    return b"".join(service(environ(n), lambda status, headers: None))


cold = 0


def accept(n):
    global cold
    cold += 1
    text = f"text/html,application/xhtml+xml,application/xml;q=0.{n % 9},*/*;q=0.{n % 7}{n},x/{cold}"
    return parse_accept_header(text, MIMEAccept).best_match(["application/json", "text/html", "text/plain"])


def multidict(n):
    pairs = [(key, f"{key}{n}") for key in ("q", "page", "sort", "dir", "x", "y", "z", "w")]
    return MultiDict(pairs)["page"]


def headers(n):
    fields = Headers()
    fields.set("Content-Type", "text/html; charset=utf-8")
    fields.set("Content-Length", f"page{n}")
    fields.add("Set-Cookie", "a=b")
    return fields.get("content-type") and fields.to_wsgi_list()


def cookies(n):
    text = f"session={n}abcdef; theme=dark; _ga=GA1.1.{n}; lang=en; seen=1; ab={n % 7}"
    return parse_cookie(text)["lang"]


def multipart(fields, size, filling=b"abcdefgh\r\n"):
    parts = "".join(
        f'--xyz\r\nContent-Disposition: form-data; name="field{n}"\r\n\r\nvalue {n}\r\n' for n in range(fields)
    ).encode()
    if size == 0:
        return parts + b"--xyz--\r\n"
    head = (
        b'--xyz\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n"
    )
    return parts + head + (filling * (size // len(filling) + 1))[:size] + b"\r\n--xyz--\r\n"


def form(body):
    return parse_form_data(
        {
            "wsgi.input": io.BytesIO(body),
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "multipart/form-data; boundary=xyz",
            "REQUEST_METHOD": "POST",
        }
    )


def decode(body):
    decoder = MultipartDecoder(b"xyz")
    for at in range(0, len(body), 65536):
        decoder.receive_data(body[at : at + 65536])
        while True:
            event = decoder.next_event()
            if isinstance(event, (NeedData, Epilogue)):
                break


SMALL, FILE = multipart(100, 0), multipart(1, 10_000_000)
CRLF = multipart(1, 10_000_000, b"\r\n")
NEARLY = multipart(1, 10_000_000, b"\r\n--xy\r\n--xyZ")
TASKS = [
    ("request object and six reads", reads, 20_000),
    ("time service called in process", answer, 20_000),
    ("Accept, best of 3, each text new", accept, 10_000),
    ("a MultiDict of 8 pairs, one read", multidict, 50_000),
    ("headers: 3 set, 1 read, written as a list", headers, 50_000),
    ("six cookies, one read", cookies, 20_000),
    ("form of 100 small fields", lambda n: form(SMALL), 100),
    ("form with one file of 10 MB", lambda n: form(FILE), 3),
    ("decoder alone, file of 10 MB", lambda n: decode(FILE), 3),
    ("decoder alone, 10 MB of CR LF", lambda n: decode(CRLF), 3),
    ("decoder alone, 10 MB of delimiters that are almost some", lambda n: decode(NEARLY), 3),
]

for name, task, count in TASKS:
    samples = []
    for _ in range(5):
        before = time.process_time_ns()
        for n in range(count):
            task(n % 64)
        samples.append((time.process_time_ns() - before) / count)
    print(f"{name:58} {sorted(samples)[2]:14,.0f} ns")
