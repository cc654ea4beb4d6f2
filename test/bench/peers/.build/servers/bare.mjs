import { createRequire as __r } from "node:module"; const require = __r(import.meta.url);

// test/bench/servers/bare.mjs
import http from "node:http";

// packages/raw/src/util.ts
var encoder = new TextEncoder();
var DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
var MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
var two = (n) => n < 10 ? `0${n}` : `${n}`;
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

// test/bench/servers/bare.mjs
var start = () => new Promise((resolve) => {
  const server = http.createServer((request, response) => {
    const { status, text } = answer(request.method, request.headers.host, request.url);
    const body = Buffer.from(text, "latin1");
    response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "Content-Length": body.length });
    response.end(body);
  });
  server.listen(0, "127.0.0.1", () => resolve(server.address().port));
});
export {
  start
};
