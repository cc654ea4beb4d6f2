"""The time service with a view that Werkzeug's Request.application decorates."""
from time import ctime

from werkzeug.wrappers import Request, Response


@Request.application
def app(request):
    name = request.host.split(":", 1)[0]
    if request.method != "GET":
        return Response("501 Not Implemented", status=501)
    if name == "127.0.0.1" and request.path == "/":
        return Response(ctime())
    return Response("404 Not Found", status=404)
