"""The echo application (ECHO.md) as a WSGI module: gunicorn wsgi:app, or mod_wsgi with WSGICallableObject app."""
import json
import re
import sys
import time

TEXT = ('Content-Type', 'text/plain')
DIGITS = b'0123456789' * 1500
tracks = {}


class Tracked:
    """A body that counts what is asked of it."""

    def __init__(self, key, blocks, block, raises=False):
        self.track = tracks[key] = {'blocks': 0, 'closed': 0}
        self.blocks, self.block, self.raises = blocks, block, raises

    def __iter__(self):
        return self

    def __next__(self):
        if self.track['blocks'] < self.blocks:
            self.track['blocks'] += 1
            return self.block
        if self.raises:
            raise RuntimeError('The body of /tracked-raise fails, as it should')
        raise StopIteration

    def close(self):
        self.track['closed'] += 1


def whole(content, *headers):
    def answer(environ, start_response):
        start_response('200 OK', [TEXT, *headers])
        return [content] if content else []
    return answer


def tracked(blocks, block, raises=False):
    def answer(environ, start_response):
        start_response('200 OK', [TEXT])
        return Tracked(environ.get('QUERY_STRING', ''), blocks, block, raises)
    return answer


def stream(environ, start_response):
    start_response('200 OK', [TEXT])
    return (word for word in (b'one\n', b'two\n', b'three\n'))


def write(environ, start_response):
    writer = start_response('200 OK', [TEXT])
    for word in (b'one\n', b'two\n', b'three\n'):
        writer(word)
    return []


def delayed(environ, start_response):
    time.sleep(0.05)
    return whole(b'later')(environ, start_response)


def fail(environ, start_response):
    raise RuntimeError('/raise fails, as it should')


def fail_late(environ, start_response):
    start_response('200 OK', [TEXT])

    def body():
        yield b'first'
        raise RuntimeError('/raise-late fails, as it should')
    return body()


def track(environ, start_response):
    start_response('200 OK', [('Content-Type', 'application/json')])
    state = tracks.get(environ.get('QUERY_STRING', ''), {'blocks': 0, 'closed': 0})
    return [json.dumps(state, separators=(',', ':')).encode('ascii')]


ANSWERS = {
    '/noread': whole(b'ok'),
    '/stream': stream,
    '/write': write,
    '/delayed': delayed,
    '/raise': fail,
    '/raise-late': fail_late,
    '/crlf-body': whole(b'Foo: Bar\r\n\r\nHello World'),
    '/newlines': whole(b'\n\r\r\n\n\r\n'),
    '/short': whole(b'12345', ('Content-Length', '10')),
    '/long': whole(b'1234567890', ('Content-Length', '5')),
    '/two-cookies': whole(b'ok', ('Set-Cookie', 'a=1'), ('Set-Cookie', 'b=2')),
    '/big': whole(b'x' * 2 ** 20),
    '/file': whole(DIGITS[:2898], ('Content-Length', '2898')),
    '/big-file': whole(DIGITS[:14750]),
    '/inject': whole(b'ok', ('X-Test', 'a\r\nX-Evil: 1')),
    '/empty': whole(b''),
    '/tracked': tracked(3, b'block\n'),
    '/tracked-raise': tracked(1, b'block\n', True),
    '/tracked-endless': tracked(1024, bytes(65536)),
    '/track': track,
}


def read_all(environ):
    stream, length = environ['wsgi.input'], environ.get('CONTENT_LENGTH', '')
    if environ.get('wsgi.input_terminated') or environ.get('HTTP_TRANSFER_ENCODING'):
        return stream.read()
    return stream.read(int(length)) if length.isdigit() else b''


def echo(environ, start_response):
    body = read_all(environ).decode('latin-1')
    strings = {key: value for key, value in environ.items() if isinstance(value, str)}
    fields = {
        re.sub('^HTTP_', '', key).lower().replace('_', '-'): value
        for key, value in strings.items() if key.startswith(('HTTP_', 'CONTENT_')) and value
    }
    decoded = environ.get('SCRIPT_NAME', '') + environ.get('PATH_INFO', '')
    target = environ.get('REQUEST_URI') or environ.get('RAW_URI') or ''
    path = re.sub(r'^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*', '', target).split('?')[0] if target else decoded
    seen = {
        'method': environ['REQUEST_METHOD'],
        'target': target,
        'path': path or '/',
        'decodedPath': decoded,
        'query': environ.get('QUERY_STRING', ''),
        'host': environ.get('HTTP_HOST', ''),
        'eff': fields,
        'body': body,
        'bodyLength': len(body),
        'environ': strings,
    }
    start_response('200 OK', [('Content-Type', 'application/json')])
    return [json.dumps(seen).encode('ascii')]


def app(environ, start_response):
    path = environ.get('SCRIPT_NAME', '') + environ.get('PATH_INFO', '')
    status = re.fullmatch(r'/status/(\d{3})', path)
    if status:
        code = status.group(1)
        start_response(code + ' Status', [] if code in ('204', '304') else [TEXT])
        return []
    return ANSWERS.get(path, echo)(environ, start_response)


if __name__ == '__main__':
    from wsgiref.simple_server import make_server
    make_server('127.0.0.1', int(sys.argv[1]), app).serve_forever()
