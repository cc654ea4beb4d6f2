import { createRequire as __r } from "node:module"; const require = __r(import.meta.url);

// packages/raw/src/gateway.ts
var bound = /* @__PURE__ */ new WeakMap();
function toApplication(app2) {
  if (typeof app2 === "function") return app2;
  if (typeof app2 !== "object" || app2 === null || typeof app2.application !== "function") {
    throw new TypeError(
      `Expected an application function or an object with an application method, got ${typeof app2}`
    );
  }
  let application = bound.get(app2);
  if (!application) bound.set(app2, application = app2.application.bind(app2));
  return application;
}

// packages/raw/src/input.ts
var EMPTY = new Uint8Array(0);
var LINE_FEED = 10;
var MAX_LINE = 65536;
var ClientDisconnected = class extends Error {
  name = "ClientDisconnected";
  code = "ERR_CLIENT_DISCONNECTED";
};
var Input = class {
  source;
  pending = EMPTY;
  constructor(source) {
    this.source = source;
  }
  /**
   * Reads `size` bytes, fewer only at the end; without a size, or with a negative one, all that is left.
   *
   * @throws whatever the source throws, such as a limit or a body that was cut short
   */
  async read(size = -1) {
    return this.collect(size < 0 ? Infinity : size, () => -1);
  }
  /** Reads one line with its line feed; fewer bytes at `size` or at the end. */
  async readline(size = -1) {
    return this.collect(size < 0 ? Infinity : size, (block) => block.indexOf(LINE_FEED));
  }
  /** Reads all lines, or with a positive `hint` only until that many bytes have come. */
  async readlines(hint = -1) {
    const lines = [];
    for (let total = 0; hint <= 0 || total < hint; ) {
      const line = await this.readline();
      if (line.length === 0) break;
      total += line.length;
      lines.push(line);
    }
    return lines;
  }
  async *[Symbol.asyncIterator]() {
    for (; ; ) {
      const line = await this.readline(MAX_LINE);
      if (line.length === 0) return;
      yield line;
    }
  }
  /** Takes bytes until `size` is reached, `find` says where to stop (an index within the block), or the input ends. */
  async collect(size, find) {
    const parts = [];
    let total = 0;
    while (total < size) {
      const block = this.pending.length > 0 ? this.pending : await this.source();
      if (block === void 0) break;
      const found = find(block);
      const wanted = Math.min(size - total, found < 0 ? block.length : found + 1);
      this.pending = block.subarray(wanted);
      if (wanted > 0) parts.push(wanted === block.length ? block : block.subarray(0, wanted));
      total += wanted;
      if (found >= 0 && wanted === found + 1) break;
    }
    return join(parts, total);
  }
};
var NO_INPUT = new Input(() => void 0);
function join(parts, total) {
  if (parts.length === 1) return parts[0];
  const joined = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

// packages/raw/src/environ.ts
function environKey(name) {
  const known = keys.get(name);
  if (known !== void 0 || keys.has(name)) return known;
  const upper = name.toUpperCase().replaceAll("-", "_");
  const key = name.includes("_") || upper === "PROXY" ? void 0 : upper === "CONTENT_TYPE" || upper === "CONTENT_LENGTH" ? upper : `HTTP_${upper}`;
  if (keys.size < 500 && name.length < 64) keys.set(name, key);
  return key;
}
var keys = /* @__PURE__ */ new Map();
function foldLeadingSlashes(path) {
  if (path.charCodeAt(1) !== 47 || path.charCodeAt(0) !== 47) return path;
  let at = 1;
  while (path.charCodeAt(at + 1) === 47) at++;
  return path.slice(at);
}
var WSGI_VERSION = Object.freeze([1, 0]);
var FileWrapper = class {
  file;
  blockSize;
  /** @throws RangeError unless the block size is a positive whole number of bytes */
  constructor(file, blockSize = 65536) {
    if (!Number.isInteger(blockSize) || blockSize < 1) {
      throw new RangeError(`Expected a block size of at least 1 byte, got ${blockSize}`);
    }
    this.file = file;
    this.blockSize = blockSize;
  }
  async next() {
    const block = await this.file.read(this.blockSize);
    return block.length > 0 ? { done: false, value: block } : { done: true, value: void 0 };
  }
  async close() {
    await this.file.close?.();
  }
  [Symbol.asyncIterator]() {
    return this;
  }
};

// packages/raw/src/http/chars.ts
var TCHAR = 1;
var QDTEXT = 2;
var FIELD = 4;
var WS = 8;
var DIGIT = 16;
var ALPHA = 32;
var HEXDIG = 64;
var ETAGC = 128;
var TOKEN68 = 256;
var ATTR_CHAR = 512;
var TABLE = new Uint16Array(256);
var mark = (mask, from, to = from) => {
  for (let code = from; code <= to; code++) TABLE[code] |= mask;
};
mark(DIGIT | HEXDIG | TCHAR | TOKEN68 | ATTR_CHAR, 48, 57);
mark(ALPHA | TCHAR | TOKEN68 | ATTR_CHAR, 65, 90);
mark(ALPHA | TCHAR | TOKEN68 | ATTR_CHAR, 97, 122);
mark(HEXDIG, 65, 70);
mark(HEXDIG, 97, 102);
for (const char of "!#$%&'*+-.^_`|~") mark(TCHAR, char.charCodeAt(0));
for (const char of "!#$&+-.^_`|~") mark(ATTR_CHAR, char.charCodeAt(0));
for (const char of "-._~+/") mark(TOKEN68, char.charCodeAt(0));
mark(WS | QDTEXT | FIELD, 32);
mark(WS | QDTEXT | FIELD, 9);
mark(FIELD | QDTEXT, 33, 126);
mark(FIELD | QDTEXT | ETAGC, 128, 255);
mark(ETAGC, 33, 126);
for (const char of '"\\') TABLE[char.charCodeAt(0)] &= ~QDTEXT;
TABLE[34] &= ~ETAGC;
function is(code, mask) {
  return code < 256 && (TABLE[code] & mask) !== 0;
}
function skip(text, start2, mask, end = text.length) {
  let at = start2;
  while (at < end && is(text.charCodeAt(at), mask)) at++;
  return at;
}
function all(text, mask) {
  return text.length > 0 && skip(text, 0, mask) === text.length;
}

// packages/raw/src/http/token.ts
function isToken(text) {
  return all(text, TCHAR);
}

// packages/raw/src/http/field.ts
var FieldError = class extends TypeError {
  name = "FieldError";
  code = "ERR_INVALID_FIELD";
};
function isFieldValue(text) {
  return skip(text, 0, FIELD) === text.length;
}
function checkField(name, value) {
  if (typeof name !== "string" || !isToken(name)) {
    throw new FieldError(`Expected a token as header name, got ${JSON.stringify(name)}`);
  }
  if (typeof value !== "string" || !isFieldValue(value)) {
    throw new FieldError(
      `Expected a value without control characters or code points above U+00FF for ${name}, got ${JSON.stringify(value)}`
    );
  }
}

// packages/raw/src/status.ts
var parsed = /* @__PURE__ */ new Map();
function parseStatus(text) {
  const known = parsed.get(text);
  if (known) return known;
  if (typeof text !== "string" || skip(text, 0, DIGIT, 3) !== 3 || text[3] !== " " || !isFieldValue(text)) {
    throw new FieldError(`Expected a status such as "200 OK", got ${JSON.stringify(text)}`);
  }
  const status = { code: Number(text.slice(0, 3)), reason: text.slice(4) };
  if (status.code < 100 || status.code > 599) {
    throw new FieldError(`Expected a status code from 100 to 599, got ${JSON.stringify(text)}`);
  }
  if (parsed.size < 200) parsed.set(text, status);
  return status;
}
function isBodiless(code) {
  return code < 200 || code === 204 || code === 304;
}

// packages/raw/src/util.ts
var encoder = new TextEncoder();
var DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
var MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
var two = (n) => n < 10 ? `0${n}` : `${n}`;
function bytes(text) {
  const { length } = text;
  if (length > 64) return encoder.encode(text);
  const block = new Uint8Array(length);
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) return encoder.encode(text);
    block[at] = code;
  }
  return block;
}
function ctime(date = /* @__PURE__ */ new Date()) {
  const day = date.getDate();
  return `${DAYS[date.getDay()]} ${MONTHS[date.getMonth()]} ${day < 10 ? " " : ""}${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())} ${date.getFullYear()}`;
}

// test/bench/servers/answer.mjs
function answer(method, host, url) {
  if (method !== "GET") return { status: 501, text: "501 Not Implemented" };
  const name = host.includes(":") ? host.slice(0, host.indexOf(":")) : host;
  const path = url.includes("?") ? url.slice(0, url.indexOf("?")) : url;
  if (name !== "127.0.0.1" || path !== "/") return { status: 404, text: "404 Not Found" };
  return { status: 200, text: ctime() };
}

// test/bench/servers/raw.mjs
import http from "node:http";

// packages/raw/src/http/ip-address.ts
function parseIpv4(text) {
  if (text.length > 15) return void 0;
  const address = new Uint8Array(4);
  return readIpv4(text, 0, address, 0) ? address : void 0;
}
function readIpv4(text, start2, bytes2, offset) {
  let at = start2;
  for (let index = 0; index < 4; index++) {
    if (index > 0 && text.charCodeAt(at++) !== 46) return false;
    const first = at;
    let octet = 0;
    for (; at < first + 3; at++) {
      const digit = text.charCodeAt(at) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      octet = octet * 10 + digit;
    }
    if (at === first || octet > 255 || at > first + 1 && text.charCodeAt(first) === 48) return false;
    bytes2[offset + index] = octet;
  }
  return at === text.length;
}
function parseIpv6(text) {
  if (text.length > 45 || text.length < 2) return void 0;
  const bytes2 = new Uint8Array(16);
  let filled = 0;
  let gap = -1;
  let at = 0;
  if (text.startsWith("::")) {
    gap = 0;
    at = 2;
  }
  while (at < text.length) {
    if (filled === 16) return void 0;
    const start2 = at;
    let group = 0;
    while (at < start2 + 4 && is(text.charCodeAt(at), HEXDIG)) {
      const code = text.charCodeAt(at++);
      group = group << 4 | (code & 15) + (code > 57 ? 9 : 0);
    }
    if (at === start2) return void 0;
    if (text.charCodeAt(at) === 46) {
      if (filled > 12 || !readIpv4(text, start2, bytes2, filled)) return void 0;
      filled += 4;
      break;
    }
    bytes2[filled++] = group >> 8;
    bytes2[filled++] = group & 255;
    if (at === text.length) break;
    if (text.charCodeAt(at++) !== 58) return void 0;
    if (text.charCodeAt(at) === 58) {
      if (gap >= 0) return void 0;
      gap = filled;
      at++;
    } else if (at === text.length) return void 0;
  }
  if (gap < 0) return filled === 16 ? bytes2 : void 0;
  if (filled === 16) return void 0;
  bytes2.copyWithin(gap + 16 - filled, gap, filled);
  bytes2.fill(0, gap, gap + 16 - filled);
  return bytes2;
}

// packages/raw/src/http/problem.ts
var NO_PROBLEMS = Object.freeze([]);

// packages/raw/src/http/percent.ts
function safeSet(characters) {
  const set = new Uint8Array(256);
  for (let code = 0; code < 128; code++) if (is(code, ALPHA | DIGIT)) set[code] = 1;
  for (const char of `-._~${characters}`) {
    if (char > "\x7F" || char === "%") {
      throw new TypeError(`Expected ASCII characters other than %, got ${JSON.stringify(char)}`);
    }
    set[char.charCodeAt(0)] = 1;
  }
  return set;
}
var SUB_DELIMS = "!$&'()*+,;=";
var UNRESERVED = safeSet("");
var SEGMENT = safeSet(`${SUB_DELIMS}:@`);
var PATH = safeSet(`${SUB_DELIMS}:@/`);
var QUERY = safeSet(`${SUB_DELIMS}:@/?`);
var USERINFO = safeSet(`${SUB_DELIMS}:`);
var REG_NAME = safeSet(SUB_DELIMS);
function escapedByte(text, at) {
  const high = text.charCodeAt(at + 1);
  const low = text.charCodeAt(at + 2);
  if (!is(high, HEXDIG) || !is(low, HEXDIG)) return -1;
  return (high & 15) + (high > 57 ? 9 : 0) << 4 | (low & 15) + (low > 57 ? 9 : 0);
}
function decodePercent(text) {
  let at = text.indexOf("%");
  if (at < 0) return text;
  let decoded = "";
  let from = 0;
  while (at >= 0) {
    const byte = escapedByte(text, at);
    if (byte < 0) at++;
    else {
      decoded += text.slice(from, at) + String.fromCharCode(byte);
      from = at += 3;
    }
    at = text.indexOf("%", at);
  }
  return decoded + text.slice(from);
}
var ESCAPES = Array.from(
  { length: 256 },
  (_, byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`
);

// packages/raw/src/http/host.ts
var memo = /* @__PURE__ */ new Map();
var MEMO_SIZE = 64;
function parseHost(text) {
  const known = memo.get(text);
  if (known !== void 0) return known;
  const host = readHost(text);
  if (host !== void 0 && text.length < 256) {
    if (memo.size >= MEMO_SIZE) memo.clear();
    memo.set(text, Object.freeze(host));
  }
  return host;
}
function readHost(text) {
  const literal = text.charCodeAt(0) === 91;
  const end = literal ? text.indexOf("]") + 1 : nameEnd(text);
  if (end <= 0) return void 0;
  let port;
  if (end < text.length) {
    if (text.charCodeAt(end) !== 58 || skip(text, end + 1, DIGIT) !== text.length) return void 0;
    if (end + 1 < text.length) port = Number(text.slice(end + 1));
    if (port !== void 0 && port > 65535) return void 0;
  }
  const host = text.slice(0, end);
  if (!literal) return { host, port, kind: parseIpv4(host) ? "ipv4" : "name" };
  const inner = host.slice(1, -1);
  if (parseIpv6(inner)) return { host, port, kind: "ipv6" };
  return isIpvFuture(inner) ? { host, port, kind: "ipvfuture" } : void 0;
}
function nameEnd(text) {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 58) return at;
    if (code === 37) {
      if (!is(text.charCodeAt(at + 1), HEXDIG) || !is(text.charCodeAt(at + 2), HEXDIG)) return -1;
      at += 2;
    } else if (code === 44 || REG_NAME[code] !== 1) return -1;
  }
  return text.length;
}
function isIpvFuture(text) {
  if (text.charCodeAt(0) !== 118 && text.charCodeAt(0) !== 86) return false;
  const dot = skip(text, 1, HEXDIG);
  if (dot === 1 || text.charCodeAt(dot) !== 46 || dot + 1 === text.length) return false;
  for (let at = dot + 1; at < text.length; at++) {
    if (USERINFO[text.charCodeAt(at)] !== 1) return false;
  }
  return true;
}

// packages/raw/src/http/uri.ts
function schemeEnd(text) {
  if (!is(text.charCodeAt(0), ALPHA)) return -1;
  for (let at = 1; ; at++) {
    const code = text.charCodeAt(at);
    if (code === 58) return at;
    if (!is(code, ALPHA | DIGIT) && code !== 43 && code !== 45 && code !== 46) return -1;
  }
}
function splitUri(text) {
  const colon = schemeEnd(text);
  const start2 = colon + 1;
  const hash = text.indexOf("#", start2);
  const end = hash < 0 ? text.length : hash;
  const mark2 = text.indexOf("?", start2);
  const pathEnd = mark2 < 0 || mark2 > end ? end : mark2;
  let pathStart = start2;
  if (text.startsWith("//", start2) && start2 + 2 <= pathEnd) {
    const slash = text.indexOf("/", start2 + 2);
    pathStart = slash < 0 || slash > pathEnd ? pathEnd : slash;
  }
  return {
    scheme: colon < 0 ? void 0 : text.slice(0, colon),
    authority: pathStart === start2 ? void 0 : text.slice(start2 + 2, pathStart),
    path: text.slice(pathStart, pathEnd),
    query: pathEnd === end ? void 0 : text.slice(pathEnd + 1, end),
    fragment: hash < 0 ? void 0 : text.slice(hash + 1)
  };
}

// packages/raw/src/http/request-target.ts
var IN_PATH = 1;
var IN_QUERY = 2;
var LOOSE_IN_PATH = 4;
var LOOSE_IN_QUERY = 8;
var CLASSES = new Uint8Array(256);
for (let code = 0; code < 256; code++) CLASSES[code] = (PATH[code] && IN_PATH) | (QUERY[code] && IN_QUERY);
for (const char of "[]|") CLASSES[char.charCodeAt(0)] |= LOOSE_IN_PATH | LOOSE_IN_QUERY;
for (const char of "\\^`{}") CLASSES[char.charCodeAt(0)] |= LOOSE_IN_QUERY;
function note(problems, code, at) {
  if (problems === void 0) return [{ code, at }];
  if (!problems.some((problem) => problem.code === code)) problems.push({ code, at });
  return problems;
}
function parseRequestTarget(method, target) {
  if (method === "CONNECT") return connectTarget(target);
  if (target.charCodeAt(0) === 47) return withPath("origin", void 0, void 0, target, 0);
  if (target === "*" && method === "OPTIONS") {
    return {
      form: "asterisk",
      scheme: void 0,
      authority: void 0,
      path: "*",
      query: void 0,
      problems: NO_PROBLEMS
    };
  }
  return absoluteTarget(target);
}
function connectTarget(target) {
  const host = parseHost(target);
  let problems = NO_PROBLEMS;
  if (host === void 0) problems = [{ code: target.startsWith("/") ? "form" : "authority", at: 0 }];
  else if (host.port === void 0 || host.port === 0) problems = [{ code: "port", at: target.length }];
  const form = host === void 0 ? "invalid" : "authority";
  return { form, scheme: void 0, authority: target, path: "", query: void 0, problems };
}
function absoluteTarget(target) {
  const parts = splitUri(target);
  const { authority } = parts;
  const scheme = parts.scheme?.toLowerCase();
  if (scheme === void 0 || authority === void 0) {
    const { path, query } = parts;
    return { form: "invalid", scheme, authority, path, query, problems: [{ code: "form", at: 0 }] };
  }
  const start2 = scheme.length + 3;
  let problems;
  if (scheme !== "http" && scheme !== "https") problems = note(problems, "scheme", 0);
  if (authority.includes("@")) problems = note(problems, "userinfo", start2);
  else if (parseHost(authority) === void 0) problems = note(problems, "authority", start2);
  return withPath("absolute", scheme, authority, target, start2 + authority.length, problems);
}
function withPath(form, scheme, authority, target, start2, problems) {
  let mark2 = -1;
  let allowed = IN_PATH;
  let loose = LOOSE_IN_PATH;
  let end = target.length;
  for (let at = start2; at < end; at++) {
    const code = target.charCodeAt(at);
    const kind = code < 256 ? CLASSES[code] : 0;
    if ((kind & allowed) !== 0) continue;
    if (code === 37) {
      if (is(target.charCodeAt(at + 1), HEXDIG) && is(target.charCodeAt(at + 2), HEXDIG)) at += 2;
      else problems = note(problems, "percent", at);
    } else if (code === 63) {
      mark2 = at;
      allowed = IN_QUERY;
      loose = LOOSE_IN_QUERY;
    } else if (code === 35) {
      problems = note(problems, "fragment", at);
      end = at;
    } else problems = note(problems, (kind & loose) !== 0 ? "unescaped" : "character", at);
  }
  const path = target.slice(start2, mark2 < 0 ? end : mark2);
  return {
    form,
    scheme,
    authority,
    path: path === "" ? "/" : path,
    query: mark2 < 0 ? void 0 : target.slice(mark2 + 1, end),
    problems: problems ?? NO_PROBLEMS
  };
}

// packages/raw/src/gateways/node-http/connection.ts
import { getEventListeners } from "node:events";
var connections = /* @__PURE__ */ new WeakMap();
var Connection = class _Connection {
  scheme;
  serverName;
  serverPort;
  remoteAddr;
  remotePort;
  /** The newest request, and its response. */
  request;
  response;
  current;
  /** The connection of a socket, made at its first request. */
  static of(socket) {
    let connection = connections.get(socket);
    if (connection === void 0) connections.set(socket, connection = new _Connection(socket));
    return connection;
  }
  /** The connection of a socket that has had a request. */
  static known(socket) {
    return connections.get(socket);
  }
  constructor(socket) {
    this.scheme = "encrypted" in socket ? "https" : "http";
    this.serverName = plainAddress(socket.localAddress) || "localhost";
    this.serverPort = String(socket.localPort ?? (this.scheme === "https" ? 443 : 80));
    this.remoteAddr = plainAddress(socket.remoteAddress);
    this.remotePort = String(socket.remotePort ?? "");
  }
  /** The signal of the request that is about to begin. */
  get signal() {
    return (this.current ??= new AbortController()).signal;
  }
  /** The client is gone. */
  abort() {
    this.current?.abort(new ClientDisconnected("The client closed the connection"));
    this.current = void 0;
  }
  /**
   * The request is over. Its signal serves the next one too when nobody listened to it: on Node 20 a new one costs 2
   * microseconds, a sixth of a request. Whoever listened must not hear of the end of another request.
   */
  release() {
    if (this.current && getEventListeners(this.current.signal, "abort").length > 0) this.current = void 0;
  }
};
function plainAddress(address) {
  return address?.startsWith("::ffff:") ? address.slice(7) : address ?? "";
}

// packages/raw/src/gateways/node-http/lean-request.ts
import { IncomingMessage } from "node:http";
var full = Object.getOwnPropertyDescriptor(IncomingMessage.prototype, "headers");
var LeanRequest = class extends IncomingMessage {
};
Object.defineProperty(LeanRequest.prototype, "headers", {
  configurable: true,
  get() {
    if (this.upgrade) return full.get.call(this);
    return readLean(this.rawHeaders);
  },
  set(headers) {
    full.set.call(this, headers);
  }
});
function readLean(fields) {
  const found = { host: void 0, expect: void 0, te: void 0 };
  for (let at = 0; at < fields.length; at += 2) {
    const { length } = fields[at];
    if (length !== 4 && length !== 6 && length !== 2) continue;
    const name = fields[at].toLowerCase();
    if (name === "host") found.host ??= fields[at + 1];
    else if (name === "expect") found.expect ??= fields[at + 1];
    else if (name === "te") found.te ??= fields[at + 1];
  }
  return found;
}

// packages/raw/src/gateways/environ-shapes.ts
var MAX_SHAPES = 64;
var EnvironShapes = class {
  extensions;
  byLength = /* @__PURE__ */ new Map();
  size = 0;
  last;
  /** @param extensions the further keys of every environ, with their values or `undefined` where each request has one */
  constructor(extensions = {}) {
    this.extensions = extensions;
    this.last = this.make([]);
  }
  /** The shape of a request with these fields, names and values in turn. */
  of(fields) {
    if (sameNames(this.last.names, fields)) return this.last;
    let list = this.byLength.get(fields.length);
    for (const shape2 of list ?? []) if (sameNames(shape2.names, fields)) return this.last = shape2;
    if (this.size >= MAX_SHAPES) {
      this.byLength.clear();
      this.size = 0;
      list = void 0;
    }
    const shape = this.make(fields);
    if (list === void 0) this.byLength.set(fields.length, [shape]);
    else list.push(shape);
    this.size++;
    return this.last = shape;
  }
  make(fields) {
    const template = {
      REQUEST_METHOD: "",
      SCRIPT_NAME: "",
      PATH_INFO: "",
      QUERY_STRING: "",
      REQUEST_URI: "",
      SERVER_PROTOCOL: "",
      SERVER_NAME: "",
      SERVER_PORT: "",
      REMOTE_ADDR: "",
      REMOTE_PORT: "",
      "wsgi.version": WSGI_VERSION,
      "wsgi.url_scheme": "",
      "wsgi.input": void 0,
      "wsgi.errors": void 0,
      "wsgi.multithread": false,
      "wsgi.multiprocess": false,
      "wsgi.run_once": false,
      "wsgi.input_terminated": true,
      "wsgi.file_wrapper": wrapFile,
      ...this.extensions
    };
    const keys2 = [];
    const repeated = [];
    const names = [];
    let hosts = 0;
    for (let at = 0; at < fields.length; at += 2) {
      const key = environKey(fields[at]);
      if (key === "HTTP_HOST") hosts++;
      const repeats = key !== void 0 && Object.hasOwn(template, key);
      if (repeats) repeated.push([at / 2, key]);
      else if (key !== void 0) template[key] = "";
      keys2.push(repeats ? void 0 : key);
      names.push(fields[at], "");
    }
    return { names, template, keys: keys2, repeated, hosts };
  }
};
function wrapFile(file, blockSize) {
  return new FileWrapper(file, blockSize);
}
function sameNames(names, fields) {
  if (names.length !== fields.length) return false;
  for (let at = 0; at < names.length; at += 2) if (names[at] !== fields[at]) return false;
  return true;
}

// packages/raw/src/gateways/request-environ.ts
var BadRequest = class extends SyntaxError {
  name = "BadRequest";
  code = "ERR_BAD_REQUEST";
};
function requestEnviron(shapes, head, connection, input, errors) {
  const { method, target, protocol, fields } = head;
  const { path, query, authority, problems } = parseRequestTarget(method, target);
  for (const { code } of problems) {
    if (code !== "percent" && code !== "unescaped") throw new BadRequest(`Invalid request target: ${code}`);
  }
  const shape = shapes.of(fields);
  const environ = { ...shape.template };
  environ.REQUEST_METHOD = method;
  environ.PATH_INFO = foldLeadingSlashes(decodePercent(path));
  environ.QUERY_STRING = query ?? "";
  environ.REQUEST_URI = target;
  environ.SERVER_PROTOCOL = protocol;
  environ.SERVER_NAME = connection.serverName;
  environ.SERVER_PORT = connection.serverPort;
  environ.REMOTE_ADDR = connection.remoteAddr;
  environ.REMOTE_PORT = connection.remotePort;
  environ["wsgi.url_scheme"] = connection.scheme;
  environ["wsgi.input"] = input;
  environ["wsgi.errors"] = errors;
  const { keys: keys2 } = shape;
  for (let at = 0; at < keys2.length; at++) {
    const key = keys2[at];
    if (key !== void 0) environ[key] = fields[2 * at + 1];
  }
  for (const [at, key] of shape.repeated) {
    environ[key] += (key === "HTTP_COOKIE" ? "; " : ", ") + fields[2 * at + 1];
  }
  if (shape.hosts !== 1 && (shape.hosts > 1 || protocol !== "HTTP/1.0")) {
    throw new BadRequest(`Expected one Host field, got ${shape.hosts}`);
  }
  if (environ.HTTP_HOST !== void 0 && parseHost(environ.HTTP_HOST) === void 0) {
    throw new BadRequest("Malformed Host field");
  }
  if (authority !== void 0) environ.HTTP_HOST = authority;
  return environ;
}

// packages/raw/src/http/connection.ts
var HOP_BY_HOP = /* @__PURE__ */ new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailers",
  "transfer-encoding",
  "upgrade"
]);
var LENGTHS = [...HOP_BY_HOP].reduce((bits, name) => bits | 1 << name.length, 0);
function isHopByHop(name) {
  const { length } = name;
  return length < 32 && (LENGTHS & 1 << length) !== 0 && HOP_BY_HOP.has(name.toLowerCase());
}

// packages/raw/src/gateways/handler.ts
var Handler = class {
  environ;
  code = 0;
  reason = "";
  headers;
  /** The head is on its way: from here on nothing about it can be changed. */
  headSent = false;
  /** Bytes of the body that went to the transport. */
  sent = 0;
  /** The client is gone, or the response was cut. */
  aborted = false;
  declared = -1;
  body;
  iterator;
  released = false;
  callbacks;
  trailerPairs;
  /** Called once when everything has been sent (or cut), closed and released. */
  finished() {
  }
  /**
   * Answers the request. Returns nothing when the application answered within the call, else a promise of the
   * end; neither ever fails.
   */
  run(application, environ) {
    this.environ = environ;
    let result;
    try {
      result = application(environ, this.startResponse);
    } catch (error) {
      return this.fail(error);
    }
    if (isPromise(result)) {
      return result.then(
        (body) => this.respond(body),
        (error) => this.fail(error)
      );
    }
    return this.respond(result);
  }
  /** To be called by the bridge when the client is gone: nothing more is sent, everything is released. */
  abort() {
    if (this.aborted || this.released) return;
    this.aborted = true;
    if (this.body !== void 0) void this.release();
  }
  /** `triptych.finally`: runs the callback once when the response is over, the last one registered first. */
  onFinally = (callback) => {
    if (typeof callback !== "function") throw new TypeError(`Expected a callback, got ${typeof callback}`);
    if (this.released) throw new Error("The response is over: triptych.finally takes no more callbacks");
    (this.callbacks ??= []).push(callback);
  };
  /** `triptych.trailers`: fields to send after a body of unknown length. */
  onTrailers = (pairs) => {
    for (const [name, value] of pairs) checkField(name, value);
    this.trailerPairs = pairs;
  };
  /** The `startResponse` of this request. */
  startResponse = (status, headers, error) => {
    if (this.headers !== void 0) {
      if (error === void 0) throw new Error("startResponse was called twice without an error");
      if (this.headSent) throw error;
    }
    const { code, reason } = parseStatus(status);
    if (code < 200 && !(code === 101 && this.environ["triptych.upgrade"])) {
      throw new FieldError(`Expected a final status, got ${JSON.stringify(status)}`);
    }
    this.declared = checkHeaders(headers);
    this.code = code;
    this.reason = reason;
    this.headers = headers;
    return this.write;
  };
  /** Throws at once for what is no block; the promise never fails, so that a forgotten `await` is harmless. */
  write = (block) => {
    checkBlock(block);
    if (block.length === 0 || this.aborted || this.released) return DONE;
    this.beginStream();
    return this.deliver(block) ?? DONE;
  };
  respond(body) {
    this.body = body;
    if (this.aborted) return this.release();
    try {
      const iterator = openSync(body);
      if (iterator === void 0) return this.stream([], this.iterator = openAsync(body));
      this.iterator = iterator;
      const first = nextBlock(iterator);
      const second = first && nextBlock(iterator);
      if (second !== void 0) return this.stream([first, second], iterator);
      this.iterator = void 0;
      if (this.headers === void 0)
        throw new Error("startResponse was not called before the end of the body");
      const whole = first ?? EMPTY2;
      if (this.headSent || this.declared >= 0 && this.declared !== whole.length) return this.stream([whole]);
      this.deliverWhole(this.headers, whole);
    } catch (error) {
      return this.fail(error);
    }
    return this.release();
  }
  deliverWhole(headers, block) {
    const length = ["Content-Length", String(block.length)];
    this.headSent = true;
    const content = this.hasNoContent() ? EMPTY2 : block;
    this.sent = content.length;
    const adds = this.declared < 0 && !isBodiless(this.code);
    this.sendWhole(this.code, this.reason, adds ? [...headers, length] : this.finalHeaders(headers), content);
  }
  /** The general way: block by block, at the pace of the client. */
  async stream(ahead, iterator) {
    try {
      for (const block of ahead) {
        if (block.length > 0) this.beginStream();
        await this.deliver(block);
      }
      while (iterator !== void 0 && !this.aborted && !(this.headSent && this.hasNoContent())) {
        const step = await iterator.next();
        if (step.done) {
          this.iterator = iterator = void 0;
          break;
        }
        checkBlock(step.value);
        if (step.value.length > 0 && !this.aborted) this.beginStream();
        await this.deliver(step.value);
      }
      if (!this.aborted) {
        if (this.headers === void 0)
          throw new Error("startResponse was not called before the end of the body");
        this.beginStream();
        this.end();
      }
    } catch (error) {
      return this.fail(error);
    }
    return this.release();
  }
  beginStream() {
    if (this.headSent) return;
    if (this.headers === void 0) throw new Error("startResponse was not called before the first block");
    this.headSent = true;
    this.sendHead(this.code, this.reason, this.finalHeaders(this.headers), this.declared);
  }
  /** Sends a block, counted against Content-Length; what it returns is what to wait for. */
  deliver(block) {
    if (block.length === 0 || this.aborted || this.hasNoContent()) return void 0;
    const room = this.declared < 0 ? block.length : this.declared - this.sent;
    if (block.length > room) {
      this.log(`The body is longer than its Content-Length of ${this.declared}: the surplus was dropped`);
      if (room === 0) return void 0;
    }
    const part = block.length > room ? block.subarray(0, room) : block;
    this.sent += part.length;
    return this.sendBlock(part);
  }
  hasNoContent() {
    return this.environ.REQUEST_METHOD === "HEAD" || isBodiless(this.code);
  }
  /** RFC 9110 section 8.6: no Content-Length with 1xx and 204. */
  finalHeaders(headers) {
    if (this.declared < 0 || this.code >= 200 && this.code !== 204) return headers;
    return headers.filter(([name]) => name.toLowerCase() !== "content-length");
  }
  /** Ends a streamed body, or cuts it when it is shorter than it was declared. */
  end() {
    if (this.declared <= this.sent || this.hasNoContent()) return this.sendEnd(this.trailerPairs);
    this.log(`The body ended after ${this.sent} of ${this.declared} bytes: the connection was cut`);
    this.abandon();
  }
  fail(error) {
    if (!(this.aborted && error instanceof ClientDisconnected)) this.log(describeError(error));
    if (this.headSent) this.abandon();
    else if (!this.aborted) {
      this.code = 500;
      this.reason = "Internal Server Error";
      this.declared = -1;
      this.deliverWhole([["Content-Type", "text/plain; charset=utf-8"]], bytes("500 Internal Server Error"));
    }
    return this.release();
  }
  abandon() {
    if (this.aborted) return;
    this.aborted = true;
    this.cut();
  }
  /** Leaves the iterator, closes the body, runs the callbacks: once, whatever happened before. */
  release() {
    if (this.released) return void 0;
    this.released = true;
    if (this.iterator === void 0 && this.callbacks === void 0 && typeof this.body?.close !== "function") {
      this.finished();
      return void 0;
    }
    return this.releaseAll();
  }
  async releaseAll() {
    const { iterator, body } = this;
    if (typeof iterator?.return === "function") {
      const left = this.guard(() => iterator.return());
      if (!this.aborted) await left;
    }
    if (typeof body?.close === "function") await this.guard(() => body.close());
    for (const callback of this.callbacks?.toReversed() ?? []) await this.guard(callback);
    this.finished();
  }
  async guard(action) {
    try {
      await action();
    } catch (error) {
      this.log(describeError(error));
    }
  }
  log(text) {
    const { REQUEST_METHOD: method, PATH_INFO: path } = this.environ;
    this.environ["wsgi.errors"].write(`${method} ${JSON.stringify(path)}: ${text}
`);
  }
};
var EMPTY2 = new Uint8Array(0);
var DONE = Promise.resolve();
function checkHeaders(headers) {
  if (!Array.isArray(headers))
    throw new FieldError(`Expected a list of header pairs, got ${describe(headers)}`);
  let declared = -1;
  for (const pair of headers) {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new FieldError(`Expected a pair of name and value, got ${JSON.stringify(pair)}`);
    }
    const [name, value] = pair;
    checkField(name, value);
    if (isHopByHop(name))
      throw new FieldError(`Expected no hop-by-hop field, got ${name}: it belongs to the server`);
    if (name.length === 14 && name.toLowerCase() === "content-length") {
      const length = all(value, DIGIT) ? Number(value) : NaN;
      if (!Number.isSafeInteger(length) || declared >= 0 && declared !== length) {
        throw new FieldError(`Expected one Content-Length in bytes, got ${JSON.stringify(value)}`);
      }
      declared = length;
    }
  }
  return declared;
}
function openSync(body) {
  if (typeof body !== "object" || body === null || body instanceof Uint8Array) {
    throw new TypeError(`Expected an iterable of blocks as the application's result, got ${describe(body)}`);
  }
  return body[Symbol.iterator]?.();
}
function openAsync(body) {
  const open = body[Symbol.asyncIterator];
  if (typeof open === "function") return open.call(body);
  throw new TypeError(`Expected an iterable of blocks as the application's result, got ${describe(body)}`);
}
function nextBlock(iterator) {
  for (; ; ) {
    const step = iterator.next();
    if (step.done) return void 0;
    checkBlock(step.value);
    if (step.value.length > 0) return step.value;
  }
}
function checkBlock(block) {
  if (!(block instanceof Uint8Array))
    throw new TypeError(`Expected a block of bytes (Uint8Array), got ${describe(block)}`);
}
function isPromise(value) {
  return typeof value?.then === "function";
}
function describe(value) {
  return typeof value === "object" && value !== null ? value.constructor?.name ?? "an object" : `${typeof value} ${String(value)}`;
}
function describeError(error) {
  return error instanceof Error ? error.stack ?? String(error) : `Thrown: ${describe(error)}`;
}

// packages/raw/src/gateways/node-http/node-handler.ts
var JOINED = 4096;
var latin1Slice = Buffer.prototype.latin1Slice;
var NodeHandler = class extends Handler {
  response;
  connection;
  constructor(response, connection) {
    super();
    this.response = response;
    this.connection = connection;
  }
  /** To be called when the response is closed. */
  onClose = () => {
    if (this.response.writableFinished) return;
    this.connection.abort();
    this.abort();
  };
  /** `wsgi.early_hints`: sends 103 with these fields at once (RFC 8297). */
  earlyHints = (headers) => {
    const { response } = this;
    if (response.headersSent || response.req.httpVersion !== "1.1") return;
    const hints = {};
    for (const [name, value] of headers) {
      checkField(name, value);
      const known = hints[name.toLowerCase()];
      hints[name.toLowerCase()] = known === void 0 ? value : [known, value].flat();
    }
    if (hints["link"] !== void 0) response.writeEarlyHints(hints);
  };
  sendWhole(code, reason, headers, body) {
    const { response } = this;
    writeHead(response, code, reason, headers);
    if (body.length === 0) response.end();
    else if (body.length > JOINED) response.end(body);
    else response.end(latin1Slice.call(body, 0, body.length), "latin1");
  }
  sendHead(code, reason, headers) {
    writeHead(this.response, code, reason, headers);
  }
  sendBlock(block) {
    const { response } = this;
    if (response.write(block) || response.destroyed) return void 0;
    return new Promise((resolve) => {
      const proceed = () => {
        response.off("drain", proceed);
        response.off("close", proceed);
        resolve();
      };
      response.on("drain", proceed);
      response.on("close", proceed);
    });
  }
  sendEnd(trailers) {
    if (trailers !== void 0 && this.response.chunkedEncoding) this.response.addTrailers(trailers);
    this.response.end();
  }
  cut() {
    this.response.destroy();
  }
  finished() {
    this.connection.release();
  }
};
function writeHead(response, code, reason, headers) {
  response.writeHead(code, reason, headers);
}

// packages/raw/src/gateways/node-http/request-input.ts
function requestInput(request) {
  let blocks;
  return new Input(async () => {
    blocks ??= request.iterator({ destroyOnReturn: false });
    try {
      const step = await blocks.next();
      return step.done ? void 0 : step.value;
    } catch (error) {
      throw new ClientDisconnected("The client left before its request was complete", { cause: error });
    }
  });
}

// packages/raw/src/gateways/node-http/listener.ts
var STDERR = {
  write: (text) => void process.stderr.write(text),
  writelines: (lines) => {
    for (const line of lines) process.stderr.write(line);
  },
  flush() {
  }
};
function toListener(application, options = {}) {
  const app2 = toApplication(application);
  const errors = options.errors ?? STDERR;
  const shapes = new EnvironShapes({
    "triptych.signal": void 0,
    "triptych.finally": void 0,
    "triptych.trailers": void 0,
    "wsgi.early_hints": void 0,
    ...options.environ
  });
  return (request, response) => {
    const connection = Connection.of(request.socket);
    connection.request = request;
    connection.response = response;
    const head = {
      method: request.method,
      target: request.url,
      protocol: request.httpVersion === "1.1" ? "HTTP/1.1" : "HTTP/1.0",
      fields: request.rawHeaders
    };
    let environ;
    try {
      environ = requestEnviron(shapes, head, connection, NO_INPUT, errors);
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      return refuse(response, error.message);
    }
    if (environ.CONTENT_LENGTH !== void 0 || environ["HTTP_TRANSFER_ENCODING"] !== void 0) {
      environ["wsgi.input"] = requestInput(request);
    }
    const handler = new NodeHandler(response, connection);
    environ["triptych.signal"] = connection.signal;
    environ["triptych.finally"] = handler.onFinally;
    environ["triptych.trailers"] = handler.onTrailers;
    environ["wsgi.early_hints"] = handler.earlyHints;
    if (handler.run(app2, environ) !== void 0) response.once("close", handler.onClose);
  };
}
function refuse(response, reason) {
  const text = `400 Bad Request: ${reason}
`;
  response.writeHead(400, "Bad Request", {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": text.length,
    Connection: "close"
  });
  response.end(text);
}

// test/bench/servers/raw.mjs
var serveRaw = (app2) => new Promise((resolve) => {
  const server = http.createServer({ IncomingMessage: LeanRequest }, toListener(app2));
  server.listen(0, "127.0.0.1", () => resolve(server.address().port));
});

// test/bench/servers/raw-array.mjs
var REASON = { 200: "200 OK", 404: "404 Not Found", 501: "501 Not Implemented" };
function app(environ, startResponse) {
  const { status, text } = answer(environ.REQUEST_METHOD, environ.HTTP_HOST, environ.PATH_INFO);
  startResponse(REASON[status], [["Content-Type", "text/plain; charset=utf-8"]]);
  return [bytes(text)];
}
var start = () => serveRaw(app);
export {
  start
};
