"""The time service with WebOb's Request and Response."""
from time import ctime

from webob import Request, Response


def answer(request):
    # Not request.method: WebOb's is the same text.
    if request.environ["REQUEST_METHOD"] != "GET":
        return Response("501 Not Implemented", status=501)
    if request.domain == "127.0.0.1" and request.path == "/":
        return Response(ctime())
    return Response("404 Not Found", status=404)


def app(environ, start_response):
    return answer(Request(environ))(environ, start_response)
