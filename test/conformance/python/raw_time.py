"""The time service on bare WSGI: what Python programs of this kind answer, for comparison with ours.

gunicorn -b 127.0.0.1:8000 raw_time:app, or python3 serve.py raw_time 8000.
"""
from time import ctime

TEXT = [("Content-Type", "text/plain; charset=utf-8")]


def before(text, mark):
    return text.split(mark, 1)[0]


def app(environ, start_response):
    name = before(environ.get("HTTP_HOST", "127.0.0.1"), ":")
    path = before(environ.get("PATH_INFO", "/"), "?")
    if environ["REQUEST_METHOD"] != "GET":
        status, body = "501 Not Implemented", b"501 Not Implemented"
    elif name == "127.0.0.1" and path == "/":
        status, body = "200 OK", ctime().encode("ascii")
    else:
        status, body = "404 Not Found", b"404 Not Found"
    start_response(status, TEXT)
    # A generator: servers find no length in it.
    yield body
